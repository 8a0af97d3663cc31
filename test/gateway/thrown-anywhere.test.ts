/**
 * Whatever is thrown, wherever a request has come to, is a 500 with a code and nothing else; the log has the cause under the
 * request's id. Each stage of the walk throws in turn, in both ways.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GraphQLSchema } from 'graphql';
import { logOf } from '../../base/log.ts';
import { listen } from '../../base/listen.ts';
import { madeResult, compileOperation } from '../../gateway/execute/compile-operation.ts';
import type { FetchPart } from '../../gateway/execute/fetch-part.ts';
import type { Fetch } from '../../gateway/execute/fetch-step.ts';
import type { PlanRun } from '../../gateway/execute/run.ts';
import { FetchGroup, type ScheduledTask } from '../../gateway/execute/schedule/fetch-group.ts';
import { schedule } from '../../gateway/execute/schedule/run-schedule.ts';
import { openGuard, type Guard } from '../../gateway/guard/guard.ts';
import { maskAndReport } from '../../gateway/reply/mask-error.ts';
import { startApollo } from '../../gateway/http/apollo-server.ts';
import { reportFailures } from '../../gateway/http/report-failure.ts';
import { CLOSED_AT_ONCE } from '../../gateway/http/leave.ts';
import { createHttpServer } from '../../gateway/http/server.ts';
import type { CrossOrigin } from '../../gateway/http/cross-origin.ts';
import type { GraphqlBody } from '../../gateway/http/graphql-body.ts';
import type { ReadableBody } from '../../gateway/persisted-documents.ts';
import { createPipeline } from '../../gateway/pipeline.ts';
import type { RequestContext } from '../../gateway/request-context.ts';
import { runOperation } from '../../gateway/run-operation.ts';
import { PUBLIC_AUTHORIZATION, type Authorization } from '../../gateway/plan/authorization.ts';
import { fastPath } from '../../gateway/fast-path.ts';
import type { RunOperation } from '../../gateway/supergraph/operation-context.ts';
import { compiledGateway, type CarriedContext } from '../../gateway/supergraph/compiled-gateway.ts';
import type { ExecutionEngine } from '../../gateway/supergraph/engine.ts';
import { WorkGate } from '../../gateway/work-gate.ts';
import { engineOf, ones, versioned } from './supergraph/fixtures.ts';
import { SubgraphCaller } from '../../gateway/fetch/subgraph-caller.ts';

const SECRET = '3275010101010001';
const QUERY = '{ number }';

/** What a program may throw. The real limits of V8 among them: a text that is too long, a stack that is too deep, a length that is out of range. */
const THROWN: Record<string, () => unknown> = {
  'an error': () => new TypeError(`nothing of ${SECRET}`),
  'an error of the system, which has a code of its own': () =>
    Object.assign(new Error(`EACCES ${SECRET}`), { code: 'EACCES', status: 200, statusCode: 200 }),
  'a text over the longest that V8 makes': () => caught(() => 'x'.repeat(2 ** 30)),
  'a recursion that is too deep': () => caught(() => JSON.stringify(nested(100_000))),
  'a length out of range': () => caught(() => new Array(-1)),
  'a text': () => SECRET,
  nothing: () => undefined,
  'an error that cannot be looked at': () =>
    Object.defineProperties(new Error(), {
      message: {
        get: () => {
          throw new Error(SECRET);
        },
      },
      stack: {
        get: () => {
          throw new Error(SECRET);
        },
      },
      unreadable: {},
    }),
};

function caught(act: () => unknown): unknown {
  try {
    return act();
  } catch (thrown) {
    return thrown;
  }
}

function nested(levels: number): unknown {
  let value: unknown = null;
  for (let level = 0; level < levels; level++) value = { value };
  return value;
}

/** The stage that throws, what, and what the log has said. */
const gate = new WorkGate({ requests: 10, large: 2, bytes: 1_000_000, queue: 10, wait: 10_000 });
let fault: { stage: string; thrown: unknown } | undefined;
let lines: string[] = [];
const at = (stage: string): void => {
  if (fault?.stage === stage) throw fault.thrown;
};

/** Which page may ask: it may read whatever the gateway answers. */
const crossOrigin: CrossOrigin = {
  headersFor: () => ({
    'access-control-allow-origin': 'https://page.test',
    ...(fault?.stage === 'a header that cannot be written' && { 'x-bad': 'a\nb' }),
  }),
  preflight: () => (at('a preflight'), {}),
};

