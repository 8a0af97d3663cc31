/**
 * Supergraphs from a registry: `SUPERGRAPH=registry:http://host:port`. It is told of a new one at once by server-sent events, and asks by
 * itself where there are none. The last one that served is kept on the disk with its signature, so that a gateway starts without the
 * registry. What is not signed with the registry's key is refused, wherever it comes from, and the last good one stays.
 *
 * No request of a client comes here: whatever the registry does, the worst is that a new supergraph comes later.
 */
import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { reasonOf } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import { supergraphFault } from './errors.ts';
import { RegistryClient, type RegistryAddress, type SignedSupergraph } from './registry-client.ts';
import { SupergraphCopy } from './supergraph-copy.ts';
import type { OfferSupergraph, SupergraphSource } from './supergraph-source.ts';

/** What a source is made of. */
export interface RegistrySourceOptions extends RegistryAddress {
  /** Public key of the registry: SPKI, DER in base64. Without it the first that the registry shows is trusted, and kept. */
  readonly key?: string;
  /** Folder of the copy. */
  readonly copies: string;
  /** How often the registry is asked while it sends no events, ms. */
  readonly poll: number;
  readonly log?: Pick<Log, 'warn' | 'info'>;
}

/** While events come the registry is asked this many times less often. */
const RARELY = 15;
/** The shortest and the longest pause before events are asked for again, ms. */
const [SOON, LATE] = [250, 15_000];

/** @returns a source; nothing is asked before it is opened */
export function registrySource(options: RegistrySourceOptions): SupergraphSource {
  const { url, variant } = options;
  const name = `registry ${url.origin}${variant === undefined ? '' : `, ${variant}`}`;
  const watcher = new RegistryWatcher(options);
  return {
    name,
    onLive: (sdl) => watcher.keep(sdl),
    open: async (offer, report) => {
      const sdl = await watcher.first(report);
      watcher.watch(offer, report);
      return { sdl, close: () => watcher.close() };
    },
  };
}

class RegistryWatcher {
  readonly #options: RegistrySourceOptions;
  readonly #client: RegistryClient;
  readonly #copy: SupergraphCopy;
  readonly #stop = new AbortController();
  #key: KeyObject | undefined;
  #etag: string | undefined;
  /** The supergraphs that were offered and are not kept yet, by their text. */
  #offered: readonly SignedSupergraph[] = [];
  /** The text that was given last. */
  #last: string | undefined;
  #told = '';
  #asking: Promise<void> | undefined;
  #again = false;
  #listens = false;
  #loops: Promise<unknown> = Promise.resolve();

  constructor(options: RegistrySourceOptions) {
    this.#options = options;
    this.#client = new RegistryClient(options);
    this.#copy = new SupergraphCopy(options.copies, options.variant);
  }

  /** The registry's supergraph, or the copy. @throws CodedError SUPERGRAPH_REGISTRY, SUPERGRAPH_UNSIGNED without a copy that is good */
  async first(report: (problem: Error) => void): Promise<string> {
    try {
      return (this.#last = (await this.#ask())!.sdl);
    } catch (thrown) {
      const copy = this.#copy.read();
      const key = this.#options.key ?? this.#copy.readKey();
      if (copy === undefined || key === undefined || !isSigned(copy, keyOf(key))) throw thrown;
      this.#tell(report, thrown as Error);
      this.#options.log?.warn(
        { reason: reasonOf(thrown) },
        'the registry does not answer; the gateway starts from its copy',
      );
      return (this.#last = copy.sdl);
    }
  }

  watch(offer: OfferSupergraph, report: (problem: Error) => void): void {
    this.#loops = Promise.all([this.#listen(offer, report), this.#poll(offer, report)]);
  }

  /** Keeps a supergraph that serves. One that the engine refused is never kept. */
  keep(sdl: string): void {
    const served = this.#offered.find((each) => each.sdl === sdl);
    if (served === undefined) return;
    this.#offered = this.#offered.slice(this.#offered.indexOf(served) + 1);
    try {
      this.#copy.write(served);
    } catch (thrown) {
      this.#options.log?.warn(
        { reason: reasonOf(thrown) },
        'the supergraph cannot be kept: without the registry the gateway will not start',
      );
    }
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#loops;
    await this.#asking;
  }

