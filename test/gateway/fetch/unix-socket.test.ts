/** A subgraph behind a Unix socket, as a gateway on the same machine reaches it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { fetcherFor, question } from './fetcher-under-test.ts';

/** @returns the socket's path and the requests it got */
async function listening(): Promise<{ readonly path: string; readonly requests: IncomingMessage[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'sigap socket-'));
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    response.setHeader('content-type', 'application/json').end('{"data":{"workers":[{"id":"w1"}]}}');
  });
  const path = join(folder, 'workers.sock');
  await new Promise<void>((resolve) => server.listen(path, resolve));
  onTestFinished(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });
  return { path, requests };
}

it.each([
  ['?path=/graphql%3Fa=1', '/graphql?a=1'],
  ['', '/'],
])('a request goes over the socket to the path that the address %s names', async (query, path) => {
  const socket = await listening();
  const fetcher = fetcherFor({ workers: { url: `unix://${socket.path.replaceAll(' ', '%20')}${query}` } });
  for (let turn = 0; turn < 3; turn++)
    expect(await fetcher.fetch(question())).toEqual({ data: { workers: [{ id: 'w1' }] } });
  expect(socket.requests.map(({ method, url, headers }) => [method, url, headers.host])).toEqual(
    Array.from({ length: 3 }, () => ['POST', path, 'localhost']),
  );
});

it('a socket that nobody listens to is a subgraph that cannot be reached', async () => {
  const fetcher = fetcherFor({ workers: { url: 'unix:///nowhere/workers.sock' } });
  await expect(fetcher.fetch(question())).rejects.toMatchObject({
    code: 'SUBGRAPH_UNREACHABLE',
    message: expect.not.stringContaining('nowhere'),
  });
});
