import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  claimsVerifier,
  CLAIMS_HEADER,
  readClaimsKeys,
  type Claims,
  type ClaimsSubject,
} from '../../../../base/claims.ts';
import { logOf } from '../../../../base/log.ts';
import { readSettings } from '../../../../base/settings.ts';
import { createFetcher, type SubgraphFetcher, type SubgraphPlace } from '../../../../gateway/fetch/create-fetcher.ts';
import { fetchSettings } from '../../../../gateway/fetch/settings.ts';
import { gatewayItself, type SignClaims } from '../../../../gateway/fetch/subgraph-caller.ts';
import { claimsKeyCommand } from '../../../../gateway/guard/claims/claims-key-command.ts';
import { subgraphCallers } from '../../../../gateway/guard/claims/subgraph-callers.ts';
import { claimsSigner } from '../../../../gateway/guard/claims/sign-claims.ts';
import { callerOf, type Caller } from '../../../../gateway/guard/identity/caller.ts';
import { roles } from '../identity/issuer.ts';

const secret = 'a secret of the gateway, long enough';
const person = (sub: string, agency: string): Caller =>
  callerOf({ id: `user:${sub}`, kind: 'user', roles: ['verifier'], scopes: [], agency, expiresAt: Infinity }, roles);

describe('a subgraph that requires claims', () => {
  let server: Server;
  let url: string;
  let seen: { claims: Claims; header: string; body: string }[];
  let failing: number;
  let fetcher: SubgraphFetcher;
  const callerFor = subgraphCallers([]);

  beforeEach(async () => {
    seen = [];
    failing = 0;
    const verify = claimsVerifier({
      subgraph: 'workers',
      keys: readClaimsKeys(claimsKeyCommand(['--subgraph', 'workers'], { CLAIMS_SECRET: secret })!),
    });
    server = createServer(async (request, response) => {
      const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>));
      const answer = (status: number, value: unknown) =>
        void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
      try {
        const header = request.headers[CLAIMS_HEADER] as string;
        seen.push({
          claims: verify(request.headersDistinct[CLAIMS_HEADER]?.join(','), body),
          header,
          body: body.toString(),
        });
      } catch (thrown) {
        return answer(401, {
          errors: [{ message: 'refused', extensions: { code: (thrown as { code: string }).code } }],
        });
      }
      if (failing-- > 0) return answer(503, { errors: [{ message: 'not now' }] });
      setTimeout(() => answer(200, { data: { who: seen.at(-1)!.claims.sub } }), 30);
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    fetcher = open({ url });
  });
  afterEach(async () => {
    await fetcher.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  function open(place: SubgraphPlace, sign: SignClaims | undefined = claimsSigner({ secret })): SubgraphFetcher {
    return createFetcher({
      subgraphs: { workers: place },
      limits: readSettings('test', fetchSettings, [], {})!,
      log: logOf('test', 'silent'),
      sign,
    });
  }
  const ask = (caller: Caller | undefined, purpose?: string, from = fetcher) => {
    return from.fetch({
      subgraph: 'workers',
      query: '{ who }',
      kind: 'query',
      caller: caller ? callerFor({}, caller, purpose) : gatewayItself(),
      deadline: performance.now() + 5_000,
    });
  };
  const direct = async (query: string, headers: Record<string, string> = {}) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query }),
    });
    return ((await response.json()) as { errors?: { extensions: { code: string } }[] }).errors?.[0]!.extensions.code;
  };

  it('learns the caller and the purpose from the gateway', async () => {
    expect(await ask(person('siti', 'DINSOS'), 'VERIFICATION')).toEqual({ data: { who: 'user:siti' } });
    expect(seen[0]!.claims).toMatchObject({
      sub: 'user:siti',
      agency: 'DINSOS',
      purpose: 'VERIFICATION',
      subgraph: 'workers',
      roles: ['public', 'verifier'],
    });
  });

  it('answers nobody else, also not _service and _entities', async () => {
    for (const query of [
      '{ _service { sdl } }',
      '{ _entities(representations: [{ __typename: "Worker", id: "1" }]) { __typename } }',
      '{ __typename }',
    ]) {
      expect(await direct(query)).toBe('CLAIMS_MISSING');
    }
    expect(await direct('{ who }', { [CLAIMS_HEADER]: 'v2.e30.1.2.x.AAAA' })).toBe('CLAIMS_BAD');
  });

  it('refuses signed claims that are sent again, or for another body', async () => {
    await ask(person('siti', 'DINSOS'));
    const { header } = seen[0]!;
    expect(await direct('{ who }', { [CLAIMS_HEADER]: header })).toBe('CLAIMS_REPLAYED');
    expect(await direct('{ everybody }', { [CLAIMS_HEADER]: header })).toBe('CLAIMS_BAD');
  });

  it('is called again with new claims when it could not answer', async () => {
    failing = 1;
    expect(await ask(person('siti', 'DINSOS'))).toEqual({ data: { who: 'user:siti' } });
    expect(new Set(seen.map(({ claims: { jti } }) => jti)).size).toBe(2);
  });

  it('is called once for one caller, and for another again, with the same rights too: it is told who asks', async () => {
    const asked = [person('a', 'DINSOS'), person('a', 'DINSOS'), person('b', 'DINSOS'), person('c', 'DISHUB')];
    await Promise.all([...asked.map((caller) => ask(caller)), ask(person('a', 'DINSOS'), 'AUDIT')]);
    expect(seen.map(({ claims: { sub, agency, purpose } }) => `${sub} ${agency} ${purpose ?? ''}`).sort()).toEqual([
      'user:a DINSOS ',
      'user:a DINSOS AUDIT',
      'user:b DINSOS ',
      'user:c DISHUB ',
    ]);
  });

  it('learns that the gateway itself calls where there is no caller', async () => {
    expect((await fetcher.probe('workers')).ok).toBe(true);
    expect(seen[0]!.claims).toMatchObject({ sub: 'gateway', roles: [], scopes: [] });
  });

  it('refuses a gateway that signs nothing', async () => {
    const unsigned = createFetcher({
      subgraphs: { workers: { url } },
      limits: readSettings('test', fetchSettings, [], {})!,
      log: logOf('test', 'silent'),
    });
    expect(await ask(person('siti', 'DINSOS'), undefined, unsigned)).toMatchObject({
      errors: [{ extensions: { code: 'CLAIMS_MISSING' } }],
    });
    expect(seen).toEqual([]);
    await unsigned.close();
  });

  it('in the same process gets the claims themselves', async () => {
    let told: ClaimsSubject | undefined;
    const inside = open({ execute: (request) => ((told = request.claims), { data: {} }) });
    const caller = person('siti', 'DINSOS');
    await ask(caller, 'AUDIT', inside);
    expect(told).toMatchObject({ sub: 'user:siti', agency: 'DINSOS', purpose: 'AUDIT' });
    await inside.close();
  });
});