  #isClosed(): boolean {
    return this.#stop.signal.aborted;
  }

  /** Asks for events again and again, later each time, while the registry does not send them. */
  async #listen(offer: OfferSupergraph, report: (problem: Error) => void): Promise<void> {
    for (let pause = SOON; !this.#isClosed(); pause = Math.min(pause * 2, LATE)) {
      await this.#client
        .events(() => {
          this.#listens = true;
          pause = SOON;
          this.#refresh(offer, report);
        }, this.#stop.signal)
        .catch(() => {});
      this.#listens = false;
      // Gateways that lost one registry do not all come back in one moment.
      await this.#pause(pause * (0.5 + Math.random()));
    }
  }

  async #poll(offer: OfferSupergraph, report: (problem: Error) => void): Promise<void> {
    const { poll } = this.#options;
    for (let turn = 1; !this.#isClosed(); turn++) {
      await this.#pause(poll);
      if (!this.#isClosed() && (!this.#listens || turn % RARELY === 0)) this.#refresh(offer, report);
    }
  }

  async #pause(ms: number): Promise<void> {
    await wait(ms, undefined, { signal: this.#stop.signal, ref: false }).catch(() => {});
  }

  /** Asks once, and once more for what was told meanwhile. */
  #refresh(offer: OfferSupergraph, report: (problem: Error) => void): void {
    if (this.#asking !== undefined) return void (this.#again = true);
    this.#again = false;
    this.#asking = this.#askAndOffer(offer, report).finally(() => {
      this.#asking = undefined;
      if (this.#again && !this.#isClosed()) this.#refresh(offer, report);
    });
  }

  async #askAndOffer(offer: OfferSupergraph, report: (problem: Error) => void): Promise<void> {
    try {
      const answer = await this.#ask();
      this.#told = '';
      // A registry that knows no tags sends the same one again and again.
      if (answer === undefined || answer.sdl === this.#last) return;
      this.#last = answer.sdl;
      offer(answer.sdl);
    } catch (thrown) {
      this.#tell(report, thrown as Error);
    }
  }

  /** A problem is told once, not at each time it is asked. */
  #tell(report: (problem: Error) => void, problem: Error): void {
    if (this.#isClosed() || this.#told === problem.message) return;
    this.#told = problem.message;
    report(problem);
  }

  /** @returns a signed supergraph; undefined where it is the one that is there @throws CodedError SUPERGRAPH_REGISTRY, SUPERGRAPH_UNSIGNED */
  async #ask(): Promise<SignedSupergraph | undefined> {
    const answer = await this.#client.supergraph(this.#etag, this.#stop.signal);
    if (answer === undefined) return undefined;
    const { etag, sdl, signature } = answer;
    if (!isSigned(answer, await this.#trusted()))
      throw supergraphFault('SUPERGRAPH_UNSIGNED', `of ${this.#options.url.origin}`);
    this.#etag = etag;
    const supergraph = { sdl, signature };
    this.#offered = [...this.#offered, supergraph].slice(-5);
    return supergraph;
  }

  /** The key of the options, or the first that the registry has shown. */
  async #trusted(): Promise<KeyObject> {
    if (this.#key !== undefined) return this.#key;
    const known = this.#options.key ?? this.#copy.readKey();
    const text = known ?? (await this.#client.publicKey(this.#stop.signal));
    this.#key = keyOf(text);
    if (known === undefined) this.#keepKey(text);
    return this.#key;
  }

  #keepKey(key: string): void {
    try {
      this.#copy.writeKey(key);
    } catch (thrown) {
      this.#options.log?.warn({ reason: reasonOf(thrown) }, "the registry's key cannot be kept: set REGISTRY_KEY");
    }
  }
}

/** @throws CodedError SUPERGRAPH_UNSIGNED for what is no Ed25519 key */
function keyOf(text: string): KeyObject {
  try {
    const key = createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Told below.
  }
  throw supergraphFault('SUPERGRAPH_UNSIGNED', "expected the registry's key as Ed25519, SPKI in base64 (GET /v1/key)");
}

function isSigned({ sdl, signature }: SignedSupergraph, key: KeyObject): boolean {
  try {
    return verify(null, Buffer.from(sdl), key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}
