import type { Socket } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { CodedError } from '../../../base/errors.ts';
import { inflate } from '../../../gateway/fetch/inflate.ts';
import { SubgraphCaller } from '../../../gateway/fetch/subgraph-caller.ts';
import { fetcherFor, question, workersAnswering } from './fetcher-under-test.ts';
import { http, json, rawSubgraph } from './raw-subgraph.ts';

const NIK = '3275010101010000';

async function failureOf(promise: Promise<unknown>): Promise<CodedError> {
  const thrown: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(CodedError);
  return thrown as CodedError;
}

/** Neither the address, nor a header, nor anything the subgraph sent may stand in an error. */
function expectNothingLeaked(error: CodedError): void {
  const said = `${error.message} ${JSON.stringify(error.extensions)} ${String(error.cause)}`;
  for (const secret of ['127.0.0.1', 'hunter2', NIK, 'Bearer', 'stack']) expect(said).not.toContain(secret);
  expect(error.message).toContain('workers');
  expect(error.extensions).toMatchObject({ code: error.code, subgraph: 'workers' });
}

/** 100 MB of nothing in 100 kB. */
const BOMB = gzipSync(Buffer.alloc(100_000_000));
const deep = (levels: number): string => `{"data":{"workers":${'['.repeat(levels)}${']'.repeat(levels)}}}`;

interface Case {
  readonly what: string;
  readonly answer: (socket: Socket) => void;
  readonly code: string;
  readonly detail: RegExp;
}

