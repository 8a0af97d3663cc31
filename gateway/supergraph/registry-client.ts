/** Asks a registry for the supergraph. It is not trusted with time or memory: every answer is bounded in both, and what it says is judged by its signature. */
import { boundedBytes } from '../../base/bounded-bytes.ts';
import { reasonOf } from '../../base/errors.ts';
import { supergraphFault } from './errors.ts';

/** Where a registry is, and as whom it is asked. */
export interface RegistryAddress {
  /** `http://127.0.0.1:4010` */
  readonly url: URL;
  /** Name of a contract; the whole supergraph when left out. */
  readonly variant?: string;
  readonly token?: string;
}

/** A supergraph and its signature, as they came. */
export interface SignedSupergraph {
  readonly sdl: string;
  /** Base64. */
  readonly signature: string;
}

/** How long an answer may take, ms. */
const PATIENCE = 5_000;
/** A stream that says nothing for this long is dead, ms: a registry sends a line every 10 s. */
const SILENCE = 30_000;
/** The largest supergraph that is read, bytes: two orders above a large one. */
const MOST_BYTES = 32 * 1_048_576;
/** The longest event, and the largest answer that is no supergraph. */
const MOST_EVENT = 65_536;

/** One registry. */
export class RegistryClient {
  readonly #address: RegistryAddress;

  constructor(address: RegistryAddress) {
    this.#address = address;
  }

  /**
   * @param etag of the supergraph that is there
   * @returns the supergraph; undefined where it is the same @throws CodedError SUPERGRAPH_REGISTRY
   */
  async supergraph(
    etag: string | undefined,
    stop: AbortSignal,
  ): Promise<(SignedSupergraph & { readonly etag: string }) | undefined> {
    const signal = AbortSignal.any([stop, AbortSignal.timeout(PATIENCE)]);
    try {
      const response = await this.#get('/v1/supergraph', signal, etag === undefined ? {} : { 'if-none-match': etag });
      if (response.status === 304 && etag !== undefined) return undefined;
      return {
        sdl: await bounded(response, MOST_BYTES),
        signature: response.headers.get('x-supergraph-signature') ?? '',
        etag: response.headers.get('etag') ?? '',
      };
    } catch (thrown) {
      throw failure(thrown);
    }
  }

  /** @returns the public key, SPKI in base64 @throws CodedError SUPERGRAPH_REGISTRY */
  async publicKey(stop: AbortSignal): Promise<string> {
    try {
      const response = await this.#get('/v1/key', AbortSignal.any([stop, AbortSignal.timeout(PATIENCE)]));
      const { key } = JSON.parse(await bounded(response, MOST_EVENT)) as { key?: unknown };
      if (typeof key !== 'string') throw new Error('expected a public key, got none');
      return key;
    } catch (thrown) {
      throw failure(thrown);
    }
  }

  /** Listens until the stream ends or says nothing for too long. @param onEvent called when it opens, and at each event */
  async events(onEvent: () => void, stop: AbortSignal): Promise<void> {
    const silent = new AbortController();
    const timer = setTimeout(() => silent.abort(), SILENCE);
    try {
      const response = await this.#get('/v1/supergraph/events', AbortSignal.any([stop, silent.signal]), {
        accept: 'text/event-stream',
      });
      let line = '';
      const decoder = new TextDecoder();
      for await (const chunk of chunksOf(response)) {
        timer.refresh();
        line = lastLine(line + decoder.decode(chunk, { stream: true }), onEvent);
      }
    } catch (thrown) {
      throw failure(thrown);
    } finally {
      clearTimeout(timer);
    }
  }

  async #get(path: string, signal: AbortSignal, headers: Record<string, string> = {}): Promise<Response> {
    const { url, variant, token } = this.#address;
    const address = new URL(url.pathname.replace(/\/$/, '') + path, url);
    if (variant !== undefined) address.searchParams.set('variant', variant);
    const response = await fetch(address, {
      headers: { ...headers, ...(token !== undefined && { authorization: `Bearer ${token}` }) },
      signal,
      // A token goes to the registry and nowhere else.
      redirect: 'error',
    });
    if (response.ok || response.status === 304) return response;
    await response.body?.cancel();
    throw new UnexpectedStatus(response.status);
  }
}

class UnexpectedStatus extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`expected status 200, got ${status}`);
    this.status = status;
  }
}

/** Whether a registry has answered that there is no such thing. @param thrown SUPERGRAPH_REGISTRY */
export function isAbsent(thrown: unknown): boolean {
  const cause = (thrown as Error).cause;
  return cause instanceof UnexpectedStatus && cause.status === 404;
}

/** @returns what is left of the last line that has not ended @throws Error for a line without an end */
function lastLine(text: string, onEvent: () => void): string {
  const lines = text.split('\n');
  if (lines.some((line) => line.startsWith('data:'))) onEvent();
  const rest = lines.at(-1)!;
  if (rest.length > MOST_EVENT) throw new Error(`expected events of at most ${MOST_EVENT} characters`);
  return rest.startsWith('data:') ? '' : rest;
}

/** A body in pieces; Node's streams can be iterated, and its types do not say of what. */
function chunksOf({ body }: Response): AsyncIterable<Uint8Array> | readonly Uint8Array[] {
  return body === null ? [] : body;
}

/** Reads a body up to a bound. @throws Error above it, and for what is not UTF-8 */
async function bounded(response: Response, most: number): Promise<string> {
  return new TextDecoder('utf-8', { fatal: true }).decode(await boundedBytes(response, most));
}

function failure(thrown: unknown): Error {
  const cause = thrown instanceof Error && thrown.cause instanceof Error ? `: ${thrown.cause.message}` : '';
  return supergraphFault('SUPERGRAPH_REGISTRY', `${reasonOf(thrown)}${cause}`, { cause: thrown });
}
