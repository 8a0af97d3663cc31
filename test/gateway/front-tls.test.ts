/** HTTPS at the gateway's port: certificates that change while it runs, clients that need one, and stopping without losing a request. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { Agent, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { logOf } from '../../base/log.ts';
import { LeavingServer } from '../../gateway/http/leave.ts';
import { startGateway } from '../../gateway/serve.ts';
import { gatewayDefaults, type GatewaySettings } from '../../gateway/settings.ts';
import { fixedSupergraph } from '../../gateway/supergraph/supergraph-source.ts';
import { startGatewayProgram } from '../support/gateway-program.ts';
import { selfSigned } from '../support/self-signed.ts';
import { composeSmall, startSmallSubgraph, type SmallSubgraph } from '../support/small-graph.ts';

let folder: string;
let people: SmallSubgraph;
let places: SmallSubgraph;
const supergraph = () => composeSmall({ people: people.url, places: places.url });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tls-'));
  [people, places] = await Promise.all([startSmallSubgraph('people'), startSmallSubgraph('places')]);
});
afterAll(async () => {
  await Promise.all([people.stop(), places.stop()]);
  rmSync(folder, { recursive: true });
});

/** Writes a pair. @returns its paths and its certificate */
function pair(name: string, certificate = selfSigned('localhost')) {
  const tlsCert = join(folder, `${name}.crt`);
  const tlsKey = join(folder, `${name}.key`);
  writeFileSync(tlsCert, certificate.cert);
  writeFileSync(tlsKey, certificate.key);
  return { paths: { tlsCert, tlsKey }, certificate };
}

async function start(settings: Partial<GatewaySettings>, lines: string[] = []) {
  const log = logOf('gateway', 'info', { write: (line: string) => lines.push(line) });
  const source = fixedSupergraph(supergraph());
  const gateway = await startGateway({
    log,
    source,
    settings: gatewayDefaults({ port: 0, explorer: false, guard: false, ...settings }),
  });
  onTestFinished(() => gateway.stop());
  return gateway;
}

interface Asking {
  readonly ca: string;
  readonly client?: { readonly cert: string; readonly key: string };
  readonly agent?: Agent;
}

function ask(port: number, { ca, client, agent }: Asking): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'apollo-require-preflight': '1' };
    const path = '/graphql?query=%7Bpeople%7Bname%20home%7Bname%7D%7D%7D';
    request({ host: 'localhost', port, path, headers, ca, ...client, agent: agent ?? false }, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += String(chunk))).on('end', () => resolve(text));
    })
      .on('error', reject)
      .end();
  });
}

const ANSWER = /"name":"Ani"/;

it('answers over HTTPS alone, and says so in its address', async () => {
  const { paths, certificate } = pair('plain');
  const gateway = await start(paths);
  expect(gateway.url).toBe(`https://127.0.0.1:${gateway.port}`);
  expect(await ask(gateway.port, { ca: certificate.cert })).toMatch(ANSWER);
  await expect(fetch(`http://127.0.0.1:${gateway.port}/health/live`)).rejects.toThrow();
});

it('takes a new certificate without closing connections, and keeps the old one when the new pair is bad', async () => {
  const lines: string[] = [];
  const { paths, certificate } = pair('renewed');
  const { port } = await start(paths, lines);
  const kept = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => kept.destroy());
  expect(await ask(port, { ca: certificate.cert, agent: kept })).toMatch(ANSWER);

  // The key of another certificate.
  writeFileSync(paths.tlsKey, selfSigned('localhost').key);
  await vi.waitFor(() => expect(lines.join()).toContain('the old one stays in use'), { timeout: 10_000 });
  expect(lines.join()).not.toContain('PRIVATE KEY');
  expect(await ask(port, { ca: certificate.cert })).toMatch(ANSWER);

  const { certificate: next } = pair('renewed');
  await vi.waitFor(() => expect(lines.join()).toContain('new connections have the new certificate'), {
    timeout: 10_000,
  });
  expect(await ask(port, { ca: next.cert })).toMatch(ANSWER);
  await expect(ask(port, { ca: certificate.cert })).rejects.toThrow();
  // The connection of before goes on: a new one would not trust this certificate any more.
  expect(await ask(port, { ca: certificate.cert, agent: kept })).toMatch(ANSWER);
}, 30_000);

it('says how long its certificates hold, and once that one has ended', async () => {
  const lines: string[] = [];
  const ended = Math.floor(Date.now() / 1_000) * 1_000 - 60_000;
  const { paths } = pair('ending', selfSigned('localhost', ended));
  const subgraphCa = join(folder, 'authorities.crt');
  // Of several the first that ends counts.
  writeFileSync(subgraphCa, selfSigned('later', ended + 3_660_000).cert + selfSigned('sooner', ended + 660_000).cert);
  const { operateUrl } = await start({ ...paths, subgraphCa, operatePort: 0 }, lines);
  const text = await (await fetch(`${operateUrl}/metrics`)).text();
  const remaining = Object.fromEntries(
    [...text.matchAll(/^sigap_certificate_remaining_seconds\{option="(\w+)"\} (\S+)$/gm)].map(([, option, value]) => [
      option,
      Number(value),
    ]),
  );
  const now = Date.now();
  expect(Object.keys(remaining)).toEqual(['TLS_CERT', 'SUBGRAPH_CA']);
  expect(remaining['TLS_CERT']).toBeLessThan(-60);
  expect(remaining['SUBGRAPH_CA']! - remaining['TLS_CERT']!).toBeCloseTo(660, 0);
  expect(remaining['TLS_CERT']! * 1_000).toBeGreaterThanOrEqual(ended - now);
  const told = (): string[] => lines.filter((line) => line.includes('has ended'));
  await vi.waitFor(() => expect(told()).toHaveLength(1), { timeout: 10_000 });
  expect(JSON.parse(told()[0]!)).toMatchObject({ level: 50, option: 'TLS_CERT' });
  // Told once, though the files are looked at each second.
  pair('ending', selfSigned('localhost', ended));
  await vi.waitFor(() => expect(told()).toHaveLength(2), { timeout: 10_000 });
}, 30_000);

