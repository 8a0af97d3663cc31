/** Who the client is behind proxies, and who can pretend to be another. */
import type { IncomingMessage } from 'node:http';
import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { logOf } from '../../../base/log.ts';
import { readSettings } from '../../../base/settings.ts';
import { refuseElsewhere } from '../../../gateway/guard/operators.ts';
import { ConnectionPlaces } from '../../../gateway/http/connection-places.ts';
import { httpSettings } from '../../../gateway/http/settings.ts';
import { clientAddresses } from '../../../gateway/http/trusted-proxies.ts';
import { startGateway, type RunningGateway } from '../../../gateway/serve.ts';
import { gatewayDefaults } from '../../../gateway/settings.ts';
import { fixedSupergraph } from '../../../gateway/supergraph/supergraph-source.ts';
import { composeSmall, startSmallSubgraph, type SmallSubgraph } from '../../support/small-graph.ts';

const trusted = (text: string) => readSettings('x', httpSettings, ['--trusted-proxies', text], {})!.trustedProxies;

/** @param trust as TRUSTED_PROXIES says it @param from the address that is connected */
function client(trust: string, from: string, headers: Record<string, string> = {}): string {
  const request = { headers, socket: { remoteAddress: from } } as unknown as IncomingMessage;
  return clientAddresses(trusted(trust)).clientOf(request);
}
const list = (text: string) => ({ 'x-forwarded-for': text });
const standard = (forwarded: string) => ({ forwarded });
const PROXIES = '10.0.0.0/8,2001:db8:ff::/48';

describe('without TRUSTED_PROXIES', () => {
  it('no header is believed, from whatever address', () => {
    for (const from of ['10.0.0.1', '127.0.0.1', '::1'])
      expect(client('', from, { ...list('198.51.100.7'), ...standard('for=198.51.100.8') })).toBe(from);
  });
});

