/** Authorities and client certificates for subgraphs, and options of single subgraphs. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { readSettings } from '../../../base/settings.ts';
import { allForwardHeaders, limitsOf } from '../../../gateway/fetch/limits-of-subgraph.ts';
import { fetchSettings } from '../../../gateway/fetch/settings.ts';
import { selfSigned, type ServerCertificate } from '../../support/self-signed.ts';
import { fetcherFor, question } from './fetcher-under-test.ts';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'subgraph-tls-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** A subgraph that answers with the name in its client's certificate, and closes each connection. */
async function subgraph(certificate: ServerCertificate, clients?: string): Promise<string> {
  const server = createServer(
    { ...certificate, requestCert: clients !== undefined, ca: clients },
    (request, response) => {
      const { subject } = (request.socket as TLSSocket).getPeerCertificate();
      response.setHeader('content-type', 'application/json').setHeader('connection', 'close');
      response.end(JSON.stringify({ data: { client: subject?.CN ?? null } }));
    },
  );
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  onTestFinished(() => void server.close());
  return `https://localhost:${(server.address() as AddressInfo).port}/`;
}

it('trusts the authorities of SUBGRAPH_CA and shows its own certificate', async () => {
  const server = selfSigned('localhost');
  const client = selfSigned('gateway');
  const limits = {
    subgraphCa: file('ca.pem', server.cert),
    subgraphCert: file('cert.pem', client.cert),
    subgraphKey: file('key.pem', client.key),
  };
  const workers = { url: await subgraph(server, client.cert) };
  expect(await fetcherFor({ workers }, { limits }).fetch(question())).toEqual({ data: { client: 'gateway' } });
  const without = { ...limits, subgraphCert: undefined, subgraphKey: undefined };
  await expect(fetcherFor({ workers }, { limits: without }).fetch(question())).rejects.toMatchObject({
    code: 'SUBGRAPH_UNREACHABLE',
  });
  await expect(fetcherFor({ workers }).fetch(question())).rejects.toThrow(/no secure connection/);
});

it('has authorities and a certificate for one subgraph, which go before those of all', async () => {
  const [one, other] = [selfSigned('localhost'), selfSigned('localhost')];
  const client = selfSigned('for workers');
  const own = { ca: file('one.pem', one.cert), cert: file('c.pem', client.cert), key: file('k.pem', client.key) };
  const limits = { subgraphCa: file('other.pem', other.cert), subgraphs: new Map([['workers', own]]) };
  const places = { workers: { url: await subgraph(one, client.cert) }, groups: { url: await subgraph(other) } };
  const fetcher = fetcherFor(places, { limits });
  expect(await fetcher.fetch(question())).toEqual({ data: { client: 'for workers' } });
  expect(await fetcher.fetch(question({ subgraph: 'groups' }))).toEqual({ data: { client: null } });
});

it('reads authorities again when their file changes', async () => {
  const server = selfSigned('localhost');
  const lines: string[] = [];
  const limits = { subgraphCa: file('renewed.pem', selfSigned('localhost').cert) };
  const fetcher = fetcherFor({ workers: { url: await subgraph(server) } }, { limits, lines });
  await expect(fetcher.fetch(question())).rejects.toThrow(/no secure connection/);
  file('renewed.pem', 'nothing');
  await vi.waitFor(() => expect(lines.join()).toContain('the old ones stay in use'), { timeout: 10_000 });
  file('renewed.pem', server.cert);
  await vi.waitFor(() => expect(lines.join()).toContain('have the new certificates'), { timeout: 10_000 });
  expect(await fetcher.fetch(question())).toEqual({ data: { client: null } });
}, 30_000);

it('tells at the start what cannot be used', () => {
  const limits = { subgraphs: new Map([['workers', { cert: join(folder, 'none.pem') }]]) };
  expect(() => fetcherFor({}, { limits })).toThrow(expect.objectContaining({ code: 'TLS_UNUSABLE' }));
});

describe('SUBGRAPHS', () => {
  const read = (value: unknown) => readSettings('x', fetchSettings, ['--subgraphs', JSON.stringify(value)], {})!;

  it('has a subgraph its own numbers and headers, and leaves the others as they are', () => {
    const limits = read({ workers: { timeout: 2_000, retries: 0, headers: ['X-Office'] } });
    expect(limitsOf(limits, 'workers')).toMatchObject({ timeout: 2_000, retries: 0, concurrency: 64 });
    expect(limitsOf(limits, 'groups')).toBe(limits);
    expect(allForwardHeaders(limits)).toEqual([...limits.forwardHeaders, 'workers:x-office']);
  });

  it.each([
    ['a number beyond its bounds', { workers: { timeout: 1 } }, /expected a whole number from 10 to 600000/],
    ['an option that there is not', { workers: { timeuot: 2 } }, /no option "timeuot".*perhaps timeout is meant/],
    [
      'one that was left out, with the reason',
      { workers: { pipelining: 2 } },
      /"pipelining".*one request at a time.*concurrency/,
    ],
    ['a header of one connection', { workers: { headers: ['connection'] } }, /end-to-end/],
    ['a text', 'workers', /SUBGRAPHS/],
  ])('refuses %s', (_what, value, said) => {
    expect(() => read(value)).toThrow(said);
  });

  it('sends no credential to a subgraph that OWN_SUBGRAPHS does not name', () => {
    const { subgraphs } = read({ workers: { headers: ['cookie'] } });
    expect(() => fetcherFor({}, { limits: { subgraphs } })).toThrow(/OWN_SUBGRAPHS/);
    expect(() => fetcherFor({}, { limits: { subgraphs, ownSubgraphs: ['workers'] } })).not.toThrow();
  });
});

it('knows when the certificate ends that a subgraph showed, also where a later connection goes on with its session', async () => {
  const end = Math.floor(Date.now() / 1_000) * 1_000 + 3_600_000;
  const server = selfSigned('localhost', end);
  const limits = { subgraphCa: file('ends.pem', server.cert) };
  const fetcher = fetcherFor({ workers: { url: await subgraph(server) } }, { limits });
  const known = (): unknown => fetcher.status().map(({ certificateEnd }) => certificateEnd);
  expect(known()).toEqual([undefined]);
  for (let time = 0; time < 3; time++) {
    await fetcher.fetch(question());
    expect(known()).toEqual([end]);
  }
  expect([...fetcher.certificateEnds()]).toEqual([['SUBGRAPH_CA', end]]);
});