it('with TLS_CLIENT_CA answers who has a certificate of it, and nobody else, health included', async () => {
  const { paths, certificate } = pair('guarded');
  const client = selfSigned('dashboard');
  const tlsClientCa = join(folder, 'clients.crt');
  writeFileSync(tlsClientCa, client.cert);
  const { port } = await start({ ...paths, tlsClientCa });
  expect(await ask(port, { ca: certificate.cert, client })).toMatch(ANSWER);
  await expect(ask(port, { ca: certificate.cert })).rejects.toThrow();
  await expect(ask(port, { ca: certificate.cert, client: selfSigned('dashboard') })).rejects.toThrow();
});

it.each([
  ['a certificate without its key', { tlsCert: 'plain.crt' }, /TLS_CERT and TLS_KEY together, got only TLS_CERT/],
  ['authorities of clients without a certificate', { tlsClientCa: 'plain.crt' }, /with TLS_CLIENT_CA, got neither/],
  ['a file that is not there', { tlsCert: 'plain.crt', tlsKey: 'none' }, /TLS_KEY: ENOENT/],
  ['a key in place of a certificate', { tlsCert: 'plain.key', tlsKey: 'plain.key' }, /TLS_CERT and TLS_KEY/],
  ['a key of another certificate', { tlsCert: 'plain.crt', tlsKey: 'other.key' }, /TLS_CERT and TLS_KEY: .*mismatch/],
  [
    'authorities that are no certificates',
    { tlsCert: 'plain.crt', tlsKey: 'plain.key', tlsClientCa: 'plain.key' },
    /TLS_CLIENT_CA: expected certificates in PEM/,
  ],
])('does not start with %s', async (_what, names, said) => {
  pair('plain');
  pair('other');
  const paths = Object.fromEntries(Object.entries(names).map(([option, name]) => [option, join(folder, name)]));
  await expect(start(paths)).rejects.toThrow(said);
  await expect(start(paths)).rejects.toMatchObject({ code: 'TLS_UNUSABLE' });
});

it('answers what is under way before it stops, and does not wait for connections that are quiet', async () => {
  const { cert, key } = selfSigned('localhost');
  const material = { cert: Buffer.from(cert), key: Buffer.from(key) };
  let answer: ((response: ServerResponse) => void) | undefined;
  const arrived = new Promise<ServerResponse>((resolve) => (answer = resolve));
  const http = new LeavingServer(
    { tls: { material, ends: () => new Map(), requireClient: false, http2: true, onChange: () => {} } },
    (_request, response) => answer!(response),
  );
  await new Promise<void>((resolve) => http.server.listen(0, 'localhost', resolve));
  const { port } = http.server.address() as AddressInfo;
  const quiet = await new Promise<TLSSocket>((resolve, reject) => {
    const socket = connect({ host: 'localhost', port, ca: cert }, () => resolve(socket)).on('error', reject);
  });
  const closed = new Promise((resolve) => quiet.once('close', resolve));
  const asked = ask(port, { ca: cert });
  const response = await arrived;
  await vi.waitFor(() => expect(http.connections).toBe(2));
  let isOver = false;
  const left = http.leave({ delay: 0, quiet: 100, bound: 60_000 }).then(() => (isOver = true));
  // The quiet one is closed long before the bound, the other one not before its answer.
  await closed;
  await vi.waitFor(() => expect(http.connections).toBe(1));
  expect(isOver).toBe(false);
  response.end('late');
  expect(await asked).toBe('late');
  await left;
  expect(http.connections).toBe(0);
});

it('works in workers, to which their primary hands connections', async () => {
  const { paths, certificate } = pair('workers');
  const file = join(folder, 'supergraph.graphql');
  writeFileSync(file, supergraph());
  const words = ['--supergraph', file, '--guard', 'off', '--tls-cert', paths.tlsCert, '--tls-key', paths.tlsKey];
  const gateway = await startGatewayProgram(words);
  onTestFinished(() => void gateway.child.kill('SIGKILL'));
  const url = new URL(gateway.url);
  expect(url.protocol).toBe('https:');
  for (let count = 0; count < 20; count++)
    expect(await ask(Number(url.port), { ca: certificate.cert })).toMatch(ANSWER);
  const ended = new Promise((resolve) => gateway.child.once('exit', resolve));
  gateway.child.kill('SIGTERM');
  expect(await ended).toBe(0);
}, 60_000);
