/** Files that are taken out of the graph, by the command as it is started, of a graph that answers as the test wants. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSchema, type GraphQLEnumType } from 'graphql';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OCCUPATIONS } from '../../cli/files/out/registration.ts';

interface Asked {
  readonly headers: IncomingHttpHeaders;
  readonly operationName: string;
  readonly variables: Record<string, unknown>;
}
interface Reply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly json: unknown;
}

let folder: string;
let server: Server;
let url: string;
let asked: Asked[];
let replies: Reply[];
let config: Reply;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sigap-files-'));
  writeFileSync(join(folder, 'token'), 'a.eyJzdWIiOiJ1In0.c\n', { mode: 0o600 });
  asked = [];
  replies = [];
  config = { json: { recordsReads: true, sampleData: false } };
  server = createServer((request, response) => {
    const answer = ({ status = 200, headers, json }: Reply): void =>
      void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(json));
    if (request.url === '/explorer/config.json') return answer(config);
    let body = '';
    request.on('data', (piece) => (body += piece));
    request.on('end', () => {
      const { operationName, variables } = JSON.parse(body) as Pick<Asked, 'operationName' | 'variables'>;
      asked.push({ headers: request.headers, operationName, variables });
      const reply = replies.shift();
      // Of what the test says nothing there is no answer, as of a graph that hangs.
      if (reply !== undefined) answer(reply);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

const written = (): string[] => readdirSync(folder).filter((name) => name !== 'token');

function start(file: string, ...words: string[]) {
  const program = ['--disable-warning=ExperimentalWarning', 'cli/files/out/files-command.ts'];
  const access = ['--graph', url, '--token-file', join(folder, 'token')];
  const child = spawn(process.execPath, [...program, file, ...access, ...words], {
    env: { PATH: process.env['PATH'] },
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (piece) => (said.out += piece));
  child.stderr.on('data', (piece) => (said.err += piece));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number, ...said }));
  return { child, ended };
}
const run = (file: string, ...words: string[]) => start(file, ...words).ended;
const registration = (...more: string[]) =>
  run('registration', '--batch', '2026-05', '--purpose', 'REGISTRATION', '--out', join(folder, 'r.csv'), ...more);

const RATES = [
  { sector: 'OTHER', from: '2015-07', to: '2026-03', jkk: 10_000, jkm: 6_800, total: 16_800, wageClass: 1_000_000 },
  { sector: 'OTHER', from: '2026-04', to: null, jkk: 10_000, jkm: 6_800, total: 8_400, wageClass: 1_000_000 },
];
const PERSON = {
  id: 'w-1',
  nik: '3275010105850000',
  name: 'Agus, Setiawan',
  birthDate: '1985-05-01',
  occupation: 'OJEK',
  sector: 'OTHER',
};
const page = (nodes: readonly unknown[], endCursor: string | null = null): Reply => ({
  json: {
    data: { contributionRates: RATES, workers: { nodes, pageInfo: { hasNextPage: endCursor !== null, endCursor } } },
  },
});
const refusal = (code: string, status = 403, extensions = {}, headers = {}): Reply => ({
  status,
  headers,
  json: { errors: [{ message: `no, 3275010105850000`, extensions: { code, ...extensions } }] },
});

describe('the registration file', () => {
  it('has who is to be registered, page by page under one request, and says how the audit has it', async () => {
    replies = [page([PERSON, { ...PERSON, id: 'w-2', nik: null }], 'next'), page([{ ...PERSON, id: 'w-3' }])];
    const { code, out } = await registration();
    expect(code).toBe(0);
    expect(readFileSync(join(folder, 'r.csv'), 'utf8').replace('\ufeff', '').split('\r\n')).toEqual([
      'ID SIGAP,NIK,Nama,Tanggal Lahir,Pekerjaan,Dasar Upah,Program',
      'w-1,3275010105850000,"Agus, Setiawan",1985-05-01,Pengemudi ojek,1000000,JKK JKM',
      'w-3,3275010105850000,"Agus, Setiawan",1985-05-01,Pengemudi ojek,1000000,JKK JKM',
      '',
    ]);
    expect(statSync(join(folder, 'r.csv')).mode & 0o777).toBe(0o600);
    expect(asked.map(({ variables }) => variables)).toEqual([
      { batch: '2026-05' },
      { batch: '2026-05', after: 'next' },
    ]);
    const [request, ...others] = new Set(asked.map(({ headers }) => headers['x-request-id'] as string));
    expect(others).toEqual([]);
    for (const { headers, operationName } of asked) {
      expect(operationName).toBe('ExportRegistration');
      expect(headers).toMatchObject({ 'x-purpose': 'REGISTRATION', authorization: 'Bearer a.eyJzdWIiOiJ1In0.c' });
    }
    expect(out).toContain('r.csv: 2 persons');
    expect(out).toContain('not in it, since their NIK or date of birth is not known: 1 (w-2)');
    expect(out).toContain(`the audit has it as ExportRegistration, request ${request}, for REGISTRATION`);
    expect(out).not.toMatch(/\d{16}|Agus/);
  });

  it('waits as long as the graph says, and goes on', async () => {
    replies = [
      page([PERSON], 'next'),
      refusal('PERSONS_BUDGET_SPENT', 429, { retryAfter: 1 }),
      refusal('OVERLOADED', 503, {}, { 'retry-after': '1' }),
      page([{ ...PERSON, id: 'w-2' }]),
    ];
    const { code, err } = await registration();
    expect(code).toBe(0);
    expect(asked.map(({ variables }) => variables['after'])).toEqual([undefined, 'next', 'next', 'next']);
    expect(err).toMatch(/waiting 1 s: .*PERSONS_BUDGET_SPENT.*\n.*OVERLOADED/);
  });

  it('asks again while a subgraph does not answer in time, and goes on', async () => {
    replies = [page([PERSON], 'next'), refusal('SUBGRAPH_TIMEOUT', 200), page([{ ...PERSON, id: 'w-2' }])];
    const { code, err } = await registration();
    expect(code).toBe(0);
    expect(asked.map(({ variables }) => variables['after'])).toEqual([undefined, 'next', 'next']);
    expect(err).toContain('SUBGRAPH_TIMEOUT');
  });

  it('is no file where a page is refused, with an answer beside it, or is none', async () => {
    const refusals: readonly (readonly [Reply, string])[] = [
      [
        refusal('FORBIDDEN_FIELD'),
        'GRAPH_REFUSED: The graph refused the question: FORBIDDEN_FIELD: no, ****************',
      ],
      [
        { json: { ...(page([PERSON]).json as object), ...(refusal('AUDIT_UNAVAILABLE').json as object) } },
        'AUDIT_UNAVAILABLE',
      ],
      [{ json: { data: null } }, 'HTTP_200'],
      [{ status: 502, json: 'no gateway' }, 'HTTP_502'],
      [
        page([{ ...PERSON, nik: '3275********0000' }]),
        'VALUES_MASKED: The graph gave values masked: expected nik in full',
      ],
      [page([{ ...PERSON, name: 'A*** S*******' }]), 'expected name in full'],
      [page([{ ...PERSON, birthDate: '1985' }]), 'expected birthDate in full'],
      [page([{ ...PERSON, sector: 'TRANSPORT' }]), 'RATE_MISSING'],
    ];
    for (const [reply, message] of refusals) {
      replies = [page([PERSON], 'next'), reply];
      const { code, err } = await registration();
      expect(err).toContain(message);
      expect(err).not.toMatch(/\d{16}|Agus/);
      expect(code).toBe(1);
      expect(written()).toEqual([]);
    }
  });

  it('is no file where it is interrupted, by whatever signal', async () => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      replies = [page([PERSON], 'next')];
      asked = [];
      const { child, ended } = start(
        'registration',
        ...['--batch', '2026-05', '--purpose', 'REGISTRATION', '--out', join(folder, 'r.xlsx')],
      );
      await vi.waitFor(() => expect(asked).toHaveLength(2), 20_000);
      expect(written()).toHaveLength(1);
      expect(statSync(join(folder, written()[0]!)).mode & 0o777).toBe(0o600);
      child.kill(signal);
      expect((await ended).code).toBe(130);
      expect(written()).toEqual([]);
    }
  });

  it('is not asked for where the gateway does not wait for the audit, or the file is there', async () => {
    config = { json: { recordsReads: false } };
    expect((await registration()).err).toContain('READS_UNRECORDED');
    config = { json: { recordsReads: true } };
    writeFileSync(join(folder, 'r.csv'), 'another');
    expect((await registration()).err).toContain('FILE_EXISTS');
    expect(asked).toEqual([]);
    expect(readFileSync(join(folder, 'r.csv'), 'utf8')).toBe('another');
  });

  it('is asked for, and says so, where the gateway does not tell whether it waits', async () => {
    config = { status: 404, json: {} };
    replies = [page([PERSON])];
    expect(await registration()).toMatchObject({ code: 0, out: expect.stringContaining('does not say') });
  });

  it('names occupations as the graph does in Indonesian', () => {
    const sdl = readFileSync('schema/supergraph.graphql', 'utf8');
    const text = /\nenum Occupation[^{]*\{[^}]*\}/.exec(sdl)![0].replace(/@join__\w+\([^)]*\)/g, '');
    const { Occupation } = buildSchema(`type Query { a: Int } ${text}`).getTypeMap() as { Occupation: GraphQLEnumType };
    const words = Occupation.getValues().map(({ name, description }) => [
      name,
      description!.split(' / ')[1]!.slice(0, -1),
    ]);
    expect(OCCUPATIONS).toEqual(Object.fromEntries(words));
  });
});

describe('a file of contributions that fall due', () => {
  const membership = { kpj: '25466861138', from: '2026-01-15', paidThrough: '2026-02' };
  const due = (month: string) =>
    run('due', '--month', month, '--purpose', 'REGISTRATION', '--out', join(folder, 'd.csv'));

  it('has the next month and the sum by the rate of each month', async () => {
    replies = [
      page([
        { ...PERSON, membership },
        { ...PERSON, id: 'w-2', membership: { ...membership, paidThrough: null } },
      ]),
    ];
    expect((await due('2026-04')).code).toBe(0);
    expect(readFileSync(join(folder, 'd.csv'), 'utf8').split('\r\n').slice(1, 3)).toEqual([
      'w-1,25466861138,"Agus, Setiawan",Lainnya,2026-02,2026-03,2,25200',
      'w-2,25466861138,"Agus, Setiawan",Lainnya,,2026-01,4,58800',
    ]);
    expect(asked[0]).toMatchObject({ operationName: 'ExportContributionDue', variables: { month: '2026-04' } });
  });

  it('is no file where a number of a card is masked', async () => {
    replies = [page([{ ...PERSON, membership: { ...membership, kpj: '*******1138' } }])];
    expect((await due('2026-04')).err).toContain('expected kpj in full');
    expect(written()).toEqual([]);
  });
});

describe('the reconciliation', () => {
  const programme = {
    participants: 100,
    liability: { periods: [{ period: '2025-12', amount: 1_680_000 }] },
    batches: [{ period: '2025-12', participants: 90, amount: 1_512_000, paid: 1_000_000, status: 'PARTLY_PAID' }],
  };

  it('has each month, also one without a bill, and needs no purpose, since nobody is in it', async () => {
    replies = [{ json: { data: { programme } } }];
    const { code, out } = await run('reconciliation', '--period', '2025-12..2026-01', '--out', join(folder, 'k.csv'));
    expect(code).toBe(0);
    expect(readFileSync(join(folder, 'k.csv'), 'utf8').split('\r\n').slice(1, 3)).toEqual([
      '2025-12,90,100,-10,1680000,1512000,1000000,512000,-168000,Dibayar sebagian',
      '2026-01,0,100,-100,0,0,0,0,0,Tanpa tagihan',
    ]);
    expect(out).not.toContain('audit');
  });

  it.each([null, { ...programme, participants: null }, { ...programme, liability: null }])(
    'is no file where the programme is not known, or an agency does not answer: %j',
    async (answered) => {
      replies = [{ json: { data: { programme: answered } } }];
      const { err } = await run('reconciliation', '--period', '2025-12', '--out', join(folder, 'k.csv'));
      expect(err).toContain('PROGRAMME_MISSING');
      expect(written()).toEqual([]);
    },
  );
});

describe('what does not fit is said before anything is asked:', () => {
  it.each([
    ['no file', ['due', '--purpose', 'REGISTRATION'], '--out'],
    ['no purpose', ['registration', '--batch', '2025-11', '--out', 'x.csv'], '--purpose: expected a purpose'],
    ['no batch', ['registration', '--purpose', 'A', '--out', 'x.csv'], '--batch: expected a month'],
    ['no month', ['due', '--month', '2025-13', '--purpose', 'A', '--out', 'x.csv'], 'expected a month such as 2025-11'],
    ['no period', ['reconciliation', '--out', 'x.csv'], '--period: expected a month'],
    ['no format', ['reconciliation', '--period', '2025-12', '--out', 'x.pdf'], 'FILE_NAME'],
  ])('%s', async (_what, words, message) => {
    const [file, ...more] = words as [string, ...string[]];
    const { code, err } = await run(file, ...more);
    expect([code, err]).toEqual([1, expect.stringContaining(message)]);
    expect(asked).toEqual([]);
  });

  it('a token that others may read, and one that goes elsewhere or over the open net', async () => {
    chmodSync(join(folder, 'token'), 0o644);
    expect((await registration()).err).toContain('chmod 600');
    chmodSync(join(folder, 'token'), 0o600);
    expect((await registration('--graph', 'http://graph.example/graphql')).err).toContain('GRAPH_ADDRESS');
    replies = [{ status: 307, headers: { location: `${url}2` }, json: {} }];
    expect((await registration()).err).toContain('GRAPH_REFUSED: The graph refused the question: HTTP_307');
    expect(asked).toHaveLength(1);
    expect(written()).toEqual([]);
  });
});
