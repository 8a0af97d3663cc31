/**
 * Supergraphs from a registry: `SUPERGRAPH=registry:http://host:port`. It is told of a new one at once by server-sent events, and asks by
 * itself where there are none. The last one that served is kept on the disk with its signature, so that a gateway starts without the
 * registry. What is not signed with the registry's key is refused, wherever it comes from, and the last good one stays.
 *
 * No request of a client comes here: whatever the registry does, the worst is that a new supergraph comes later.
 */
import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { isVariantOf } from '../../base/contract-variant.ts';
import { reasonOf } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import type { ContractText } from './contract-text.ts';
import { supergraphFault } from './errors.ts';
import { isAbsent, RegistryClient, type RegistryAddress, type SignedSupergraph } from './registry-client.ts';
import { SupergraphCopy } from './supergraph-copy.ts';
import { supergraphId } from './supergraph-id.ts';
import type { OfferSupergraph, SupergraphTexts, SupergraphSource } from './supergraph-source.ts';

/** What a source is made of. */
export interface RegistrySourceOptions extends RegistryAddress {
  /** Names of the contracts whose variants are served beside it. */
  readonly contracts?: readonly string[];
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
      const first = await watcher.first(report);
      watcher.watch(offer, report);
      return {
        ...first,
        read: () => watcher.read(),
        failingSince: () => watcher.failingSince,
        close: () => watcher.close(),
      };
    },
  };
}

/** A supergraph with its variants, as they came. */
interface SignedTexts {
  readonly whole: SignedSupergraph;
  readonly contracts: readonly (ContractText & SignedSupergraph)[];
}

class RegistryWatcher {
  readonly #options: RegistrySourceOptions;
  readonly #client: RegistryClient;
  readonly #whole: RegistryText;
  readonly #contracts: readonly RegistryText[];
  readonly #stop = new AbortController();
  #key: KeyObject | undefined;
  /** What was offered and is not kept yet. */
  #offered: readonly SignedTexts[] = [];
  /** What was given last. */
  #last = '';
  #told = '';
  /** ms since 1970. */
  failingSince: number | undefined;
  #asking: Promise<void> | undefined;
  #again = false;
  #listens = false;
  #loops: Promise<unknown> = Promise.resolve();

  constructor(options: RegistrySourceOptions) {
    this.#options = options;
    this.#whole = new RegistryText(options, options.variant);
    this.#client = this.#whole.client;
    this.#contracts = (options.contracts ?? []).map((name) => new RegistryText(options, name));
  }

