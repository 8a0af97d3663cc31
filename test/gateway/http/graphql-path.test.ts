import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logOf } from '../../../base/log.ts';
import { graphqlPath } from '../../../gateway/http/graphql-path.ts';
import { httpSettings } from '../../../gateway/http/settings.ts';
import { startGateway, type RunningGateway } from '../../../gateway/serve.ts';
import { gatewayDefaults } from '../../../gateway/settings.ts';
import { fixedSupergraph } from '../../../gateway/supergraph/supergraph-source.ts';
import { buildExplorer } from '../../support/explorer-server.ts';
import { composeSmall } from '../../support/small-graph.ts';

describe('the path of the graph', () => {
  const placeOf = graphqlPath('/api/graph', ['public']);

  it('is that of the option, with and without a query, and has its contracts below it', () => {
    for (const url of ['/api/graph', '/api/graph?', '/api/graph?query={a}'])
      expect(placeOf(url), url).toEqual({ contract: undefined });
    for (const url of ['/api/graph/public', '/api/graph/public?query={a}'])
      expect(placeOf(url), url).toEqual({ contract: 'public' });
  });

  it.each([
    '/graphql',
    '/api/graph/',
    '/api/graphs',
    '/api/graph/private',
    '/API/graph',
    '/api%2Fgraph',
    '',
    undefined,
  ])('is no other: %s', (url) => expect(placeOf(url)).toBeUndefined());

  it.each(['/graphql', '/api/graph', '/v1.2/graph_ql', '/database'])('may be %s', (path) =>
    expect(httpSettings.graphqlPath.schema.safeParse(path).success).toBe(true),
  );

  it.each([
    'graphql',
    '/',
    '/graphql/',
    '/a//b',
    '/a b',
    '/a?b',
    '/..',
    '/a/..',
    '/health',
    '/health/graph',
    '/data',
    '/explorer/x',
    '/schema.graphql',
  ])('may not be %s', (path) => expect(httpSettings.graphqlPath.schema.safeParse(path).success).toBe(false));
});

describe('a gateway whose graph is elsewhere', () => {
  let folder: string;
  let gateway: RunningGateway;
  beforeAll(async () => {
    await buildExplorer();
    folder = mkdtempSync(join(tmpdir(), 'path-'));
    gateway = await startGateway({
      settings: gatewayDefaults({ port: 0, keysFolder: folder, graphqlPath: '/api/graph' }),
      log: logOf('test', 'silent'),
      source: fixedSupergraph(composeSmall({ people: 'http://127.0.0.1:1/', places: 'http://127.0.0.1:1/' })),
    });
  }, 120_000);
  afterAll(async () => {
    await gateway?.stop();
    rmSync(folder, { recursive: true });
  });

  it('answers there and nowhere else, and its page asks there', async () => {
    const { endpoint } = (await (await fetch(`${gateway.url}/explorer/config.json`)).json()) as { endpoint: string };
    expect(endpoint).toBe('/api/graph');
    expect(await (await fetch(`${gateway.url}${endpoint}?query={__typename}`)).json()).toEqual({
      data: { __typename: 'Query' },
    });
    expect((await fetch(`${gateway.url}/graphql?query={__typename}`)).status).toBe(404);
  });
});
