/**
 * The issuer's keys, kept so that three things hold. A new key is found at its first use: an unknown `kid` makes the gateway read the set
 * again. Made-up `kid`s cause one reading per cooldown at most. While the provider is down the last good set is used on, for a bounded
 * time, since a key removed meanwhile stays trusted that long.
 */
import { createLocalJWKSet, errors, type JWSHeaderParameters, type FlattenedJWSInput, type LocalJWKSet } from 'jose';
import { identityFault } from './errors.ts';
import type { KeySource } from './key-source.ts';

/** Where keys are read, and how long they are used. */
export interface KeySetOptions {
  readonly source: KeySource;
  /** How long a set is used without being read again, ms; 10 minutes by default. */
  readonly fresh?: number;
  /** How long the last good set is used while the source fails, ms; a day by default. */
  readonly stale?: number;
  /** Between two readings caused by an unknown `kid`, and after a failed one, ms; 30 s by default. */
  readonly cooldown?: number;
  /** Called when another set has been read: what the previous one verified is no longer valid. */
  readonly onChange?: () => void;
  /** Called with the error of each failed reading. */
  readonly onFailure?: (thrown: unknown) => void;
  /** ms; for tests. */
  readonly now?: () => number;
}

/** The keys of one issuer. */
export interface KeySet {
  /** Finds the key for a token. @throws CodedError BAD_TOKEN where no key fits, IDENTITY_UNAVAILABLE where no set can be read */
  keyFor(header: JWSHeaderParameters, token: FlattenedJWSInput): ReturnType<LocalJWKSet>;
  /** Reads the set now, whatever its age. @throws CodedError BAD_KEY_SET */
  refresh(): Promise<void>;
}

/** Makes a key set that has not been read yet: the first token, or `refresh`, reads it. */
export function createKeySet(options: KeySetOptions): KeySet {
  return new RefreshedKeySet(options);
}

class RefreshedKeySet implements KeySet {
  readonly #options: KeySetOptions;
  readonly #fresh: number;
  readonly #stale: number;
  readonly #cooldown: number;
  readonly #now: () => number;
  #held: { readonly find: LocalJWKSet; readonly text: string; readonly at: number } | undefined;
  #failedAt = -Infinity;
  #searchedAt = -Infinity;
  #reading: Promise<void> | undefined;

  constructor(options: KeySetOptions) {
    this.#options = options;
    this.#fresh = options.fresh ?? 600_000;
    this.#stale = options.stale ?? 86_400_000;
    this.#cooldown = options.cooldown ?? 30_000;
    this.#now = options.now ?? Date.now;
  }

  async keyFor(header: JWSHeaderParameters, token: FlattenedJWSInput): ReturnType<LocalJWKSet> {
    const find = await this.#current();
    return (await find(header, token).catch(ignoreNoMatch)) ?? this.#search(header, token);
  }

  /** One reading at a time, however many callers wait for it. */
  refresh(): Promise<void> {
    this.#reading ??= this.#read().finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  async #read(): Promise<void> {
    try {
      const set = await this.#options.source();
      const text = JSON.stringify(set);
      const changed = this.#held !== undefined && this.#held.text !== text;
      this.#held = { find: createLocalJWKSet(set), text, at: this.#now() };
      this.#failedAt = -Infinity;
      if (changed) this.#options.onChange?.();
    } catch (thrown) {
      this.#failedAt = this.#now();
      this.#options.onFailure?.(thrown);
      throw thrown;
    }
  }

  /** Whether a reading failed so recently that none is tried. */
  #isResting(): boolean {
    return this.#now() - this.#failedAt < this.#cooldown;
  }

  async #current(): Promise<LocalJWKSet> {
    const age = this.#held === undefined ? Infinity : this.#now() - this.#held.at;
    if (age > this.#stale) {
      if (this.#isResting()) throw identityFault('IDENTITY_UNAVAILABLE');
      await this.refresh().catch((cause: unknown) => {
        throw identityFault('IDENTITY_UNAVAILABLE', undefined, { cause });
      });
    } else if (age > this.#fresh && !this.#isResting()) {
      // The old set still answers; no request waits for the new one.
      this.refresh().catch(() => {});
    }
    return this.#held!.find;
  }

  /** An unknown key may be new at the issuer: the set is read again, but not for each made-up `kid`. */
  async #search(header: JWSHeaderParameters, token: FlattenedJWSInput): ReturnType<LocalJWKSet> {
    const reading = this.#readingForSearch();
    if (reading !== undefined) {
      await reading.catch(() => {});
      const key = await this.#held!.find(header, token).catch(ignoreNoMatch);
      if (key !== undefined) return key;
    }
    if (this.#failedAt !== -Infinity)
      throw identityFault('IDENTITY_UNAVAILABLE', 'the token names a key that is not known yet');
    throw identityFault('BAD_TOKEN', 'expected a signature by a key of the issuer, got one by another key');
  }

  /** @returns a new reading where the cooldown allows one, otherwise the one under way, if any */
  #readingForSearch(): Promise<void> | undefined {
    if (this.#now() - this.#searchedAt < this.#cooldown || this.#isResting()) return this.#reading;
    this.#searchedAt = this.#now();
    return this.refresh();
  }
}

function ignoreNoMatch(thrown: unknown): undefined {
  if (thrown instanceof errors.JWKSNoMatchingKey) return undefined;
  throw thrown;
}
