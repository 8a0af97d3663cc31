/** Two workers of one gateway: what a mutation of one ends is not kept by the other either. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { composeSubgraphs } from '../../../schema/composition/compose-subgraphs.ts';
import { startGatewayProgram, type GatewayProgram } from '../../support/gateway-program.ts';
import { CACHED_HEADER } from './cached-graph.ts';

const SDL = `${CACHED_HEADER}
type Query { nth: Int @cacheControl(maxAge: 3600) @cacheTag(name: "counted") }
type Mutation { change: Int @cacheTag(name: "counted") }
`;

let nth = 0;
const resolvers = { Query: { nth: () => ++nth }, Mutation: { change: () => 1 } };
const schema = buildSubgraphSchema({ typeDefs: parse(SDL), resolvers });
let folder: string;
let server: Server;
let gateway: GatewayProgram;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'workers-'));
  server = createServer(async (request, response) => {
    const { query } = JSON.parse(await text(request)) as { query: string };
    response
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify(await graphql({ schema, source: query })));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const composed = composeSubgraphs([{ name: 'one', url, sdl: SDL }]);
  if (composed.errors) throw new Error(JSON.stringify(composed.errors));
  const file = join(folder, 'supergraph.graphql');
  writeFileSync(file, composed.supergraphSdl);
  gateway = await startGatewayProgram(['--supergraph', file, '--guard', 'off']);
}, 60_000);
afterAll(() => {
  gateway.child.kill('SIGKILL');
  server.close();
  rmSync(folder, { recursive: true });
});

/** On a connection of its own, so that both workers are asked. */
async function ask(query: string): Promise<{ nth?: number }> {
  const response = await fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', connection: 'close' },
    body: JSON.stringify({ query }),
  });
  return ((await response.json()) as { data: { nth?: number } }).data;
}
const answers = async (): Promise<(number | undefined)[]> => {
  const found: (number | undefined)[] = [];
  for (let time = 0; time < 12; time++) found.push((await ask('{ nth }')).nth);
  return found;
};

it('keeps nothing for a while after a mutation, whichever worker has done it', async () => {
  // Each worker keeps one.
  await expect.poll(async () => new Set(await answers()).size, { timeout: 20_000 }).toBe(2);
  await ask('mutation { change }');
  // The other one is told within moments.
  await new Promise((resolve) => setTimeout(resolve, 500));
  const after = await answers();
  expect(new Set(after).size).toBe(after.length);
}, 60_000);
