/** The HTTP server of the operators' port. */
import type { Server } from 'node:http';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { z } from 'zod';
import { CodedError, codedError, headersOf } from '../../base/errors.ts';
import { LOG_LEVELS } from '../../base/log.ts';
import type { ValidateHost } from '../http/own-hosts.ts';
import type { ReportFailure } from '../http/report-failure.ts';
import { answerUnreadable } from '../http/unreadable-request.ts';
import { operateFault } from './errors.ts';
import type { OperatedGateway } from './operated.ts';
import type { CheckOperator, Wanted } from './operator-access.ts';

/** What the server works with. */
export interface OperatorsServerOptions {
  readonly operated: OperatedGateway;
  readonly check: CheckOperator;
  /** A page of another site can rebind its name to this machine, as with the graph. */
  readonly validateHost: ValidateHost;
  readonly onFailure: ReportFailure;
}

/** It does not listen yet. */
export interface OperatorsServer {
  readonly server: Server;
  close(): Promise<void>;
}

const PATHS =
  'expected GET /metrics, /health/live, /health/ready, /health/subgraphs, /generation, or POST /reload, /invalidate, /drain, /log-level';
const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** Makes the server with its routes. */
export async function operatorsServer(options: OperatorsServerOptions): Promise<OperatorsServer> {
  const { operated, check, validateHost, onFailure } = options;
  const port = Fastify({
    bodyLimit: 1_000,
    requestTimeout: 10_000,
    clientErrorHandler: answerUnreadable({ 'x-content-type-options': 'nosniff' }),
  });
  const refuse = (thrown: unknown, id: string, reply: FastifyReply): FastifyReply => {
    onFailure(thrown, id);
    const error = codedError(thrown);
    const { status, message, extensions } = error;
    return reply
      .code(status)
      .headers(headersOf(error))
      .send({ errors: [{ message, extensions }] });
  };
  port.addHook('onRequest', async ({ raw }, reply) => {
    reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    validateHost(raw);
  });
  port.setErrorHandler((thrown, request, reply) => refuse(ofRouter(thrown), request.id, reply));
  port.setNotFoundHandler((request, reply) => refuse(operateFault('OPERATE_PATH', PATHS), request.id, reply));
  addHealth(port, operated);
  addReports(port, operated, check);
  addControl(port, operated, check);
  await port.ready();
  return { server: port.server, close: () => port.close() };
}

/** What the router refuses by itself: a body that is no JSON, or too large. */
function ofRouter(thrown: unknown): unknown {
  if (thrown instanceof CodedError) return thrown;
  const { statusCode = 500, message } = thrown as { readonly statusCode?: number; readonly message?: string };
  if (statusCode === 415)
    return operateFault('OPERATE_INPUT', 'expected content-type: application/json, got another one');
  return statusCode < 500 ? operateFault('OPERATE_INPUT', message) : thrown;
}

/** For load balancers and probes, which have no token. */
function addHealth(port: FastifyInstance, operated: OperatedGateway): void {
  port.get('/health/live', () => ({ state: 'live' }));
  port.get('/health/ready', async (_request, reply) => {
    const now = await operated.readiness();
    return reply.code(now.state === 'ready' ? 200 : 503).send(now);
  });
}

interface Asking {
  readonly headers: { readonly authorization?: string };
}

/** Checks who asks before the body is read. */
const onlyFor = (check: CheckOperator, wanted: Wanted) => ({
  onRequest: ({ headers: { authorization } }: Asking, _reply: unknown, done: (thrown?: Error) => void): void => {
    try {
      check(authorization, wanted);
      done();
    } catch (thrown) {
      done(thrown as Error);
    }
  },
});

function addReports(port: FastifyInstance, operated: OperatedGateway, check: CheckOperator): void {
  const guarded = onlyFor(check, 'read');
  port.get('/metrics', guarded, async (_request, reply) => reply.type(METRICS_TYPE).send(await operated.metrics()));
  port.get('/health/subgraphs', guarded, () => operated.subgraphs());
  port.get('/generation', guarded, () => operated.generation());
}

/** Minutes that a level holds when nothing else is said, and at most. */
const [MINUTES, MOST_MINUTES] = [10, 120];
const levelWanted = z.strictObject({
  level: z.enum(LOG_LEVELS),
  minutes: z.number().positive().max(MOST_MINUTES).default(MINUTES),
});

function addControl(port: FastifyInstance, operated: OperatedGateway, check: CheckOperator): void {
  const guarded = onlyFor(check, 'control');
  port.post('/reload', guarded, async (_request, reply) => {
    const reloaded = await operated.reload();
    const isRefused = Object.values(reloaded.processes).some(({ outcome }) => outcome === 'refused');
    return reply.code(isRefused ? 422 : 200).send(reloaded);
  });
  port.post('/invalidate', guarded, async ({ body }) => {
    const invalidated = await operated.invalidate(tagsOf(body));
    const expected = Object.values(invalidated.processes).find((each) => each.expected !== undefined)?.expected;
    if (expected === undefined) return invalidated;
    throw operateFault('OPERATE_INPUT', `expected tags of the supergraph (${expected.join(', ') || 'it has none'})`);
  });
  port.post('/drain', guarded, (_request, reply) => {
    void reply.code(202).send({ state: 'stopping' });
    operated.drain();
  });
  port.post('/log-level', guarded, async ({ body }) => {
    const { level, minutes } = levelOf(body);
    await operated.logLevel(level, minutes * 60_000);
    return { level, minutes };
  });
}

/** Tags at once, and the length of one. */
const [MOST_TAGS, LONGEST_TAG] = [50, 60];
const invalidation = z.union([
  z.strictObject({ tags: z.array(z.string().min(1).max(LONGEST_TAG)).min(1).max(MOST_TAGS) }),
  z.strictObject({ all: z.literal(true) }),
]);

/** @throws CodedError OPERATE_INPUT */
function tagsOf(body: unknown): readonly string[] | 'all' {
  const wanted = invalidation.safeParse(body);
  if (wanted.success) return 'tags' in wanted.data ? wanted.data.tags : 'all';
  throw operateFault('OPERATE_INPUT', `expected {"tags": [1 to ${MOST_TAGS} names]} or {"all": true}`);
}

/** @throws CodedError OPERATE_INPUT */
function levelOf(body: unknown): z.output<typeof levelWanted> {
  const wanted = levelWanted.safeParse(body);
  if (wanted.success) return wanted.data;
  throw operateFault(
    'OPERATE_INPUT',
    `expected {"level": …, "minutes": …}: one of ${LOG_LEVELS.join(', ')}, and at most ${MOST_MINUTES}`,
  );
}
