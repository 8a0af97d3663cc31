/**
 * The issuer's keys, kept so that three things hold at once. A key that was rotated in is found at its first use: an unknown `kid`
 * reads the set again. A flood of made-up `kid`s reads it once a cooldown. And while the provider is down the last good
 * set goes on, up to a bound, since a key removed meanwhile would be trusted that long.
 */
import { createLocalJWKSet, errors, type JWSHeaderParameters, type FlattenedJWSInput, type LocalJWKSet } from 'jose';
import { identityFault } from './errors.ts';
import type { KeySource } from './key-source.ts';

export interface KeySetOptions {
  readonly source: KeySource;
  /** ms a set is used without asking again. */
  readonly fresh?: number;
  /** ms the last good set is used while the source fails. */
  readonly stale?: number;
  /** ms between two readings caused by an unknown `kid`, and after a failed one. */
  readonly cooldown?: number;
  /** Called when another set has been read: what was verified by the one before no longer holds. */
  readonly onChange?: () => void;
  readonly onFailure?: (thrown: unknown) => void;
  /** ms; for tests. */
  readonly now?: () => number;
}

export interface KeySet {
  /** Finds the key for a token. @throws CodedError BAD_TOKEN when no key fits, IDENTITY_UNAVAILABLE when none can be had */
  keyFor(header: JWSHeaderParameters, token: FlattenedJWSInput): ReturnType<LocalJWKSet>;
  /** Reads the set now, whatever its age. @throws CodedError BAD_KEY_SET */
  refresh(): Promise<void>;
}

export function createKeySet(options: KeySetOptions): KeySet {
  const { source, fresh = 600_000, stale = 86_400_000, cooldown = 30_000, now = Date.now } = options;
  let held: { find: LocalJWKSet; text: string; at: number } | undefined;
  let failedAt = -Infinity;
  let searchedAt = -Infinity;
  let reading: Promise<void> | undefined;

  const readAnew = async (): Promise<void> => {
    try {
      const set = await source();
      const text = JSON.stringify(set);
      const changed = held !== undefined && held.text !== text;
      held = { find: createLocalJWKSet(set), text, at: now() };
      failedAt = -Infinity;
      if (changed) options.onChange?.();
    } catch (thrown) {
      failedAt = now();
      options.onFailure?.(thrown);
      throw thrown;
    }
  };
  /** One reading at a time, however many wait for it. */
  const refresh = (): Promise<void> => (reading ??= readAnew().finally(() => (reading = undefined)));
  const resting = (): boolean => now() - failedAt < cooldown;

  const current = async (): Promise<LocalJWKSet> => {
    const age = held === undefined ? Infinity : now() - held.at;
    if (age > stale) {
      if (resting()) throw identityFault('IDENTITY_UNAVAILABLE');
      await refresh().catch((cause: unknown) => {
        throw identityFault('IDENTITY_UNAVAILABLE', undefined, { cause });
      });
    } else if (age > fresh && !resting()) {
      // The old set still answers; nobody waits for the new one.
      refresh().catch(() => {});
    }
    return held!.find;
  };

  /** An unknown key may have been rotated in since: ask again, but not for everybody who makes one up. */
  const search = async (header: JWSHeaderParameters, token: FlattenedJWSInput): ReturnType<LocalJWKSet> => {
    if (now() - searchedAt >= cooldown && !resting()) {
      searchedAt = now();
      await refresh().catch(() => {});
      const key = await held!.find(header, token).catch(ignoreNoMatch);
      if (key !== undefined) return key;
    } else if (reading !== undefined) {
      await reading.catch(() => {});
      const key = await held!.find(header, token).catch(ignoreNoMatch);
      if (key !== undefined) return key;
    }
    if (failedAt !== -Infinity)
      throw identityFault('IDENTITY_UNAVAILABLE', 'the token names a key that is not known yet');
    throw identityFault('BAD_TOKEN', 'expected a signature by a key of the issuer, got one by another key');
  };

  return {
    refresh,
    keyFor: async (header, token) => {
      const find = await current();
      return (await find(header, token).catch(ignoreNoMatch)) ?? search(header, token);
    },
  };
}

function ignoreNoMatch(thrown: unknown): undefined {
  if (thrown instanceof errors.JWKSNoMatchingKey) return undefined;
  throw thrown;
}
