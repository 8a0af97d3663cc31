/** The registry is killed, and its database goes, while clients ask: none of them notices, and gateways start from their copy. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { askRegistry } from '../schema/registry/fixtures.ts';
import { openTestStore, type TestStore } from '../support/test-store.ts';

let folder: string;
let store: TestStore;
const children = new Set<ChildProcess>();
const subgraph = createServer((request, response) => {
  const answer = JSON.stringify({ data: { number: 1, other: 2, third: 3 } });
  request.resume();
  request.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end(answer));
});
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'registry-gone-'));
  store = await openTestStore();
  await once(subgraph.listen(0, '127.0.0.1'), 'listening');
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  subgraph.closeAllConnections();
  subgraph.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

function program(file: string, env: Record<string, string>, ...words: string[]) {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', file, ...words], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const address = async (words: RegExp): Promise<string> => {
    await vi.waitFor(() => expect(said).toMatch(words), { timeout: 60_000, interval: 50 });
    return words.exec(said)![1]!;
  };
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await once(child, 'exit');
    children.delete(child);
  };
  return { address, kill, said: () => said };
}

const startRegistry = (port: string) =>
  program(
    'schema/registry/main.ts',
    {
      MONGODB_URI: `${store.uri}&serverSelectionTimeoutMS=1000`,
      REGISTRY_KEYS: join(folder, 'keys'),
      REGISTRY_POLICY: 'none',
    },
    '--port',
    port,
  );
const startGateway = (registry: string) =>
  program(
    'gateway/main.ts',
    {
      SUPERGRAPH: `registry:${registry}`,
      SUPERGRAPH_COPY: join(folder, 'copy'),
      REGISTRY_TOKEN_FILE: join(folder, 'keys', 'registry-gateway-token'),
      SUPERGRAPH_POLL: '200',
    },
    ...['--port', '0', '--guard', 'off', '--explorer', 'off'],
  );

/** Clients that ask without a pause; what is wrong is kept. */
class Load {
  readonly wrong: string[] = [];
  answered = 0;
  #stopped = false;
  readonly #clients: Promise<void>[];
  constructor(graph: string) {
    this.#clients = Array.from({ length: 4 }, async () => {
      while (!this.#stopped) {
        const answer = await ask(graph, '{ number }').catch(String);
        if (answer === '{"data":{"number":1}}') this.answered++;
        else this.wrong.push(answer);
      }
    });
  }
  /** Waits until so many more answers came. */
  async more(answers: number): Promise<void> {
    const from = this.answered + this.wrong.length;
    await vi.waitFor(() => expect(this.answered + this.wrong.length).toBeGreaterThan(from + answers), {
      timeout: 60_000,
    });
  }
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#clients);
  }
}

async function ask(graph: string, query: string): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${graph}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
  return (await response.text()).trim();
}

const UP = /registry: (http:\/\/\S+) /;
const SERVES = /"graph":"(http:\/\/[^/]+)\/graphql"/;

it('no request fails while the registry is killed, comes back and loses its database, and a gateway starts without it', async () => {
  const url = `http://127.0.0.1:${(subgraph.address() as AddressInfo).port}/graphql`;
  let registry = startRegistry('0');
  const address = await registry.address(UP);
  const token = readFileSync(join(folder, 'keys', 'registry-operator-token'), 'utf8').trim();
  const publish = (...fields: string[]) =>
    askRegistry(address, '/v1/subgraphs/numbers/versions', {
      token,
      body: { sdl: `type Query { ${fields.map((field) => `${field}: Int`).join(' ')} }`, url, why: 'A test.' },
    });
  expect((await publish('number')).status).toBe(201);

  const gateway = startGateway(address);
  const graph = await gateway.address(SERVES);
  const load = new Load(graph);
  await load.more(100);
  expect((await publish('number', 'other')).status).toBe(201);
  await vi.waitFor(async () => expect(await ask(graph, '{ other }')).toBe('{"data":{"other":2}}'), { timeout: 30_000 });

  // Killed in the middle of its work.
  const cutOff = publish('number', 'other', 'third').catch(String);
  await registry.kill();
  await cutOff;
  await load.more(300);

  // A gateway that starts now has the copy alone.
  const second = startGateway(address);
  const other = await second.address(SERVES);
  expect(await ask(other, '{ other }')).toBe('{"data":{"other":2}}');
  expect(second.said()).toContain('the gateway starts from its copy');

  // It is back at its address: both hear of the next version without a restart.
  registry = startRegistry(new URL(address).port);
  await registry.address(UP);
  await publish('number', 'other', 'third');
  for (const each of [graph, other])
    await vi.waitFor(async () => expect(await ask(each, '{ third }')).toBe('{"data":{"third":3}}'), {
      timeout: 60_000,
    });

  // Its database goes: it says so with a code, and gateways go on.
  await store.client.close();
  await store.close().catch(() => {});
  const answer = await askRegistry(address, '/v1/supergraph', { token });
  expect([answer.status, answer.body.code]).toEqual([503, 'REGISTRY_DATABASE']);
  await load.more(300);
  const third = startGateway(address);
  expect(await ask(await third.address(SERVES), '{ third }')).toBe('{"data":{"third":3}}');
  expect(await ask(graph, '{ third }')).toBe('{"data":{"third":3}}');

  await load.stop();
  expect(load.wrong).toEqual([]);
  expect(load.answered).toBeGreaterThan(700);
}, 240_000);
