/** Server-sent events: gateways are told of a new supergraph at once, also of one that another registry on the same database has written. */
import type { FastifyInstance } from 'fastify';
import type { ServerResponse } from 'node:http';
import { registryFault } from '../errors.ts';
import { servedNow } from '../service/read-graph.ts';
import type { Ground } from '../service/ground.ts';
import { route } from './route.ts';
import { shapes } from './shapes.ts';

/** How often the database is asked for what other registries wrote, ms. One small read, and only while somebody listens. */
const OTHERS = 1_000;
/** How often a line is sent that says nothing, ms: who hears none for longer knows that the connection is gone. */
const HEARTBEAT = 10_000;
/** Connections at most. */
const MOST = 1_000;

/** The open streams. */
export class SupergraphStreams {
  readonly #ground: Ground;
  /** Each stream with its variant and what it was told last. */
  readonly #open = new Map<ServerResponse, { readonly variant: string | undefined; told: string }>();
  #timers: NodeJS.Timeout[] = [];
  readonly #tell = (): void => void this.#tellAll();
  #telling: Promise<void> | undefined;
  #again = false;

  constructor(ground: Ground) {
    this.#ground = ground;
    ground.events.on('supergraph', this.#tell);
  }

  get isFull(): boolean {
    return this.#open.size >= MOST;
  }

  /** Keeps a stream until its client leaves, and tells it what is served now. */
  add(stream: ServerResponse, variant: string | undefined): void {
    this.#open.set(stream, { variant, told: '' });
    stream.on('close', () => this.#remove(stream));
    stream.on('error', () => this.#remove(stream));
    if (this.#timers.length === 0)
      this.#timers = [setInterval(this.#tell, OTHERS), setInterval(() => this.#beat(), HEARTBEAT)];
    for (const timer of this.#timers) timer.unref();
    this.#tell();
  }

  close(): void {
    this.#ground.events.off('supergraph', this.#tell);
    for (const stream of this.#open.keys()) stream.destroy();
    this.#open.clear();
    this.#stopTimers();
  }

  #remove(stream: ServerResponse): void {
    this.#open.delete(stream);
    if (this.#open.size === 0) this.#stopTimers();
  }

  #stopTimers(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.#timers = [];
  }

  #beat(): void {
    for (const stream of this.#open.keys()) stream.write(':\n\n');
  }

  /** Reads once for all streams; what changes meanwhile is read again after it. */
  async #tellAll(): Promise<void> {
    this.#again = true;
    this.#telling ??= (async () => {
      while (this.#again) {
        this.#again = false;
        // A database that is gone is told by nothing: gateways keep what they have.
        await this.#tellOnce().catch(() => {});
      }
      this.#telling = undefined;
    })();
    await this.#telling;
  }

  async #tellOnce(): Promise<void> {
    const variants = new Set([...this.#open.values()].map(({ variant }) => variant));
    for (const variant of variants) {
      const served = await servedNow(this.#ground, variant).catch(absent);
      if (served === undefined) continue;
      for (const [stream, state] of this.#open) {
        if (state.variant !== variant || state.told === served.hash) continue;
        state.told = served.hash;
        stream.write(`event: supergraph\ndata: ${JSON.stringify({ number: served.number, hash: served.hash })}\n\n`);
      }
    }
  }
}

/** Nothing is published yet, or not as this variant: there is nothing to tell. */
function absent(thrown: unknown): undefined {
  if ((thrown as { code?: unknown }).code !== 'REGISTRY_NOT_FOUND') throw thrown;
}

/** Adds the route. */
export function eventRoute(app: FastifyInstance, ground: Ground, streams: SupergraphStreams): void {
  route(
    app,
    ground,
    {
      method: 'GET',
      url: '/v1/supergraph/events',
      group: 'Supergraph',
      summary: 'Server-sent events: `supergraph` with { number, hash }, at once and whenever another is served',
      rights: ['read'],
      query: shapes.variant,
    },
    ({ query: { variant }, reply }) => {
      if (streams.isFull) throw registryFault('REGISTRY_RACE', `${MOST} listen already`);
      reply.hijack();
      reply.raw.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      reply.raw.flushHeaders();
      streams.add(reply.raw, variant);
    },
  );
}
