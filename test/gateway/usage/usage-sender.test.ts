import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Lifecycle } from '../../../base/lifecycle.ts';
import { logOf, type Log } from '../../../base/log.ts';
import { madeResult } from '../../../gateway/execute/compile-operation.ts';
import { gatewayDefaults } from '../../../gateway/settings.ts';
import { startUsage } from '../../../gateway/start-usage.ts';
import type { Generation } from '../../../gateway/supergraph/generation.ts';
import { UsageCounts } from '../../../gateway/usage/usage-counts.ts';
import type { UsageReport } from '../../../gateway/usage/usage-report.ts';
import { sendUsage } from '../../../gateway/usage/usage-sender.ts';

let server: Server;
let registry: URL;
let status: number;
const taken: { report: UsageReport; authorization: string | undefined }[] = [];
beforeEach(async () => {
  status = 204;
  taken.length = 0;
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      if (status < 300)
        taken.push({ report: JSON.parse(text) as UsageReport, authorization: request.headers.authorization });
      response.writeHead(status).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  registry = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterEach(() => void server.close());

const log = { warn: vi.fn<Log['warn']>(), info: vi.fn<Log['info']>() };
const asked = { text: '{ a }', operationName: undefined };
const start = (counts: UsageCounts, every = 20) =>
  sendUsage({ registry, token: 'secret', counts, supergraph: () => 'ab', log, every });
const counted = (): number =>
  taken.reduce((sum, { report }) => sum + (report.operations[0]?.clients[0]?.count ?? 0), 0);

describe('reports of usage', () => {
  it('carry the token of the option, or of its file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'usage-'));
    const registryTokenFile = join(folder, 'token');
    writeFileSync(registryTokenFile, 'of the file\n');
    for (const token of [{ registryTokenFile }, { registryTokenFile, registryToken: 'of the option' }]) {
      const lifecycle = new Lifecycle();
      const settings = gatewayDefaults({ usageRegistry: registry, ...token });
      const engine = { current: () => ({ id: 'ab' }) as Generation };
      const run = startUsage({ settings, log: logOf('usage', 'silent'), engine, lifecycle })(() =>
        Promise.resolve({ outcome: madeResult(null) }),
      );
      await run(asked as never, engine.current(), undefined, { headers: {} } as never);
      await new Promise(setImmediate);
      await lifecycle.stop();
    }
    rmSync(folder, { recursive: true });
    expect(taken.map(({ authorization }) => authorization)).toEqual(['Bearer of the file', 'Bearer of the option']);
  });

  it('are sent by turns, with the token, and the last one when it stops', async () => {
    const counts = new UsageCounts();
    const stop = start(counts);
    counts.operation(asked, {}, []);
    await vi.waitFor(() => expect(taken).toHaveLength(1));
    expect(taken[0]).toMatchObject({
      authorization: 'Bearer secret',
      report: { supergraph: 'ab', operations: [{ name: null, clients: [{ count: 1 }] }] },
    });
    counts.operation(asked, {}, []);
    await stop();
    expect(counted()).toBe(2);
    expect(new Set(taken.map(({ report }) => report.id)).size).toBe(taken.length);
  });

  it('are kept while the registry does not take them, ten at most, and sent in order then', async () => {
    status = 503;
    const counts = new UsageCounts();
    log.warn.mockClear();
    const stop = start(counts, 10);
    const given = (): number => log.warn.mock.calls.filter(([, text]) => text?.includes('given up')).length;
    // A report only comes of what was asked.
    const asking = setInterval(() => counts.operation(asked, {}, []), 2);
    await vi.waitFor(() => expect(given()).toBeGreaterThan(0), 5_000);
    clearInterval(asking);
    status = 204;
    await vi.waitFor(() => expect(taken.length).toBeGreaterThanOrEqual(10), 5_000);
    await stop();
    const times = taken.map(({ report }) => report.from);
    expect(times).toEqual([...times].sort());
    expect(log.warn.mock.calls.filter(([, text]) => text === 'usage cannot be reported')).toHaveLength(1);
  });

  it('that the registry finds malformed are given up, and the next ones go on', async () => {
    status = 400;
    const counts = new UsageCounts();
    log.warn.mockClear();
    const stop = start(counts, 10);
    counts.operation(asked, {}, []);
    await vi.waitFor(() => expect(log.warn).toHaveBeenCalled());
    status = 204;
    counts.operation(asked, {}, []);
    await vi.waitFor(() => expect(taken.length).toBeGreaterThan(0));
    await stop();
    expect(counted()).toBe(1);
  });
});