describe('with addresses and networks', () => {
  it.each([
    ['the proxy names its client', '10.0.0.1', list('198.51.100.7'), '198.51.100.7'],
    ['two proxies in a row', '10.0.0.1', list('198.51.100.7, 10.0.0.2'), '198.51.100.7'],
    ['what a client has put on the left', '10.0.0.1', list('10.9.9.9, 192.0.2.1, 198.51.100.7'), '198.51.100.7'],
    ['a client that names a proxy on the left', '10.0.0.1', list('10.0.0.5, 198.51.100.7, 10.0.0.2'), '198.51.100.7'],
    ['somebody else connects with a header', '203.0.113.5', list('198.51.100.7'), '203.0.113.5'],
    ['the proxy asks by itself', '10.0.0.1', {}, '10.0.0.1'],
    ['garbage to the left', '10.0.0.1', list('drop table, "", 198.51.100.7'), '198.51.100.7'],
    ['garbage from the proxy', '10.0.0.1', list('198.51.100.7, nonsense'), '10.0.0.1'],
    ['empty words', '10.0.0.1', list(' , 198.51.100.7,, '), '198.51.100.7'],
    ['a port', '10.0.0.1', list('198.51.100.7:4711'), '198.51.100.7'],
    ['IPv6, one spelling', '10.0.0.1', list('2001:DB8:0:0::1'), '2001:db8::1'],
    ['IPv6 with brackets and a port', '10.0.0.1', list('[2001:db8::1]:443'), '2001:db8::1'],
    ['IPv4 in IPv6, in the socket and in the header', '::ffff:10.0.0.1', list('::ffff:198.51.100.7'), '198.51.100.7'],
    ['IPv4 in IPv6 by hexadecimal digits', '::ffff:a00:1', list('::FFFF:c633:6407'), '198.51.100.7'],
    ['a proxy of an IPv6 network', '2001:db8:ff::1', list('198.51.100.7, 2001:0db8:00ff::2'), '198.51.100.7'],
    ['a zone', '10.0.0.1', list('fe80::1%eth0'), '10.0.0.1'],
    ['Forwarded', '10.0.0.1', standard('for=198.51.100.7;proto=https;host=x'), '198.51.100.7'],
    ['Forwarded, quoted IPv6 with a port', '10.0.0.1', standard('For="[2001:db8::1]:4711"'), '2001:db8::1'],
    ['Forwarded of two proxies', '10.0.0.1', standard('for=1.1.1.1, for=198.51.100.7, for=10.0.0.2'), '198.51.100.7'],
    ['Forwarded unknown', '10.0.0.1', standard('for=198.51.100.7, for=unknown'), '10.0.0.1'],
    ['Forwarded _hidden', '10.0.0.1', standard('for=198.51.100.7, for="_hidden"'), '10.0.0.1'],
    ['Forwarded without for', '10.0.0.1', standard('for=198.51.100.7, proto=http'), '10.0.0.1'],
    [
      'Forwarded with a comma in quotes',
      '10.0.0.1',
      standard('host="a, for=9.9.9.9";for=198.51.100.7'),
      '198.51.100.7',
    ],
    [
      'both that say the same',
      '10.0.0.1',
      { ...list('198.51.100.7'), ...standard('for=198.51.100.7') },
      '198.51.100.7',
    ],
  ])('%s', (_what, from, headers, expected) => {
    expect(client(PROXIES, from, headers)).toBe(expected);
  });

  it.each([
    ['two headers that disagree', { ...list('198.51.100.7'), ...standard('for=198.51.100.8') }],
    ['a quote that is left open', standard('for="198.51.100.9, for=198.51.100.7')],
    ['a parameter twice', standard('for=198.51.100.9;for=198.51.100.7')],
    ['words that are no parameters', standard('198.51.100.7')],
  ])('refuses %s', (_what, headers) => {
    expect(() => client(PROXIES, '10.0.0.1', headers)).toThrow(expect.objectContaining({ code: 'FORWARDED_REFUSED' }));
  });

  it('refuses nothing of who is no proxy', () => {
    expect(client(PROXIES, '203.0.113.5', standard('for="open'))).toBe('203.0.113.5');
  });

  it('reads headers of 8 kB, from the right', () => {
    const words = Array.from({ length: 800 }, (_, at) => `10.0.${at % 250}.9`);
    expect(client(PROXIES, '10.0.0.1', list(`${words.join(',')},198.51.100.7`))).toBe('198.51.100.7');
    // A row of proxies without an end is read as far as a row can be.
    expect(client(PROXIES, '10.0.0.1', list(words.join(',')))).toMatch(/^10\.0\./);
    for (const text of ['"'.repeat(8_000), 'a='.repeat(4_000), `for=${'\\"'.repeat(4_000)}`, ';'.repeat(8_000) + '='])
      expect(() => client(PROXIES, '10.0.0.1', standard(text))).toThrow(
        expect.objectContaining({ code: 'FORWARDED_REFUSED' }),
      );
  });
});

describe('with a number of proxies', () => {
  it.each([
    ['1', list('1.1.1.1, 198.51.100.7'), '198.51.100.7'],
    ['2', list('1.1.1.1, 198.51.100.7, 192.0.2.8'), '198.51.100.7'],
    ['2', list('198.51.100.7'), '198.51.100.7'],
    ['2', standard('for=1.1.1.1, for=198.51.100.7, for=192.0.2.8'), '198.51.100.7'],
    ['32', list('198.51.100.7'), '198.51.100.7'],
    ['1', {}, '192.0.2.9'],
    ['0', list('198.51.100.7'), '192.0.2.9'],
  ])('%s of them', (hops, headers, expected) => {
    expect(client(hops, '192.0.2.9', headers)).toBe(expected);
  });
});

describe('the option', () => {
  it.each(['10.0.0.0/33', 'proxy.local', '10.0.0', '-1', '33', '2001:db8::/129', '10.0.0.1/', '::ffff:10.0.0.0/90'])(
    'refuses %s',
    (text) => {
      expect(() => readSettings('x', httpSettings, [`--trusted-proxies=${text}`], {})).toThrow(/TRUSTED_PROXIES/);
    },
  );

  it('takes a network of IPv4 in IPv6 as one of IPv4', () => {
    expect(client('::ffff:10.0.0.0/104', '10.1.2.3', list('198.51.100.7'))).toBe('198.51.100.7');
  });
});