/** A guard that can fail at each of its steps. */
const guard: Guard = {
  ...openGuard(),
  authenticate: (headers, address, requestId) => {
    at('admitting the caller');
    return openGuard().authenticate(headers, address, requestId);
  },
  authorizationFor: () => (at('looking up rights'), rights()),
  beforeExecution: () => {
    at('opening');
    return (outcome) => {
      at('protecting the answer');
      const broken = { ...PLAIN, refused: outcome.refused };
      if (fault?.stage === 'masking and writing')
        return {
          outcome: {
            ...broken,
            data: () => failing('masking and writing'),
            dataText: () => failing('masking and writing'),
          },
        };
      if (fault?.stage === 'collecting errors')
        return { outcome: { ...broken, errors: () => failing('collecting errors') } };
      if (fault?.stage === 'writing extensions')
        return { outcome, extensions: { toJSON: () => at('writing extensions') } };
      return { outcome };
    };
  },
};
const PLAIN = madeResult({ number: 1 });
const failing = (stage: string): never => {
  at(stage);
  throw new Error('expected to have failed');
};

function rights(): Authorization {
  if (fault?.stage === 'judging the plan')
    return { key: `authorise ${prepared++}`, authorise: () => (at('judging the plan'), {}) };
  if (fault?.stage === 'viewing the schema')
    return { key: `view ${prepared++}`, schema: (api) => (at('viewing the schema'), api) };
  return PUBLIC_AUTHORIZATION;
}
let prepared = 0;

const BOTH = [
  'judging the body',
  'admitting the caller',
  'looking up rights',
  'resolving the name',
  'pinning a generation',
  'opening',
  'executing',
  'protecting the answer',
  'masking and writing',
  'collecting errors',
  'writing extensions',
  'remembering the text',
];
const APOLLO_ONLY = ['judging the plan', 'viewing the schema', 'a plugin at the start', 'a plugin at the end'];