  /** The registry's supergraph, or the copy. @throws CodedError SUPERGRAPH_REGISTRY, SUPERGRAPH_UNSIGNED without a copy that is good */
  async first(report: (problem: Error) => void): Promise<SupergraphTexts> {
    try {
      return this.#given(await this.#ask());
    } catch (thrown) {
      const copy = this.#whole.copy.read();
      const text = this.#options.key ?? this.#whole.copy.readKey();
      if (copy === undefined || text === undefined || !isSigned(copy, keyOf(text))) throw thrown;
      this.#tell(report, thrown as Error);
      this.#options.log?.warn(
        { reason: reasonOf(thrown) },
        'the registry does not answer; the gateway starts from its copy',
      );
      return this.#given({ whole: copy, contracts: this.#copies(copy, keyOf(text)) });
    }
  }

  /** What the registry has now. @throws CodedError SUPERGRAPH_REGISTRY, SUPERGRAPH_UNSIGNED, SUPERGRAPH_CONTRACT */
  async read(): Promise<SupergraphTexts> {
    return this.#given(await this.#ask());
  }

  /** The copies of the variants that are of this supergraph. */
  #copies({ sdl }: SignedSupergraph, key: KeyObject): SignedTexts['contracts'] {
    return this.#contracts.flatMap(({ name, copy }) => {
      const read = copy.read();
      if (read === undefined || !isSigned(read, key)) return [];
      const contract = { name: name!, ...read };
      return isVariantOf(contract, supergraphId(sdl)) ? [contract] : [];
    });
  }

  #given({ whole, contracts }: SignedTexts): SupergraphTexts {
    const texts = { sdl: whole.sdl, contracts: contracts.map(({ name, sdl }) => ({ name, sdl })) };
    this.#last = JSON.stringify(texts);
    return texts;
  }

  watch(offer: OfferSupergraph, report: (problem: Error) => void): void {
    this.#loops = Promise.all([this.#listen(offer, report), this.#poll(offer, report)]);
  }

  /** Keeps a supergraph that serves. One that the engine refused is never kept. */
  keep(sdl: string): void {
    const at = this.#offered.findLastIndex(({ whole }) => whole.sdl === sdl);
    if (at === -1) return;
    const { whole, contracts } = this.#offered[at]!;
    this.#offered = this.#offered.slice(at + 1);
    try {
      this.#whole.copy.write(whole);
      for (const contract of contracts)
        this.#contracts.find(({ name }) => name === contract.name)!.copy.write(contract);
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
      const asked = await this.#ask();
      this.#told = '';
      this.failingSince = undefined;
      const before = this.#last;
      const { sdl, contracts } = this.#given(asked);
      // A registry that knows no tags sends the same one again and again.
      if (this.#last !== before) offer(sdl, contracts);
    } catch (thrown) {
      this.#tell(report, thrown as Error);
    }
  }

  /** A problem is told once, not at each time it is asked. */
  #tell(report: (problem: Error) => void, problem: Error): void {
    this.failingSince ??= Date.now();
    if (this.#isClosed() || this.#told === problem.message) return;
    this.#told = problem.message;
    report(problem);
  }

  /**
   * @returns the signed supergraph with those of its variants that there are
   * @throws CodedError SUPERGRAPH_REGISTRY, SUPERGRAPH_UNSIGNED, and SUPERGRAPH_CONTRACT where they belong to different supergraphs
   */
  async #ask(): Promise<SignedTexts> {
    for (let tries = 1; ; tries++) {
      const whole = await this.#signed(this.#whole);
      const contracts: (ContractText & SignedSupergraph)[] = [];
      for (const text of this.#contracts) {
        const found = await this.#signed(text).catch((thrown: unknown) => {
          if (isAbsent(thrown)) return text.forget();
          throw thrown;
        });
        if (found !== undefined) contracts.push({ name: text.name!, ...found });
      }
      const id = supergraphId(whole.sdl);
      const other = contracts.find((contract) => !isVariantOf(contract, id));
      if (other === undefined) return this.#noted({ whole, contracts });
      // Another one was published between the answers.
      if (tries === MOST_TRIES) throw supergraphFault('SUPERGRAPH_CONTRACT', other.name);
    }
  }

  #noted(texts: SignedTexts): SignedTexts {
    this.#offered = [...this.#offered, texts].slice(-5);
    return texts;
  }

  /** @throws CodedError SUPERGRAPH_REGISTRY, SUPERGRAPH_UNSIGNED */
  async #signed(text: RegistryText): Promise<SignedSupergraph> {
    const answer = await text.ask(this.#stop.signal);
    if (answer !== text.known && !isSigned(answer, await this.#trusted()))
      throw supergraphFault('SUPERGRAPH_UNSIGNED', `of ${this.#options.url.origin}`);
    text.known = answer;
    return answer;
  }

  /** The key of the options, or the first that the registry has shown. */
  async #trusted(): Promise<KeyObject> {
    if (this.#key !== undefined) return this.#key;
    const known = this.#options.key ?? this.#whole.copy.readKey();
    const text = known ?? (await this.#client.publicKey(this.#stop.signal));
    this.#key = keyOf(text);
    if (known === undefined) this.#keepKey(text);
    return this.#key;
  }

  #keepKey(key: string): void {
    try {
      this.#whole.copy.writeKey(key);
    } catch (thrown) {
      this.#options.log?.warn({ reason: reasonOf(thrown) }, "the registry's key cannot be kept: set REGISTRY_KEY");
    }
  }
}

/** How often a supergraph and its variants are asked for until they fit. */
const MOST_TRIES = 5;

type Tagged = SignedSupergraph & { readonly etag: string };

/** One text of a registry, the whole supergraph or a variant: how it is asked for, what came last, and its copy. */
class RegistryText {
  readonly name: string | undefined;
  readonly client: RegistryClient;
  readonly copy: SupergraphCopy;
  /** What came last and was signed. */
  known: Tagged | undefined;

  constructor({ url, token, copies }: RegistrySourceOptions, name: string | undefined) {
    this.name = name;
    this.client = new RegistryClient({ url, token, variant: name });
    this.copy = new SupergraphCopy(copies, name);
  }

  /** @returns what there is now; what is known where it is still that @throws CodedError SUPERGRAPH_REGISTRY */
  async ask(stop: AbortSignal): Promise<Tagged> {
    return (await this.client.supergraph(this.known?.etag, stop)) ?? this.known!;
  }

  forget(): undefined {
    this.known = undefined;
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