describe('connections', () => {
  const socket = (remoteAddress: string): Socket => Object.assign(new EventEmitter(), { remoteAddress }) as never;
  const taken = (places: ConnectionPlaces, address: string): number =>
    Array.from({ length: 20 }, () => places.take(socket(address), address)).filter(Boolean).length;

  it('a proxy may hold all places, everybody else half of them', () => {
    const { isProxy } = clientAddresses(trusted('10.0.0.0/8'));
    expect(taken(new ConnectionPlaces(10, isProxy), '10.0.0.1')).toBe(10);
    expect(taken(new ConnectionPlaces(10, isProxy), '::ffff:10.0.0.1')).toBe(10);
    expect(taken(new ConnectionPlaces(10, isProxy), '198.51.100.7')).toBe(5);
    expect(taken(new ConnectionPlaces(10, clientAddresses(trusted('1')).isProxy), '198.51.100.7')).toBe(10);
  });
});

describe('a gateway', () => {
  let subgraph: SmallSubgraph;
  beforeAll(async () => void (subgraph = await startSmallSubgraph('people')));
  afterAll(() => subgraph.stop());

  async function start(trust: string, guard = true): Promise<RunningGateway> {
    const source = fixedSupergraph(composeSmall({ people: subgraph.url, places: subgraph.url }));
    const settings = gatewayDefaults({ port: 0, explorer: false, guard, trustedProxies: trusted(trust) });
    const gateway = await startGateway({ log: logOf('gateway', 'silent'), source, settings });
    onTestFinished(() => gateway.stop());
    return gateway;
  }
  const ask = async ({ url }: RunningGateway, headers: Record<string, string>) => {
    const response = await fetch(`${url}/graphql?query={__typename}`, {
      headers: { 'apollo-require-preflight': '1', ...headers },
    });
    const { errors } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
    return errors?.[0]?.extensions.code ?? response.status;
  };
  const spendAll = async (gateway: RunningGateway, headers: Record<string, string>) => {
    for (let count = 0; count < 300; count++) expect(await ask(gateway, headers)).toBe(200);
    expect(await ask(gateway, headers)).toBe('RATE_LIMITED');
  };

  it('counts all behind one proxy as one client unless it is trusted', async () => {
    const gateway = await start('');
    await spendAll(gateway, list('198.51.100.7'));
    expect(await ask(gateway, list('198.51.100.8'))).toBe('RATE_LIMITED');
  });

  it('counts each by their own address behind a trusted one, whatever they send themselves', async () => {
    const gateway = await start('127.0.0.1');
    await spendAll(gateway, list('198.51.100.7'));
    expect(await ask(gateway, list('192.0.2.77, 198.51.100.7'))).toBe('RATE_LIMITED');
    expect(await ask(gateway, list('198.51.100.8'))).toBe(200);
    expect(await ask(gateway, { ...list('198.51.100.8'), ...standard('for=192.0.2.77') })).toBe('FORWARDED_REFUSED');
  });

  it('shows the health of subgraphs to nobody whom a proxy forwards, though trusted and of this machine', async () => {
    const gateway = await start('127.0.0.1', false);
    const asked = (headers: Record<string, string>) => fetch(`${gateway.url}/health/subgraphs`, { headers });
    expect((await asked({})).status).toBe(200);
    expect((await asked(list('127.0.0.1'))).status).toBe(403);
    expect((await asked(standard('for="[::1]"'))).status).toBe(403);
    expect(() => refuseElsewhere(list('127.0.0.1'), '127.0.0.1')).toThrow(
      expect.objectContaining({ code: 'OPERATORS_ONLY' }),
    );
  });

  it('takes neither scheme nor host from a trusted proxy', async () => {
    const gateway = await start('127.0.0.1', false);
    expect(await ask(gateway, { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' })).toBe(200);
    const { request } = await import('node:http');
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { host: 'evil.example', 'x-forwarded-host': 'localhost', 'x-forwarded-for': '198.51.100.7' };
      request(`${gateway.url}/health/live`, { headers }, (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end();
    });
    expect(status).toBe(421);
  });
});
