/** Questions to a subgraph that does not answer take no place from questions to those that do. */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { logOf } from '../../base/log.ts';
import { startGateway } from '../../gateway/serve.ts';
import { gatewayDefaults } from '../../gateway/settings.ts';
import { fixedSupergraph } from '../../gateway/supergraph/supergraph-source.ts';
import { composeSmall, startSmallSubgraph } from '../support/small-graph.ts';

/** A subgraph that holds whatever it is asked. */
async function silentSubgraph(): Promise<{ url: string; held: ServerResponse[] }> {
  const held: ServerResponse[] = [];
  const server = createServer((_request, response) => void held.push(response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, held };
}

it('new operations are answered while more of another subgraph wait than there are places, and those are answered when it does', async () => {
  const silent = await silentSubgraph();
  const people = await startSmallSubgraph('people');
  onTestFinished(() => people.stop());
  const gateway = await startGateway({
    log: logOf('gateway', 'silent'),
    source: fixedSupergraph(composeSmall({ people: people.url, places: silent.url })),
    settings: gatewayDefaults({ port: 0, explorer: false, guard: false, maxLargeAnswers: 2, answerWait: 1_000 }),
  });
  onTestFinished(() => gateway.stop());
  const ask = (query: string): Promise<Response> =>
    fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
  const slow = Array.from({ length: 5 }, (_, n) => ask(`{ a${n}: places { name } }`));
  await expect.poll(() => silent.held.length, { timeout: 10_000 }).toBe(slow.length);
  for (let n = 0; n < 5; n++) expect((await ask(`{ b${n}: people { name } }`)).status).toBe(200);
  silent.held.forEach((response, n) =>
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ data: { [`a${n}`]: [], places: [] } })),
  );
  expect((await Promise.all(slow)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
}, 30_000);