describe.each([
  ['both ways', true],
  ['Apollo Server alone', false],
])('by %s, what is thrown', (_name, short) => {
  let url: string;
  let engine: ExecutionEngine;
  const stops: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    engine = await engineOf();
    const log = logOf('gateway', 'info', { write: (line: string) => lines.push(line) });
    const onFailure = reportFailures(log);
    const formatError = maskAndReport(onFailure);
    const pinning = {
      ...engine,
      current: () => engine.current(),
      pin: () => (at('pinning a generation'), engine.pin()),
      events: engine.events,
    } as ExecutionEngine;
    const plain = runOperation({ guard, fetcher: ones() });
    const run: RunOperation<RequestContext> = (operation, ...rest) =>
      plain(
        { ...operation, compiled: { run: async (input) => (at('executing'), operation.compiled.run(input)) } },
        ...rest,
      );
    const { gateway, plugin } = compiledGateway({ engine: pinning, run: run as RunOperation });
    const faulty = {
      requestDidStart: async () => (
        at('a plugin at the start'),
        { willSendResponse: async () => at('a plugin at the end') }
      ),
    };
    const apollo = await startApollo<CarriedContext<RequestContext>>({
      gateway,
      plugins: [plugin, faulty],
      formatError,
      onFailure,
      log,
    });
    const names = {
      resolveDocument: (body: GraphqlBody) => (
        at('resolving the name'),
        { body: body as ReadableBody, remember: () => at('remembering the text') }
      ),
      close: () => {},
    };
    const handler = createPipeline({
      validateText: () => at('judging the body'),
      guard,
      documents: names,
      apollo,
      fastPath: short ? fastPath({ pin: pinning.pin, run, formatError }) : undefined,
      requestTimeout: 10_000,
      gate,
    });
    const http = await createHttpServer({
      validateHost: () => {},
      handler,
      crossOrigin,
      readiness: () => (at('a page'), { state: 'ready' }),
      maxBody: 10_000,
      bodyTimeout: 1_000,
      onFailure,
    });
    url = `http://127.0.0.1:${await listen(http.server, 0, '127.0.0.1', 'test')}`;
    stops.push(
      () => http.leave(CLOSED_AT_ONCE),
      () => apollo.stop(),
      () => engine.stop(),
    );
    expect((await ask()).status).toBe(200);
  });
  afterAll(async () => {
    for (const stop of stops) await stop();
  });

  async function ask(
    path = '/graphql',
    init: RequestInit = { method: 'POST', body: JSON.stringify({ query: QUERY }) },
  ) {
    const response = await fetch(url + path, {
      ...init,
      headers: { 'content-type': 'application/json', 'x-request-id': 'the-request-itself' },
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  /** One request while a stage throws. */
  async function failed(stage: string, thrown: unknown, ...asked: Parameters<typeof ask>) {
    lines = [];
    fault = { stage, thrown };
    try {
      return await ask(...asked);
    } finally {
      fault = undefined;
    }
  }

  function expectFailure({ status, headers, text }: Awaited<ReturnType<typeof ask>>, thrown: unknown): void {
    expect({ status, text }).toMatchObject({ status: 500, text: expect.stringContaining('"code":"INTERNAL"') });
    const body = JSON.parse(text) as { data?: unknown; errors: { message: string; extensions: object }[] };
    expect(body.data ?? null).toBeNull();
    expect(body.errors.map((error) => error.extensions)).toEqual([{ code: 'INTERNAL' }]);
    for (const inner of [SECRET, 'string length', 'call stack', 'array length', '.ts:', 'EACCES'])
      expect(text).not.toContain(inner);
    const id = headers.get('x-request-id')!;
    const said = lines
      .map((line) => JSON.parse(line) as { level: number; requestId?: string; err?: { message: string } })
      .filter(({ level, requestId }) => level === 50 && requestId === id);
    expect(said.length, lines.join()).toBeGreaterThan(0);
    if (thrown instanceof Error && !('unreadable' in thrown))
      expect(said.map(({ err }) => err?.message)).toContain(thrown.message);
  }

  const cases = [...BOTH, ...(short ? [] : APOLLO_ONLY)]
    .flatMap((stage) => Object.keys(THROWN).map((what) => [stage, what] as const))
    // Apollo Server looks at it itself there, and has a code of its own for that: INTERNAL_SERVER_ERROR, which says no more.
    .filter(
      ([stage, what]) => short || !(stage === 'writing extensions' && what === 'an error that cannot be looked at'),
    );

  it.each(cases)('while %s is a 500: %s', async (stage, what) => {
    const thrown = THROWN[what]!();
    const reply = await failed(stage, thrown);
    expectFailure(reply, thrown);
    expect(reply.headers.get('access-control-allow-origin')).toBe('https://page.test');
    expect((await ask()).text).toBe('{"data":{"number":1}}\n');
  });

  it.each(Object.keys(THROWN))('by a preflight or a page is a 500: %s', async (what) => {
    const thrown = THROWN[what]!();
    expectFailure(await failed('a preflight', thrown, '/graphql', { method: 'OPTIONS' }), thrown);
    expectFailure(await failed('a page', thrown, '/health/ready', {}), thrown);
  });

  it('by the sending of the answer is a 500', async () => {
    expectFailure(await failed('a header that cannot be written', undefined), undefined);
  });

  it('a path that cannot be decoded is one nothing is served at', async () => {
    expect(await ask('/%zz', {})).toMatchObject({ status: 404, text: expect.stringContaining('"code":"NOT_FOUND"') });
  });

  it('leaves no generation held, and no place among what is under way', async () => {
    expect(gate.now).toEqual({ requests: 0, large: 0, bytes: 0 });
    const before = engine.current().id;
    const closed = new Promise((resolve) => engine.events.once('closed', resolve));
    await engine.offer(versioned(2));
    expect(await closed).toBe(before);
  });
});

describe('introspection that throws', () => {
  it('fails, and is not kept as an answer without a value', async () => {
    const engine = await engineOf();
    const broken = new GraphQLSchema(engine.current().apiSchema.toConfig());
    const { document, operation, plan } = await engine
      .current()
      .operations.prepare('{ __schema { types { name } } }', undefined, PUBLIC_AUTHORIZATION);
    const { apiSchema: schema, supergraphSchema } = engine.current();
    broken.getTypeMap = () => {
      throw new RangeError('Invalid string length');
    };
    const compiled = compileOperation({
      schema,
      introspected: () => broken,
      supergraphSchema,
      document,
      operation,
      plan,
    });
    const run = async () =>
      compiled.run({ fetcher: ones(), caller: new SubgraphCaller({}), deadline: performance.now() + 1_000 });
    await expect(run()).rejects.toThrow('Invalid string length');
    await expect(run()).rejects.toThrow('Invalid string length');
    await engine.stop();
  });
});

describe('fetches at once', () => {
  it('hold on to the failures of those that have begun when one throws at once', async () => {
    const unheard: unknown[] = [];
    const hear = (reason: unknown): void => void unheard.push(reason);
    process.on('unhandledRejection', hear);
    const late = Promise.withResolvers<undefined>();
    const throwing = (): never => {
      throw new Error('at once');
    };
    const tasks = [() => late.promise, throwing].map((start, group): ScheduledTask => ({
      index: group,
      group,
      when: [],
      waitsFor: 0,
      followers: [],
      fetch: { start } as unknown as Fetch,
      part: {} as FetchPart,
    }));
    const step = schedule(
      tasks,
      tasks.map(() => new FetchGroup(1, undefined)),
    );
    await expect(Promise.try(step, { variables: {} } as PlanRun)).rejects.toThrow('at once');
    late.reject(new Error('later'));
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', hear);
    expect(unheard).toEqual([]);
  });
});