describe('the identity of fetches', () => {
  const callerFor = subgraphCallers(['traceparent']);
  const siti = person('siti', 'DINSOS');

  it('is one object for a caller and a purpose where none of their headers is forwarded, and holds none of them', () => {
    const plain = callerFor({ authorization: 'Bearer secret', cookie: 'a=b' }, siti, 'AUDIT');
    expect(plain.headers).toEqual({});
    expect(callerFor({}, siti, 'AUDIT')).toBe(plain);
    for (const other of [
      callerFor({}, siti),
      callerFor({}, siti, 'AUDIT', '2026-10'),
      callerFor({}, person('siti', 'DINSOS'), 'AUDIT'),
      callerFor({}, person('budi', 'DISHUB'), 'AUDIT'),
    ]) {
      expect(other).not.toBe(plain);
    }
  });

  it('has the headers of the request where one of them is forwarded', () => {
    const headers = { traceparent: '00-1', authorization: 'Bearer secret' };
    const asking = callerFor(headers, siti);
    expect(asking.headers).toBe(headers);
    expect(asking.claims!.subject.sub).toBe('user:siti');
    expect(
      new Set([asking, callerFor({ traceparent: '00-2' }, siti), callerFor({}, siti)].map(({ identity }) => identity))
        .size,
    ).toBe(3);
  });

  it('leads to the claims of its own caller, in any order of callers', () => {
    const callers = ['siti', 'budi', 'ani'].map((name, i) => person(name, ['DINSOS', 'DISHUB', 'DINSOS'][i]!));
    const asked = [0, 1, 2, 1, 0, 2, 2, 0, 1].flatMap((who) =>
      [undefined, 'AUDIT'].flatMap((purpose) =>
        [{}, { traceparent: `00-${who}` } as Record<string, string>].map((headers: Record<string, string>) => ({
          who,
          purpose,
          asking: callerFor(headers, callers[who]!, purpose),
        })),
      ),
    );
    for (const { who, purpose, asking } of asked) {
      const { subject, identity } = asking.claims!;
      expect(subject).toMatchObject({ sub: callers[who]!.id, agency: callers[who]!.agency });
      expect(subject.purpose).toBe(purpose);
      expect(identity).toContain(callers[who]!.rowsKey);
    }
    expect(gatewayItself().claims!.subject.sub).toBe('gateway');
  });
});

describe("the keys of a subgraph's setting", () => {
  it('are one or two of 32 bytes, or refused without being shown', () => {
    const key = claimsKeyCommand(['--subgraph', 'workers'], { CLAIMS_SECRET: secret })!;
    expect(readClaimsKeys(`${key}, ${key}`)).toHaveLength(2);
    for (const text of ['', 'short', `${key},`, `${key}x`, 'a b'])
      expect(() => readClaimsKeys(text)).toThrow(/32 bytes/);
    expect(() => readClaimsKeys('hunter2')).not.toThrow(/hunter2/);
  });
});
