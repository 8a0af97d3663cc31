import { writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { operatorAccess } from '../../../gateway/operate/operator-access.ts';
import { observedGateway, TOKEN, type ObservedGateway } from '../observe/observed-gateway.ts';

let observed: ObservedGateway;
let drained = 0;
beforeEach(async () => {
  drained = 0;
  observed = await observedGateway({}, { onDrain: () => void drained++ });
});
afterEach(() => observed.stop());

const codeOf = async (reply: Response): Promise<unknown> =>
  ((await reply.json()) as { errors: { extensions: { code: string } }[] }).errors[0]!.extensions.code;
const json = { 'content-type': 'application/json' };

describe("the operators' port", () => {
  it('tells probes without a token whether the gateway lives and is ready, and nobody else anything', async () => {
    const { operateUrl } = observed.gateway;
    for (const path of ['/health/live', '/health/ready'])
      expect((await fetch(`${operateUrl}${path}`)).status).toBe(200);
    for (const path of ['/metrics', '/health/subgraphs', '/generation']) {
      const reply = await fetch(`${operateUrl}${path}`);
      expect([reply.status, await codeOf(reply)]).toEqual([401, 'OPERATE_TOKEN']);
      expect((await fetch(`${operateUrl}${path}`, { headers: { authorization: `Bearer ${TOKEN}x` } })).status).toBe(
        401,
      );
    }
    for (const path of ['/reload', '/drain', '/log-level'])
      expect((await fetch(`${operateUrl}${path}`, { method: 'POST' })).status).toBe(401);
    expect(drained).toBe(0);
  });

  it('is not reached by a page of another site that has bound its name to this machine', async () => {
    const { port } = new URL(observed.gateway.operateUrl!);
    const status = await new Promise((resolve) =>
      request(
        {
          port,
          host: '127.0.0.1',
          path: '/metrics',
          headers: { host: 'evil.example', authorization: `Bearer ${TOKEN}` },
        },
        (reply) => resolve(reply.statusCode),
      ).end(),
    );
    expect(status).toBe(421);
  });

  it('says which supergraph serves, from where and since when, and what was refused since', async () => {
    type Report = {
      processes: Record<string, { id: string; source: string; subgraphs: string[]; refused?: { code: string } }>;
    };
    const report = async () =>
      Object.values(((await (await observed.operate('/generation')).json()) as Report).processes)[0]!;
    const before = await report();
    expect(before).toMatchObject({ id: observed.gateway.engine.current().id, subgraphs: ['people', 'places'] });
    expect(before.source).toMatch(/^file .*supergraph\.graphql$/);
    expect(before.refused).toBeUndefined();
    writeFileSync(observed.file, 'type Query { not: Aquarium }');
    await vi.waitFor(async () => expect((await report()).refused?.code).toBe('SUPERGRAPH_REFUSED'), {
      timeout: 10_000,
    });
    expect((await report()).id).toBe(before.id);
  });

  it('reloads, and says what came of it', async () => {
    const outcome = async () => {
      const reply = await observed.operate('/reload', { method: 'POST' });
      const { processes } = (await reply.json()) as { processes: Record<string, { outcome: string; code?: string }> };
      return [reply.status, processes[process.pid]!.outcome, processes[process.pid]!.code];
    };
    expect(await outcome()).toEqual([200, 'same', undefined]);
    writeFileSync(observed.file, 'no supergraph');
    expect(await outcome()).toEqual([422, 'refused', 'SUPERGRAPH_REFUSED']);
  });

  it('says of a body of another type which one it takes, and answers what is no HTTP with a code', async () => {
    const reply = await observed.operate('/log-level', {
      method: 'POST',
      body: new URLSearchParams({ level: 'debug' }),
    });
    expect(reply.status).toBe(400);
    expect(await reply.text()).toContain('expected content-type: application/json, got another one');
    const { port } = new URL(observed.gateway.operateUrl!);
    const text = await new Promise<string>((resolve) => {
      let heard = '';
      connect(Number(port), '127.0.0.1')
        .on('data', (chunk) => (heard += chunk.toString()))
        .on('close', () => resolve(heard))
        .end('GET /metrics HTTP/1.1\r\nhost: localhost\r\nx: a\u001bb\r\n\r\n');
    });
    expect(text).toMatch(/^HTTP\/1\.1 400 [^]*"code":"BAD_HTTP"/);
  });

  it('shows each subgraph', async () => {
    const { processes } = (await (await observed.operate('/health/subgraphs')).json()) as {
      processes: Record<string, { name: string }[]>;
    };
    expect(processes[process.pid]!.map(({ name }) => name)).toEqual(['people', 'places']);
  });

  it('changes the level of the log for a time', async () => {
    const body = JSON.stringify({ level: 'debug', minutes: 0.002 });
    expect((await observed.operate('/log-level', { method: 'POST', headers: json, body })).status).toBe(200);
    await observed.ask({ query: '{ nobody }' });
    await vi.waitFor(() => expect(observed.lines.map(({ msg }) => msg)).toContain('request refused'));
    await new Promise((resolve) => setTimeout(resolve, 150));
    const { length } = observed.lines;
    await observed.ask({ query: '{ nothing }' });
    await vi.waitFor(async () =>
      expect((await observed.metrics()).get('sigap_errors_total{code="GRAPHQL_VALIDATION_FAILED",subgraph=""}')).toBe(
        2,
      ),
    );
    expect(observed.lines.slice(length)).toEqual([]);
  });

  it.each([
    ['{"level":"loud"}'],
    ['{"level":"debug","minutes":1000}'],
    ['{"level":'],
    [`"${'x'.repeat(2_000)}"`],
    ['{"level":"debug","nik":1}'],
  ])('refuses %s', async (body) => {
    const reply = await observed.operate('/log-level', { method: 'POST', headers: json, body });
    expect([reply.status, await codeOf(reply)]).toEqual([400, 'OPERATE_INPUT']);
  });

  it('drains once it has said so', async () => {
    const reply = await observed.operate('/drain', { method: 'POST' });
    expect([reply.status, await reply.json()]).toEqual([202, { state: 'stopping' }]);
    expect(drained).toBe(1);
  });

  it('names its paths for one that is not there', async () => {
    const reply = await observed.operate('/metric');
    expect([reply.status, await codeOf(reply)]).toEqual([404, 'OPERATE_PATH']);
  });
});

describe('without a token', () => {
  const options = { operatePort: 0, operateHost: '127.0.0.1', operateToken: undefined, operateTokenFile: undefined };

  it('only this machine reaches the port, and only to read', () => {
    const check = operatorAccess(options);
    expect(() => check(undefined, 'read')).not.toThrow();
    expect(() => check(undefined, 'control')).toThrow(/only shows/);
  });

  it.each(['0.0.0.0', '::', '10.0.0.7', 'gateway.internal'])('nothing starts at %s', (operateHost) => {
    expect(() => operatorAccess({ ...options, operateHost })).toThrow(
      expect.objectContaining({ code: 'OPERATE_UNSAFE' }),
    );
  });

  it('a file that has none, or one that is too short, is refused', () => {
    expect(() => operatorAccess({ ...options, operateTokenFile: '/nowhere' })).toThrow(/OPERATE_TOKEN_FILE/);
    expect(() => operatorAccess({ ...options, operateTokenFile: '/dev/null' })).toThrow(/0 characters/);
  });
});