const cases: readonly Case[] = [
  {
    what: 'closes the connection without an answer',
    answer: (socket) => socket.end(),
    code: 'SUBGRAPH_UNREACHABLE',
    detail: /closed before the response/,
  },
  {
    what: 'resets the connection',
    answer: (socket) => socket.resetAndDestroy(),
    code: 'SUBGRAPH_UNREACHABLE',
    detail: /reset|closed/,
  },
  {
    what: 'resets in the middle of the body',
    answer: (socket) =>
      void socket.write(http(200, `{"data":{"nik":"${NIK}"}}`).subarray(0, -3), () => socket.resetAndDestroy()),
    code: 'SUBGRAPH_UNREACHABLE',
    detail: /reset|closed/,
  },
  {
    what: 'answers 500 with a stack trace',
    answer: (socket) => socket.write(http(500, `stack of ${NIK}`, ['content-type: text/plain'])),
    code: 'SUBGRAPH_BAD_RESPONSE',
    detail: /got 500/,
  },
  {
    what: 'answers 503 as JSON that is no GraphQL',
    answer: (socket) => socket.write(http(503, `{"message":"${NIK}"}`)),
    code: 'SUBGRAPH_BAD_RESPONSE',
    detail: /got 503/,
  },
  {
    what: 'answers 429',
    answer: (socket) => socket.write(http(429, '{}', ['content-type: application/json', 'retry-after: 3'])),
    code: 'SUBGRAPH_BAD_RESPONSE',
    detail: /got 429/,
  },
  {
    what: 'answers 401 as JSON with errors that are none',
    answer: (socket) => socket.write(http(401, `{"errors":["${NIK}"]}`)),
    code: 'SUBGRAPH_BAD_RESPONSE',
    detail: /got 401/,
  },
  {
    what: 'answers 500 with data and no word of what went wrong',
    answer: (socket) => socket.write(http(500, '{"data":{"workers":[]}}')),
    code: 'SUBGRAPH_BAD_RESPONSE',
    detail: /got 500/,
  },
  {
    what: 'answers HTML',
    answer: (socket) => socket.write(http(200, `<html>${NIK}</html>`, ['content-type: text/html'])),
    code: 'SUBGRAPH_BAD_RESPONSE',
    detail: /another content type/,
  },
  {
    what: 'answers HTML and says it is JSON',
    answer: (socket) => socket.write(http(200, `<html>${NIK}</html>`)),
    code: 'SUBGRAPH_BAD_RESPONSE',
    detail: /expected JSON/,
  },
  {
    what: 'says nothing of the content type',
    answer: (socket) => socket.write(http(200, '{"data":{}}', [])),
    code: 'SUBGRAPH_BAD_RESPONSE',
    detail: /another content type/,
  },
  {
    what: 'answers in UTF-16',
    answer: (socket) => socket.write(http(200, '{"data":{}}', ['content-type: application/json; charset=utf-16'])),
    code: 'SUBGRAPH_BAD_RESPONSE',
    detail: /UTF-8/,
  },
  {
    what: 'answers truncated JSON',
    answer: (socket) => socket.write(http(200, `{"data":{"nik":"${NIK}"`)),
    code: 'SUBGRAPH_BAD_RESPONSE',
    detail: /only a part/,
  },
  {
    what: 'answers an empty body',
    answer: (socket) => socket.write(http(200, '')),
    code: 'SUBGRAPH_BAD_RESPONSE',
    detail: /expected JSON/,
  },
  {
    what: 'answers fewer bytes than it promised',
    answer: (socket) =>
      void socket.write(
        'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{"data":{}}',
        () => socket.end(),
      ),
    code: 'SUBGRAPH_UNREACHABLE',
    detail: /closed before/,
  },
  {
    what: 'answers a list',
    answer: (socket) => socket.write(json([{ data: {} }])),
    code: 'SUBGRAPH_BAD_RESPONSE',
    detail: /expected a JSON object, got a list/,
  },
  {
    what: 'answers data that is a list',
    answer: (socket) => socket.write(json({ data: [NIK] })),
    code: 'SUBGRAPH_BAD_RESPONSE',
    detail: /"data" to be an object or null, got a list/,
  },
  {
    what: 'answers data that is a string',
    answer: (socket) => socket.write(json({ data: NIK })),
    code: 'SUBGRAPH_BAD_RESPONSE',
    detail: /got a string/,
  },
  {
    what: 'answers errors that are no errors',
    answer: (socket) => socket.write(json({ data: null, errors: [NIK] })),
    code: 'SUBGRAPH_BAD_RESPONSE',
    detail: /"errors" to be a list/,
  },
  {
    what: 'answers neither data nor errors',
    answer: (socket) => socket.write(json({ nik: NIK })),
    code: 'SUBGRAPH_BAD_RESPONSE',
    detail: /got neither/,
  },
  {
    what: 'redirects elsewhere',
    answer: (socket) => socket.write(http(302, '', ['location: http://127.0.0.1:1/steal'])),
    code: 'SUBGRAPH_BAD_RESPONSE',
    detail: /redirect/,
  },
  {
    what: 'redirects elsewhere and calls it JSON',
    answer: (socket) =>
      socket.write(http(307, '{"data":{}}', ['content-type: application/graphql-response+json', 'location: /'])),
    code: 'SUBGRAPH_BAD_RESPONSE',
    detail: /redirect/,
  },
  {
    what: 'sends a bomb of gzip',
    answer: (socket) => socket.write(http(200, BOMB, ['content-type: application/json', 'content-encoding: gzip'])),
    code: 'SUBGRAPH_TOO_LARGE',
    detail: /at most 4000000 bytes/,
  },
  {
    what: 'compresses what is no JSON',
    answer: (socket) =>
      socket.write(http(200, gzipSync(NIK.repeat(9)), ['content-type: application/json', 'content-encoding: gzip'])),
    code: 'SUBGRAPH_BAD_RESPONSE',
    detail: /got a number|expected JSON/,
  },
  {
    what: 'says that it has compressed what it has not',
    answer: (socket) =>
      socket.write(http(200, `{"data":{"nik":"${NIK}"}}`, ['content-type: application/json', 'content-encoding: br'])),
    code: 'SUBGRAPH_BAD_RESPONSE',
    detail: /compressed by br/,
  },
  {
    what: 'compresses half an answer',
    answer: (socket) =>
      socket.write(
        http(200, gzipSync('{"data":{}}').subarray(0, -6), [
          'content-type: application/json',
          'content-encoding: gzip',
        ]),
      ),
    code: 'SUBGRAPH_BAD_RESPONSE',
    detail: /compressed by gzip/,
  },
  {
    what: 'compresses twice',
    answer: (socket) =>
      socket.write(
        http(200, gzipSync(gzipSync('{"data":{}}')), [
          'content-type: application/json',
          'content-encoding: gzip, gzip',
        ]),
      ),
    code: 'SUBGRAPH_BAD_RESPONSE',
    detail: /another encoding/,
  },
  {
    what: 'speaks no HTTP',
    answer: (socket) => void socket.write(`220 smtp.bekasi ${NIK}\r\n`),
    code: 'SUBGRAPH_BAD_RESPONSE',
    detail: /expected HTTP/,
  },
  {
    what: 'sends endless headers',
    answer: (socket) => void socket.write(`HTTP/1.1 200 OK\r\nx: ${'a'.repeat(100_000)}`),
    code: 'SUBGRAPH_BAD_RESPONSE',
    detail: /expected HTTP/,
  },
  {
    what: 'nests JSON deeply in a short body',
    answer: (socket) => socket.write(http(200, deep(500))),
    code: 'SUBGRAPH_BAD_RESPONSE',
    detail: /at most 200 levels/,
  },
  {
    what: 'nests JSON deeply in a long body',
    answer: (socket) => socket.write(http(200, deep(1_000_000))),
    code: 'SUBGRAPH_BAD_RESPONSE',
    detail: /at most 200 levels/,
  },
  {
    what: 'promises 1 GB',
    answer: (socket) =>
      void socket.write(
        'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1000000000\r\n\r\n{"data":',
      ),
    code: 'SUBGRAPH_TOO_LARGE',
    detail: /at most 4000000 bytes/,
  },
];

