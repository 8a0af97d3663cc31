/** Whose name a request says is judged before anything else of it. */
import { connect } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logOf } from '../../../base/log.ts';
import { readSettings } from '../../../base/settings.ts';
import { ownHosts } from '../../../gateway/http/own-hosts.ts';
import { httpSettings } from '../../../gateway/http/settings.ts';
import { startGateway, type RunningGateway } from '../../../gateway/serve.ts';
import { gatewayDefaults } from '../../../gateway/settings.ts';
import { fixedSupergraph } from '../../../gateway/supergraph/supergraph-source.ts';
import { buildExplorer } from '../../support/explorer-server.ts';
import { composeSmall } from '../../support/small-graph.ts';

const hosts = (text: string): string[] => readSettings('test', httpSettings, [], { HOSTS: text })!.hosts;

describe('a gateway', () => {
  let folder: string;
  let gateway: RunningGateway;
  let asked = 0;

  beforeAll(async () => {
    await buildExplorer();
    folder = mkdtempSync(join(tmpdir(), 'hosts-'));
    const execute = (): object => ({ data: { people: [], places: [], asked: (asked += 1) } });
    gateway = await startGateway({
      settings: gatewayDefaults({
        port: 0,
        keysFolder: folder,
        development: true,
        developmentAgency: 'DINSOS',
        hosts: hosts('graf.example'),
      }),
      log: logOf('test', 'silent'),
      source: fixedSupergraph(composeSmall({ people: 'http://127.0.0.1:1/', places: 'http://127.0.0.1:1/' })),
      inProcess: { people: execute, places: execute } as never,
    });
  }, 120_000);
  afterAll(async () => {
    await gateway.stop();
    rmSync(folder, { recursive: true });
  });

  /** Sends a request as it stands and gives back the whole answer. */
  const raw = (first: string, ...headers: string[]): Promise<string> =>
    new Promise((resolve) => {
      let text = '';
      const body = first.startsWith('POST') ? '{"query":"{ people { name } }"}' : '';
      const socket = connect(gateway.port, '127.0.0.1', () =>
        socket.write(
          `${[first, ...headers, 'content-type: application/json', `content-length: ${body.length}`, 'connection: close'].join('\r\n')}\r\n\r\n${body}`,
        ),
      );
      socket
        .on('data', (chunk) => (text += chunk))
        .on('close', () => resolve(text))
        .on('error', () => resolve(text));
    });
  const PATHS = [
    'POST /graphql',
    'GET /graphql?query=%7B__typename%7D',
    'OPTIONS /graphql',
    'GET /',
    'GET /explorer/config.json',
    'POST /explorer/tokens',
    'GET /health/live',
    'GET /health/ready',
    'GET /nowhere',
  ];

  it.each(PATHS)(
    'refuses %s to a host that is not its own, says what it expected and what came, and nothing runs',
    async (path) => {
      const before = asked;
      const answer = await raw(
        `${path} HTTP/1.1`,
        `host: evil.test:${gateway.port}`,
        `origin: http://evil.test:${gateway.port}`,
        'x-sigap-explorer: 1',
        'sec-fetch-site: same-origin',
      );
      expect(answer).toMatch(/^HTTP\/1.1 421 /);
      expect(answer).toContain(`"code":"HOST_REFUSED"`);
      expect(answer).toContain('HOSTS');
      expect(answer).toContain('evil.test');
      expect(answer).not.toMatch(/eyJ|graf\.example|access-control-allow/i);
      expect(answer).toMatch(/x-content-type-options: nosniff/);
      expect(asked).toBe(before);
    },
  );

  it.each([
    'localhost',
    'LOCALHOST:1',
    'localhost.',
    '127.0.0.1',
    '127.0.0.1:80',
    '[::1]',
    '[::1]:4000',
    '[0:0:0:0:0:0:0:1]',
    '[::ffff:127.0.0.1]:9',
    'graf.example',
    'Graf.Example.:443',
  ])('answers to %s', async (host) => {
    expect(await raw('POST /graphql HTTP/1.1', `host: ${host}`)).toMatch(/^HTTP\/1.1 200 /);
    expect(await raw('GET /health/live HTTP/1.1', `host: ${host}`)).toMatch(/^HTTP\/1.1 200 /);
  });

  it.each([
    'localhost.evil.test',
    '127.0.0.1.evil.test',
    'evil.test@localhost',
    'a.graf.example',
    'graf.example.evil.test',
    '0.0.0.0',
    '[::]',
    '10.0.0.7',
    ' ',
    'localhost/',
  ])('does not answer to %j', async (host) => {
    expect(await raw('GET /health/live HTTP/1.1', `host: ${host}`)).toMatch(/^HTTP\/1.1 (400|421) /);
  });

  it('is not fooled by a whole URL where the path stands, nor by a second name', async () => {
    expect(await raw('GET http://evil.test/explorer/config.json HTTP/1.1', 'host: localhost')).toMatch(/ 421 /);
    expect(await raw('GET http://localhost/health/live HTTP/1.1', 'host: evil.test')).toMatch(/ 421 /);
    expect(await raw('GET http://localhost/health/live HTTP/1.1', 'host: localhost')).toMatch(/ 200 /);
    expect(await raw('GET /health/live HTTP/1.1', 'host: evil.test', 'host: localhost')).toMatch(/ (400|421) /);
  });

  it.each(PATHS)(
    'refuses %s with two hosts, the same or not, of which nobody can say which one counts',
    async (path) => {
      const before = asked;
      for (const second of ['evil.test', 'localhost'])
        for (const version of ['1.1', '1.0']) {
          const answer = await raw(`${path} HTTP/${version}`, 'host: localhost', `Host: ${second}`);
          expect(answer).toMatch(/^HTTP\/1.1 400 [^]*"code":"BAD_REQUEST"/);
        }
      expect(asked).toBe(before);
    },
  );

  it.each(['garbage', 'null', 'about:blank', 'file:///'])(
    'gives no token to HTTP/1.0 without a host that says the origin %s',
    async (origin) => {
      const answer = await raw('POST /explorer/tokens HTTP/1.0', `origin: ${origin}`, 'x-sigap-explorer: 1');
      expect(answer).toMatch(/ 403 [^]*EXPLORER_ONLY/);
      expect(answer).not.toContain('eyJ');
    },
  );

  it("accepts a caller's credential only once on pages too", async () => {
    expect(
      await raw('GET /health/live HTTP/1.1', 'host: localhost', 'authorization: Bearer a', 'authorization: Bearer b'),
    ).toMatch(/ 400 [^]*BAD_REQUEST/);
  });

  it('answers HTTP/1.0 without a host, which load balancers speak and browsers do not', async () => {
    expect(await raw('GET /health/live HTTP/1.0')).toMatch(/ 200 /);
    expect(await raw('GET /health/live HTTP/1.0', 'host: evil.test')).toMatch(/ 421 /);
    expect(await raw('GET /health/live HTTP/1.1')).toMatch(/ 400 /);
  });
});

