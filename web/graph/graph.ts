/** The public graph as one caller asks it. Another role, token or purpose is another graph: nothing of one is shown to the next. */
import { ask, type Asked } from './ask.ts';
import { replyOf, type Reply } from './reply.ts';

/** A reply and when it came. */
export interface Kept<Data> {
  readonly reply: Reply<Data>;
  readonly at: Date;
}

/** How many replies are kept to be shown again at once, while they are asked for anew. */
const MOST_KEPT = 60;

export class Graph {
  readonly #endpoint: string;
  readonly #headers: Record<string, string>;
  readonly #kept = new Map<string, Kept<unknown>>();
  readonly #ahead = new Map<string, Promise<Kept<unknown>>>();

  /** @param headers what the caller is: their token and purpose */
  constructor(endpoint: string, headers: Record<string, string>) {
    this.#endpoint = endpoint;
    this.#headers = headers;
  }

  /** Asks now what somebody will ask soon: they get this reply. */
  ahead(asked: Asked): void {
    this.#ahead.set(keyOf(asked), this.#ask(asked, new AbortController().signal));
  }

  /** @param signal cancels the question; only then it rejects */
  ask<Data>(asked: Asked, signal: AbortSignal): Promise<Kept<Data>> {
    const ahead = this.#ahead.get(keyOf(asked));
    this.#ahead.delete(keyOf(asked));
    return ahead === undefined ? this.#ask(asked, signal) : unlessAborted(ahead as Promise<Kept<Data>>, signal);
  }

  async #ask<Data>(asked: Asked, signal: AbortSignal): Promise<Kept<Data>> {
    const reply = replyOf<Data>(await ask(this.#endpoint, asked, this.#headers, signal));
    const kept = { reply, at: new Date() };
    if (reply.kind !== 'FAILED') this.#keep(keyOf(asked), kept);
    return kept;
  }

  /** @returns what the same question got before, in memory only */
  before<Data>(asked: Asked): Kept<Data> | undefined {
    return this.#kept.get(keyOf(asked)) as Kept<Data> | undefined;
  }

  #keep(key: string, kept: Kept<unknown>): void {
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT) this.#kept.delete(oldest!);
  }
}

/** The same promise, but for its rejection when the signal aborts. */
async function unlessAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const value = await promise;
  signal.throwIfAborted();
  return value;
}

const keyOf = ({ query, variables, operationName }: Asked): string =>
  JSON.stringify([query, variables ?? null, operationName ?? null]);
