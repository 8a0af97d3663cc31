import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startGatewayProgram, type GatewayProgram } from '../support/gateway-program.ts';
import { otlpReceiver, type OtlpReceiver } from '../support/otlp-receiver.ts';
import { composeSmall, PEOPLE, PLACES, startSmallSubgraph, type SmallSubgraph } from '../support/small-graph.ts';

let folder: string;
let file: string;
let people: SmallSubgraph;
let places: SmallSubgraph;
let receiver: OtlpReceiver;
let gateway: GatewayProgram;

const TOKEN = 'token-of-the-operator-of-this-test';
const EVERYBODY = '{ people { name home { name } } }';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cluster-'));
  file = join(folder, 'supergraph.graphql');
  [people, places] = await Promise.all([startSmallSubgraph('people'), startSmallSubgraph('places')]);
  writeFileSync(file, supergraph('size: Int!'));
  receiver = await otlpReceiver();
  const graph = ['--supergraph', file, '--guard', 'off', '--supergraph-poll', '50', '--operate-port', '0'];
  const traces = ['--otlp-endpoint', receiver.url, '--otlp-protocol', 'http/json', '--traces-sampler-ratio', '1'];
  gateway = await startGatewayProgram([...graph, ...traces], { OPERATE_TOKEN: TOKEN });
});
afterAll(async () => {
  gateway.child.kill('SIGKILL');
  await Promise.all([people.stop(), places.stop(), receiver.stop()]);
  rmSync(folder, { recursive: true });
});

const supergraph = (size: string): string =>
  composeSmall(
    { people: people.url, places: places.url },
    { people: PEOPLE, places: PLACES.replace('size: Int!', size) },
  );

async function ask(query: string): Promise<{ status: number; text: string }> {
  // A connection of its own each time, so that both workers are asked.
  const response = await fetch(gateway.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      connection: 'close',
      accept: 'application/graphql-response+json',
    },
    body: JSON.stringify({ query }),
  });
  return { status: response.status, text: await response.text() };
}

/** Asks without a pause until told to stop. @returns every answer that was not the right one */
function load(): { stop(): Promise<string[]>; asked(): number } {
  const wrong: string[] = [];
  let asked = 0;
  let going = true;
  const one = async (): Promise<void> => {
    while (going) {
      const { status, text } = await ask(EVERYBODY).catch((thrown: Error) => ({
        status: 0,
        text: `${thrown.message} ${String(thrown.cause)}`,
      }));
      asked++;
      if (status !== 200 || text.includes('errors')) wrong.push(`${status} ${text}`);
    }
  };
  const running = Promise.all([one(), one(), one(), one()]);
  return {
    asked: () => asked,
    stop: async () => {
      going = false;
      await running;
      return wrong;
    },
  };
}

it('each worker sends the traces of its requests', async () => {
  const asked = await Promise.all(Array.from({ length: 12 }, () => ask(EVERYBODY)));
  expect(asked.every(({ status }) => status === 200)).toBe(true);
  await vi.waitFor(() => {
    const requests = receiver.spans.filter(({ kind }) => kind === 'server');
    expect(requests).toHaveLength(12);
    expect(new Set(requests.map(({ pid }) => pid)).size).toBe(2);
  }, 10_000);
});

const operate = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${gateway.operate()}${path}`, { ...init, headers: { authorization: `Bearer ${TOKEN}` } });
/** A metric of all workers together; 0 where it is not there. */
async function metric(series: string): Promise<number> {
  const lines = (await (await operate('/metrics')).text()).split('\n');
  return Number(lines.find((line) => line.startsWith(`${series} `))?.slice(series.length + 1) ?? 0);
}
const ANSWERED = 'sigap_client_requests_total{client_name="unnamed",code="OK"}';

describe('the operators’ port of several workers', () => {
  type Processes = { processes: Record<string, { id: string }> };

  it('counts what all of them have answered', async () => {
    const before = await metric(ANSWERED);
    for (let time = 0; time < 8; time++) await ask(EVERYBODY);
    await vi.waitFor(async () => expect(await metric(ANSWERED)).toBe(before + 8));
  });

  it('says of each which supergraph serves, and reloads all of them', async () => {
    const generations = Object.entries(((await (await operate('/generation')).json()) as Processes).processes);
    expect(generations).toHaveLength(2);
    expect(new Set(generations.map(([, { id }]) => id)).size).toBe(1);
    const reloaded = ((await (await operate('/reload', { method: 'POST' })).json()) as Processes).processes;
    expect(Object.values(reloaded)).toMatchObject([{ outcome: 'same' }, { outcome: 'same' }]);
    expect((await operate('/health/ready')).status).toBe(200);
  });
});

describe('several workers', () => {
  it('change the supergraph together, and lose no request while they do', async () => {
    const clients = load();
    for (const size of ['', 'size: Int! ', 'size: Int', 'size: Int!']) {
      writeFileSync(file, supergraph(size));
      const before = clients.asked();
      await vi.waitFor(() => expect(clients.asked()).toBeGreaterThan(before + 40), { timeout: 20_000 });
    }
    expect(await clients.stop()).toEqual([]);
    writeFileSync(file, supergraph(''));
    // Both: with either still on the old one, some of twenty answers would not be a refusal.
    await vi.waitFor(
      async () => {
        const statuses = await Promise.all(
          Array.from({ length: 20 }, async () => (await ask('{ places { size } }')).status),
        );
        expect(new Set(statuses)).toEqual(new Set([400]));
      },
      { timeout: 20_000 },
    );
  });

  it('are replaced when they die, and what they had counted stays counted', async () => {
    const serving = (): number[] =>
      [...gateway.said().matchAll(/"worker":(\d+),"msg":"a worker serves"/g)].map((line) => Number(line[1]));
    expect(serving()).toHaveLength(2);
    const answered = await metric(ANSWERED);
    const durations = await metric('sigap_stage_duration_seconds_count{stage="execute"}');
    expect([answered > 40, durations > 40, await metric('sigap_worker_deaths_total')]).toEqual([true, true, 0]);
    process.kill(serving()[0]!, 'SIGKILL');
    await vi.waitFor(() => expect(gateway.said()).toContain('a worker died; it is replaced'), { timeout: 10_000 });
    // While the other one alone answers, and the next one starts.
    expect(await metric(ANSWERED)).toBe(answered);
    expect(await metric('sigap_stage_duration_seconds_count{stage="execute"}')).toBe(durations);
    expect([await metric('sigap_worker_deaths_total'), await metric('sigap_workers')]).toEqual([1, 1]);
    await vi.waitFor(() => expect(serving()).toHaveLength(3), { timeout: 20_000 });
    expect([await metric(ANSWERED), await metric('sigap_workers')]).toEqual([answered, 2]);
    for (let index = 0; index < 10; index++) expect((await ask(EVERYBODY)).status).toBe(200);
  });

  it('answer what is under way when they are told to stop, and free the port', async () => {
    const ended = new Promise((resolve) => gateway.child.once('exit', resolve));
    gateway.child.kill('SIGTERM');
    expect(await ended).toBe(0);
    await expect(ask(EVERYBODY)).rejects.toThrow();
  });
});