describe('the names of a gateway', () => {
  const judge = (bound: string, host: string, localAddress: string, names = ''): void =>
    ownHosts(hosts(names), bound)({ headers: { host }, rawHeaders: [], url: '/', socket: { localAddress } as never });

  it('include the address the connection was made to, as a probe of Kubernetes sends it', () => {
    for (const [host, address] of [
      ['10.244.1.7:4000', '10.244.1.7'],
      ['10.244.1.7:4000', '::ffff:10.244.1.7'],
      ['[fd00:0:0::7]:4000', 'fd00::7'],
      ['[fe80::1]', 'fe80::1%eth0'],
    ])
      expect(() => judge('0.0.0.0', host!, address!)).not.toThrow();
    expect(() => judge('0.0.0.0', '10.244.1.8:4000', '10.244.1.7')).toThrow(/10\.244\.1\.8/);
  });

  it('hold what it is bound to, but not "all addresses", which a browser reaches this machine by', () => {
    expect(() => judge('graf.internal', 'graf.internal:4000', '10.0.0.1')).not.toThrow();
    for (const [bound, host] of [
      ['0.0.0.0', '0.0.0.0:4000'],
      ['::', '[::]:4000'],
    ])
      expect(() => judge(bound!, host!, '127.0.0.1')).toThrow(/not this gateway/);
  });

  it('are validated when they are read: no scheme, no port, no path', () => {
    expect(hosts(' Graf.Example , [::2],10.0.0.1')).toEqual(['graf.example', '[::2]', '10.0.0.1']);
    for (const bad of ['https://graf.example', 'graf.example:443', '[::2]:4000', 'graf.example/x', 'a b', '*'])
      expect(() => hosts(bad), bad).toThrow(
        expect.objectContaining({ code: 'BAD_OPTION', message: expect.stringContaining('HOSTS') as string }) as Error,
      );
  });
});
