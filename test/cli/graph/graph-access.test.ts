import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { graphAccess } from '../../../cli/graph/graph-access.ts';

it('says where a token comes from, where the gateway offers none', async () => {
  const server = createServer((_request, response) => void response.writeHead(404).end());
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await expect(graphAccess({ graph: `http://127.0.0.1:${port}/graphql`, role: 'operator' })).rejects.toMatchObject({
    message: expect.stringMatching(/--token-file.*npm run -s token.*in development whose page is built/),
    extensions: { code: 'GRAPH_TOKEN' },
  });
  await new Promise((resolve) => server.close(resolve));
});
