/** The gateway is ready by itself; how its subgraphs do is told to operators. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { logOf } from '../../base/log.ts';
import { refuseElsewhere } from '../../gateway/guard/operators.ts';
import { tokenCommand } from '../../gateway/guard/identity/token-command.ts';
import type { ProbeResult } from '../../gateway/fetch/create-fetcher.ts';
import type { SubgraphStatus } from '../../gateway/fetch/subgraph-channel.ts';
import { startGateway, type GatewayOptions, type RunningGateway } from '../../gateway/serve.ts';
import { subgraphMonitor } from '../../gateway/fetch/subgraph-monitor.ts';
import { gatewayDefaults } from '../../gateway/settings.ts';
import { fixedSupergraph } from '../../gateway/supergraph/supergraph-source.ts';
import { composeSmall, startSmallSubgraph, type SmallSubgraph } from '../support/small-graph.ts';

/** A port at which connections are taken and nothing is ever said. */
async function silentUrl(): Promise<string> {
  const server = createServer(() => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function people(): Promise<SmallSubgraph> {
  const subgraph = await startSmallSubgraph('people');
  onTestFinished(() => subgraph.stop());
  return subgraph;
}

async function start(places: string, settings: Partial<GatewayOptions['settings']> = {}): Promise<RunningGateway> {
  const source = fixedSupergraph(composeSmall({ people: (await people()).url, places }));
  const gateway = await startGateway({
    log: logOf('gateway', 'silent'),
    source,
    settings: gatewayDefaults({ port: 0, explorer: false, guard: false, ...settings }),
  });
  onTestFinished(() => gateway.stop());
  return gateway;
}

interface Told {
  name: string;
  state: string;
  code?: string;
  breaker: string;
}

const ready = async ({ url }: RunningGateway): Promise<unknown> => (await fetch(`${url}/health/ready`)).json();
const told = async ({ url }: RunningGateway, headers = {}): Promise<Told[]> =>
  ((await (await fetch(`${url}/health/subgraphs`, { headers })).json()) as { subgraphs: Told[] }).subgraphs;

describe('a subgraph that is', () => {
  it.each([
    ['down', async () => 'http://127.0.0.1:1/', 'SUBGRAPH_UNREACHABLE'],
    ['silent', silentUrl, 'SUBGRAPH_TIMEOUT'],
  ])('%s leaves the gateway ready, and operators are told', async (_how, url, code) => {
    const gateway = await start(await url());
    expect(await ready(gateway)).toEqual({ state: 'ready' });
    await vi.waitFor(
      async () =>
        expect(await told(gateway)).toMatchObject([
          { name: 'people', state: 'answers', breaker: 'closed' },
          { name: 'places', state: 'missing', code },
        ]),
      { timeout: 10_000 },
    );
    expect(await ready(gateway)).toEqual({ state: 'ready' });
  });

  it('required keeps the gateway from being ready while it is missing, and no other does', async () => {
    const gateway = await start('http://127.0.0.1:1/', { requiredSubgraphs: ['people'] });
    await vi.waitFor(async () => expect(await ready(gateway)).toEqual({ state: 'ready' }), { timeout: 5_000 });
    const waiting = await start('http://127.0.0.1:1/', { requiredSubgraphs: ['people', 'places'] });
    await vi.waitFor(async () => expect(await ready(waiting)).toEqual({ state: 'waiting', for: ['places'] }), {
      timeout: 5_000,
    });
    expect((await fetch(`${waiting.url}/health/ready`)).status).toBe(503);
  });

  it('left alone since it was last asked does not answer, and is asked again at once', async () => {
    let status: SubgraphStatus = {
      name: 'people',
      kind: 'http',
      breaker: 'closed',
      active: 0,
      queued: 0,
      asked: 1,
      failed: 0,
      lastFailure: undefined,
      certificateEnd: undefined,
    };
    let asked = 0;
    const probe = (name: string): Promise<ProbeResult> =>
      asked++ === 0 ? Promise.resolve({ name, ok: true }) : new Promise(() => {});
    const lines: string[] = [];
    const watch = subgraphMonitor({
      fetcher: { status: () => [status], probe },
      log: logOf('test', 'info', { write: (line: string) => lines.push(line) }),
      required: ['people'],
    });
    await vi.waitFor(() => expect(watch.report()).toMatchObject([{ state: 'answers' }]));
    status = { ...status, breaker: 'open', failed: 20, lastFailure: 'SUBGRAPH_UNREACHABLE' };
    expect(watch.readiness()).toEqual({ state: 'waiting', for: ['people'] });
    expect(watch.report()).toMatchObject([{ breaker: 'open', state: 'missing', code: 'SUBGRAPH_UNREACHABLE' }]);
    expect(lines.filter((line) => line.includes('waiting for a subgraph'))).toHaveLength(1);
    await vi.waitFor(() => expect(asked).toBe(2), { timeout: 4_000 });
  });

  it('silent does not keep another that is back from being noticed', async () => {
    const first = await startSmallSubgraph('people');
    const source = fixedSupergraph(composeSmall({ people: first.url, places: await silentUrl() }));
    await first.stop();
    const gateway = await startGateway({
      log: logOf('gateway', 'silent'),
      source,
      settings: gatewayDefaults({ port: 0, explorer: false, guard: false }),
    });
    onTestFinished(() => gateway.stop());
    await vi.waitFor(async () => expect(await told(gateway)).toMatchObject([{ state: 'missing' }, {}]), {
      timeout: 5_000,
    });
    const again = await startSmallSubgraph('people', first.port);
    onTestFinished(() => again.stop());
    await vi.waitFor(async () => expect(await told(gateway)).toMatchObject([{ state: 'answers' }, {}]), {
      timeout: 10_000,
    });
  });
});

describe('/health/subgraphs', () => {
  const codeAt = async ({ url }: RunningGateway, headers = {}): Promise<unknown> => {
    const response = await fetch(`${url}/health/subgraphs`, { headers });
    return [
      response.status,
      ((await response.json()) as { errors: { extensions: { code: string } }[] }).errors[0]!.extensions.code,
    ];
  };

  it('is for operators: anybody else, and an analyst too, is refused', async () => {
    const keysFolder = mkdtempSync(join(tmpdir(), 'health-'));
    onTestFinished(() => rmSync(keysFolder, { recursive: true }));
    const gateway = await start('http://127.0.0.1:1/', { guard: true, development: true, keysFolder });
    const as = async (role: string) => ({
      authorization: `Bearer ${await tokenCommand(['--role', role], { KEYS_FOLDER: keysFolder })}`,
    });
    expect(await codeAt(gateway)).toEqual([403, 'OPERATORS_ONLY']);
    expect(await codeAt(gateway, await as('analyst'))).toEqual([403, 'OPERATORS_ONLY']);
    expect(await codeAt(gateway, { authorization: 'Bearer of-nobody' })).toEqual([401, 'BAD_TOKEN']);
    expect((await told(gateway, await as('operator'))).map(({ name }) => name)).toEqual(['people', 'places']);
  });

  it('is, where nobody is identified, for this machine alone, and not for whom a proxy here asks', async () => {
    const gateway = await start('http://127.0.0.1:1/');
    expect(await told(gateway)).toHaveLength(2);
    for (const name of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'])
      expect(await codeAt(gateway, { [name]: '10.0.0.1' })).toEqual([403, 'OPERATORS_ONLY']);
    for (const address of ['10.0.0.1', '::ffff:10.0.0.1', '2001:db8::1', ''])
      expect(() => refuseElsewhere({}, address)).toThrow(expect.objectContaining({ code: 'OPERATORS_ONLY' }));
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1'])
      expect(() => refuseElsewhere({}, address)).not.toThrow();
  });
});
