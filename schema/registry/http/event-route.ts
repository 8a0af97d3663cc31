/** Server-sent events: gateways are told of a new supergraph at once, also of one that another registry on the same database has written. */
import type { FastifyInstance } from 'fastify';
import type { ServerResponse } from 'node:http';
import { registryFault } from '../errors.ts';
import type { TokenDocument } from '../model/documents.ts';
import { currentState, type State } from '../service/change-supergraph.ts';
import { servedIn } from '../service/read-graph.ts';
import { revokedAmong } from '../service/tokens.ts';
import type { Ground } from '../service/ground.ts';
import { route } from './route.ts';
import { shapes } from './shapes.ts';

/** How often the database is asked for what other registries wrote, ms. One small read, and only while somebody listens. */
const OTHERS = 1_000;
/** How often a line is sent that says nothing, ms: who hears none for longer knows that the connection is gone. */
const HEARTBEAT = 10_000;
/** Connections at most, and of those the ones of an agency whose token is not a gateway's: one agency cannot take all from the gateways. */
const MOST = 1_000;
const MOST_OF_AGENCY = 20;

/** A stream that is open. */
interface Listening {
  readonly variant: string | undefined;
  readonly token: Pick<TokenDocument, '_id' | 'agency' | 'rights'>;
  /** Hash that it was told last. */
  told: string;
}

/** The open streams. */
export class SupergraphStreams {
  readonly #ground: Ground;
  readonly #open = new Map<ServerResponse, Listening>();
  #timers: NodeJS.Timeout[] = [];
  readonly #tell = (): void => void this.#tellAll();
  #telling: Promise<void> | undefined;
  #again = false;

  constructor(ground: Ground) {
    this.#ground = ground;
    ground.events.on('supergraph', this.#tell);
  }

  /** @throws CodedError REGISTRY_RACE where there is no room for another stream of this token */
  requireRoom(token: Listening['token']): void {
    if (this.#open.size >= MOST) throw registryFault('REGISTRY_RACE', `${MOST} listen already`);
    if (isOfGateways(token)) return;
    const own = [...this.#open.values()].filter(
      ({ token: other }) => other.agency === token.agency && !isOfGateways(other),
    );
    if (own.length >= MOST_OF_AGENCY)
      throw registryFault('REGISTRY_RACE', `${own.length} of ${token.agency} listen already`);
  }

  /** Keeps a stream until its client leaves or its token is revoked, and tells it what is served now. */
  add(stream: ServerResponse, { variant, token }: Pick<Listening, 'variant' | 'token'>): void {
    this.#open.set(stream, { variant, token, told: '' });
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

  async #endRevoked(): Promise<void> {
    const revoked = await revokedAmong(this.#ground, [
      ...new Set([...this.#open.values()].map(({ token }) => token._id)),
    ]);
    for (const [stream, { token }] of this.#open) if (revoked.has(token._id)) stream.end();
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
    await this.#endRevoked();
    // One read, however many variants are asked for.
    const state = await currentState(this.#ground);
    for (const [stream, listening] of this.#open) {
      const served = servedOrNone(state, listening.variant);
      if (served === undefined || listening.told === served.hash) continue;
      listening.told = served.hash;
      stream.write(`event: supergraph\ndata: ${JSON.stringify({ number: served.number, hash: served.hash })}\n\n`);
    }
  }
}

const isOfGateways = ({ rights }: Listening['token']): boolean =>
  rights.includes('usage') || rights.includes('operate');

/** None where nothing is published yet, or not as this variant: there is nothing to tell. */
function servedOrNone(state: State, variant: string | undefined): ReturnType<typeof servedIn> | undefined {
  try {
    return servedIn(state, variant);
  } catch (thrown) {
    if ((thrown as { code?: unknown }).code !== 'REGISTRY_NOT_FOUND') throw thrown;
    return undefined;
  }
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
    ({ query: { variant }, reply, token }) => {
      streams.requireRoom(token);
      reply.hijack();
      reply.raw.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      reply.raw.flushHeaders();
      streams.add(reply.raw, { variant, token });
    },
  );
}