describe('a subgraph that', () => {
  it.each(cases)(
    '$what costs a coded error that leaks nothing, and the next question is answered',
    async ({ answer, code, detail }) => {
      const { fetcher, subgraph } = await workersAnswering((socket, { number }) =>
        number === 1 ? answer(socket) : socket.write(json({ data: { workers: [] } })),
      );
      const error = await failureOf(
        fetcher.fetch(question({ caller: new SubgraphCaller({ authorization: `Bearer ${NIK}` }) })),
      );
      expect(error.code).toBe(code);
      expect(error.message).toMatch(detail);
      expectNothingLeaked(error);
      expect(await fetcher.fetch(question())).toEqual({ data: { workers: [] } });
      expect(subgraph.requests).toHaveLength(2);
    },
  );

  it('is not there costs a coded error', async () => {
    const gone = await rawSubgraph(() => {});
    await gone.close();
    const error = await failureOf(fetcherFor({ workers: { url: gone.url } }).fetch(question()));
    expect(error.code).toBe('SUBGRAPH_UNREACHABLE');
    expect(error.message).toMatch(/refused/);
    expectNothingLeaked(error);
  });

  it('has an unknown host name costs a coded error', async () => {
    const error = await failureOf(fetcherFor({ workers: { url: 'http://nobody.invalid/' } }).fetch(question()));
    expect(error.code).toBe('SUBGRAPH_UNREACHABLE');
    expect(error.message).not.toContain('nobody.invalid');
  });

  it('never sends headers times out at the deadline, and its connection is closed', async () => {
    const { fetcher, subgraph } = await workersAnswering(() => {}, { limits: { timeout: 60 } });
    const error = await failureOf(fetcher.fetch(question()));
    expect(error.code).toBe('SUBGRAPH_TIMEOUT');
    expectNothingLeaked(error);
    await expect.poll(subgraph.open).toBe(0);
    await expect.poll(() => fetcher.status()[0]).toMatchObject({ active: 0, queued: 0 });
  });

  it('sends the body byte by byte times out at the deadline, and its connection is closed', async () => {
    const dribble = (socket: Socket): void => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 9000\r\n\r\n{"data":"');
      const timer = setInterval(() => socket.write('a'), 5);
      socket.on('close', () => clearInterval(timer));
    };
    const { fetcher, subgraph } = await workersAnswering(dribble, { limits: { timeout: 100 } });
    expect((await failureOf(fetcher.fetch(question()))).code).toBe('SUBGRAPH_TIMEOUT');
    await expect.poll(subgraph.open).toBe(0);
  });

  it("times out at the client's deadline when that is earlier than the subgraph's", async () => {
    const { fetcher } = await workersAnswering(() => {}, { limits: { timeout: 600_000 } });
    expect((await failureOf(fetcher.fetch(question({ deadline: performance.now() + 50 })))).code).toBe(
      'SUBGRAPH_TIMEOUT',
    );
    expect((await failureOf(fetcher.fetch(question({ deadline: performance.now() - 1 })))).code).toBe(
      'SUBGRAPH_TIMEOUT',
    );
  });

  it('streams 1 GB without saying its length is cut at the limit and never held', async () => {
    let sent = 0;
    const stream = (socket: Socket): void => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n');
      const piece = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(65_536, 'a'), Buffer.from('\r\n')]);
      const more = (): void => {
        while (sent < 1_000_000_000 && !socket.destroyed) {
          sent += 65_536;
          if (!socket.write(piece)) return void socket.once('drain', more);
        }
      };
      more();
    };
    const { fetcher, subgraph } = await workersAnswering(stream, { limits: { maxResponse: 1_000_000 } });
    const error = await failureOf(fetcher.fetch(question()));
    expect(error.code).toBe('SUBGRAPH_TOO_LARGE');
    expectNothingLeaked(error);
    await expect.poll(subgraph.open).toBe(0);
    expect(sent).toBeLessThan(100_000_000);
  });

  it('answers with __proto__, constructor and toString as keys gives plain data and changes no prototype', async () => {
    const body =
      '{"data":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"toString":"x"},"__proto__":{"errors":[]}}';
    const { fetcher } = await workersAnswering((socket) => socket.write(http(200, body)));
    const reply = await fetcher.fetch(question());
    expect(JSON.stringify(reply)).toBe(body);
    expect(Object.getPrototypeOf(reply.data)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['GZIP', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['zstd', zstdCompressSync],
  ] as const)('compresses by %s is read', async (encoding, compress) => {
    const body = { data: { workers: Array.from({ length: 500 }, (_, id) => ({ id: `w${id}` })) } };
    const { fetcher } = await workersAnswering((socket) =>
      socket.write(
        http(200, compress(JSON.stringify(body)), ['content-type: application/json', `content-encoding: ${encoding}`]),
      ),
    );
    expect(await fetcher.fetch(question())).toEqual(body);
  });

  it('sends a bomb is refused before more than the limit has come out', async () => {
    const before = process.memoryUsage().arrayBuffers;
    const sizes: number[] = [];
    const watched = inflate(BOMB, 'gzip', 1_000_000).then((inflated) => {
      sizes.push(process.memoryUsage().arrayBuffers - before);
      return inflated;
    });
    expect(await watched).toBe('too large');
    expect(sizes[0]).toBeLessThan(10_000_000);
  });

  it.each([
    [400, {}],
    [401, {}],
    [422, { data: { workers: null } }],
    [500, {}],
    [500, { data: { workers: [{ id: '1' }, null] } }],
  ])('answers %i as application/json with GraphQL errors keeps them, and %j', async (status, data) => {
    const body = { errors: [{ message: 'not yours', path: ['workers'], extensions: { code: 'FORBIDDEN' } }], ...data };
    const { fetcher, subgraph } = await workersAnswering((socket) => socket.write(http(status, JSON.stringify(body))), {
      limits: { retries: 2 },
    });
    expect(await fetcher.fetch(question())).toEqual(body);
    expect(subgraph.requests).toHaveLength(1);
  });

  it('answers "not now" as GraphQL is retried, and its errors remain if the retries fail', async () => {
    const body = { errors: [{ message: 'too busy', extensions: { code: 'BUSY' } }] };
    const { fetcher, subgraph } = await workersAnswering((socket) => socket.write(http(503, JSON.stringify(body))), {
      limits: { retries: 2 },
    });
    expect(await fetcher.fetch(question())).toEqual(body);
    expect(subgraph.requests).toHaveLength(3);
  });

  it.each([200, 400, 500])(
    'answers GraphQL under application/graphql-response+json with status %i is believed',
    async (status) => {
      const body = { errors: [{ message: 'Cannot query field', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] };
      const { fetcher } = await workersAnswering((socket) =>
        socket.write(
          http(status, JSON.stringify(body), ['content-type: application/graphql-response+json; charset=utf-8']),
        ),
      );
      expect(await fetcher.fetch(question())).toEqual(body);
    },
  );

  it('splits its answer between two bytes of one letter is read whole', async () => {
    const whole = json({ data: { place: 'Bekasi – Ü' } });
    const { fetcher } = await workersAnswering((socket) => {
      socket.write(whole.subarray(0, -4));
      setTimeout(() => socket.write(whole.subarray(-4)), 20);
    });
    expect(await fetcher.fetch(question())).toEqual({ data: { place: 'Bekasi – Ü' } });
  });

  it('fails does not keep another subgraph from answering', async () => {
    const silent = await rawSubgraph(() => {});
    const { fetcher, subgraph } = await workersAnswering((socket) => socket.write(json({ data: { ok: true } })), {
      limits: { concurrency: 1, queue: 0, timeout: 200 },
    });
    fetcher.update({ workers: { url: subgraph.url }, groups: { url: silent.url } });
    const stuck = failureOf(fetcher.fetch(question({ subgraph: 'groups' })));
    expect(await fetcher.fetch(question())).toEqual({ data: { ok: true } });
    expect((await stuck).code).toBe('SUBGRAPH_TIMEOUT');
    await silent.close();
  });
});
