/** A gateway that is killed the moment its answer is there, and one whose audit hangs: what was answered is recorded, what is not personal goes on. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { connect, createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tokenCommand } from '../../../gateway/guard/identity/token-command.ts';
import type { AuditRecord } from '../../../gateway/audit/audit-record.ts';
import { mongoAuditStore, type AuditStore } from '../../../gateway/audit/audit-store.ts';
import { verify } from '../../../gateway/audit/main.ts';
import { startStore } from '../../../store/serve.ts';
import { startHostileGateway, type HostileGateway, type HostileSettings } from '../guard/hostile-process.ts';
import { compose, HEADER } from '../guard/policy/fixtures.ts';

const KEY = 'an audit key of thirty-two bytes!!';
const SDL = `
  type Query { workers: [Worker!]! total: Int! }
  type Worker @key(fields: "id") @person(subject: "person { token }") @needs(scopes: [["person:read"]]) { id: ID! name: String @veil(as: NAME) person: Person }
  type Person @key(fields: "token") @person @needs(scopes: [["person:read"]]) { token: ID! }
`;
const WORKERS = Array.from({ length: 50 }, (_none, at) => ({
  id: `w${at}`,
  name: 'Siti Wati',
  person: { token: `psr_${at}` },
}));
const PERSONS = '{ workers { name } }';

let folder: string;
let database: Awaited<ReturnType<typeof startStore>>;
let audit: AuditStore;
let subgraph: Server;
let authorization: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'killed-'));
  writeFileSync(join(folder, 'supergraph.graphql'), compose({ workers: SDL }));
  database = await startStore({ folder: join(folder, 'store'), port: 0 });
  audit = await mongoAuditStore(database.uri);
  subgraph = await startSubgraph();
});
afterAll(async () => {
  await audit?.close();
  await database?.stop();
  subgraph?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function startSubgraph(): Promise<Server> {
  const schema = buildSubgraphSchema(parse(HEADER + SDL));
  const server = createServer(async (request, response) => {
    const { query, variables } = JSON.parse((await request.setEncoding('utf8').toArray()).join('')) as {
      query: string;
      variables?: Record<string, unknown>;
    };
    const answer = await graphql({
      schema,
      source: query,
      variableValues: variables,
      rootValue: { workers: WORKERS, total: 50 },
    });
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return server;
}

async function startGateway(more: Partial<HostileSettings> = {}): Promise<HostileGateway> {
  const settings = {
    supergraph: join(folder, 'supergraph.graphql'),
    subgraphUrls: { workers: `http://127.0.0.1:${(subgraph.address() as AddressInfo).port}/` },
    keysFolder: join(folder, 'keys'),
    auditUri: database.uri,
    auditKey: KEY,
    ...more,
  };
  const gateway = await startHostileGateway(settings);
  authorization ??= `Bearer ${await tokenCommand(['--role', 'auditor'], { KEYS_FOLDER: settings.keysFolder })}`;
  return gateway;
}

const ask = (gateway: HostileGateway, query: string, requestId: string) =>
  gateway.send({ body: JSON.stringify({ query }), headers: { authorization, 'x-request-id': requestId } });

async function recorded(requestId: string): Promise<AuditRecord[]> {
  const found: AuditRecord[] = [];
  for await (const record of audit.find({})) if (record.requestId === requestId) found.push(record);
  return found;
}

describe('a gateway killed the moment its answer is there', () => {
  it.each([
    ['by way of Apollo Server', 0],
    ['by the fast path', 1],
  ])('has written whom it showed, %s', async (way, before) => {
    const requestId = way.replaceAll(' ', '-');
    const gateway = await startGateway();
    for (let times = 0; times < before; times++) await ask(gateway, PERSONS, 'before');
    const { status, text } = await ask(gateway, PERSONS, requestId);
    await gateway.kill();
    expect([status, text.match(/S\*{5} W\*{5}/g)]).toEqual([200, expect.objectContaining({ length: 50 })]);
    expect((await recorded(requestId)).map(({ persons }) => persons.length)).toEqual([50]);
    expect(await verify(audit, KEY)).toEqual([]);
  });
});

describe('an audit that hangs', () => {
  it('holds no answer without personal data, and refuses those with', async () => {
    const between = await startHanging(database.uri);
    const gateway = await startGateway({ auditUri: between.uri, auditGrace: 1_000, requestTimeout: 30_000 });
    try {
      await ask(gateway, '{ total }', 'warm');
      between.hang();
      const order: string[] = [];
      const personal = ask(gateway, PERSONS, 'hung').finally(() => order.push('personal'));
      const open = Array.from({ length: 20 }, () =>
        ask(gateway, '{ total }', 'open').finally(() => order.push('open')),
      );
      expect((await Promise.all(open)).map(({ text }) => text)).toEqual(
        Array(20).fill(expect.stringContaining('{"data":{"total":50}')),
      );
      expect(await personal).toMatchObject({
        status: 503,
        code: 'AUDIT_UNAVAILABLE',
        text: expect.not.stringContaining('S*****'),
      });
      expect(order.at(-1)).toBe('personal');
    } finally {
      await gateway.kill();
      between.stop();
    }
  });
});

/** A way to a database that can be made to swallow all it is given. */
async function startHanging(uri: string): Promise<{ uri: string; hang(): void; stop(): void }> {
  const { port } = new URL(uri);
  const sockets = new Set<Socket>();
  const server = createTcpServer((near) => {
    const far = connect(Number(port), '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {});
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    uri: uri.replace(port, String((server.address() as AddressInfo).port)),
    hang: () => sockets.forEach((socket) => socket.unpipe().pause()),
    stop: () => {
      server.close();
      sockets.forEach((socket) => socket.destroy());
    },
  };
}
