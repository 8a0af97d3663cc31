/** Through the whole gateway: an answer counts until its client has taken it, whichever way made it. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { logOf } from '../../base/log.ts';
import { startGateway, type RunningGateway } from '../../gateway/serve.ts';
import { gatewayDefaults } from '../../gateway/settings.ts';
import { fixedSupergraph } from '../../gateway/supergraph/supergraph-source.ts';
import { composeSmall } from '../support/small-graph.ts';

/** A subgraph with one very long name in it. */
async function longNamed(): Promise<string> {
  const reply = JSON.stringify({ data: { places: [{ name: 'x'.repeat(30_000_000) }] } });
  const server = createServer(
    (_request, response) => void response.setHeader('content-type', 'application/json').end(reply),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function start(settings: Partial<Parameters<typeof gatewayDefaults>[0]>): Promise<RunningGateway> {
  const url = await longNamed();
  const gateway = await startGateway({
    log: logOf('gateway', 'silent'),
    source: fixedSupergraph(composeSmall({ people: url, places: url })),
    settings: gatewayDefaults({
      port: 0,
      explorer: false,
      guard: false,
      maxResponse: 40_000_000,
      maxAnswerBytes: 40_000_000,
      answerWait: 200,
      ...settings,
    }),
  });
  onTestFinished(() => gateway.stop());
  return gateway;
}

const QUERY = JSON.stringify({ query: '{ places { name } }' });

/** Asks, and reads no more than the beginning. */
async function unread({ port }: RunningGateway): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  onTestFinished(() => void socket.destroy());
  socket.write(
    `POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${QUERY.length}\r\n\r\n${QUERY}`,
  );
  await once(socket, 'readable');
  return socket;
}

async function statusOf({ url }: RunningGateway): Promise<number> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: QUERY,
  });
  await response.text();
  return response.status;
}

it.each([
  ['by Apollo Server', false],
  ['by the fast path', true],
])(
  'while one is not taken its client waits, and is answered when it is gone: %s',
  async (_lane, fastPath) => {
    const gateway = await start({ fastPath });
    expect([await statusOf(gateway), await statusOf(gateway)]).toEqual([200, 200]);
    const socket = await unread(gateway);
    expect(await statusOf(gateway)).toBe(503);
    socket.destroy();
    await expect.poll(() => statusOf(gateway), { timeout: 10_000 }).toBe(200);
  },
  30_000,
);

it('one that is not taken in time ends its connection, and its client is answered again', async () => {
  const gateway = await start({ writeTimeout: 300 });
  const socket = await unread(gateway);
  await expect.poll(() => statusOf(gateway), { timeout: 10_000 }).toBe(200);
  socket.resume();
  await once(socket, 'close');
}, 30_000);
