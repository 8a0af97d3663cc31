/** An answer states the version of the schema that it was made under, so that a figure that is cited can name it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logOf } from '../../base/log.ts';
import { startGateway, type RunningGateway } from '../../gateway/serve.ts';
import { gatewayDefaults } from '../../gateway/settings.ts';
import { fixedSupergraph } from '../../gateway/supergraph/supergraph-source.ts';
import { composeSmall } from '../support/small-graph.ts';

const NOWHERE = { people: 'http://127.0.0.1:1/', places: 'http://127.0.0.1:1/' };
const PAGE = 'https://dashboard.example';

describe.each([
  ['the fast path', true],
  ['Apollo Server', false],
])('the version of the schema, by %s', (_name, fastPath) => {
  let folder: string;
  let gateway: RunningGateway;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'version-'));
    const options = { port: 0, explorer: false, keysFolder: folder, fastPath, corsOrigins: [PAGE] };
    gateway = await startGateway({
      settings: gatewayDefaults(options),
      log: logOf('test', 'silent'),
      source: fixedSupergraph(composeSmall(NOWHERE)),
    });
  });
  afterAll(async () => {
    await gateway?.stop();
    rmSync(folder, { recursive: true });
  });

  async function ask(query: string, headers: Record<string, string> = {}): Promise<Headers> {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query }),
    });
    await response.text();
    return response.headers;
  }
  const versionOf = async (query: string): Promise<string | null> => (await ask(query)).get('x-schema-version');

  it('goes along with every answer that was made under one, also where it is an error', async () => {
    const version = gateway.engine.current().id.slice(0, 12);
    // Twice: the second time the operation is prepared, and the fast path takes it where there is one.
    for (const query of ['{ __typename }', '{ __typename }', '{ noSuchField }', '{ noSuchField }'])
      expect(await versionOf(query), query).toBe(version);
  });

  it('changes with the supergraph', async () => {
    const before = await versionOf('{ __typename }');
    await gateway.engine.offer(composeSmall({ ...NOWHERE, places: 'http://127.0.0.1:2/' }));
    const after = await versionOf('{ __typename }');
    expect(after).toBe(gateway.engine.current().id.slice(0, 12));
    expect(after).not.toBe(before);
  });

  it('can be read by the pages of other sites that may ask', async () => {
    const headers = await ask('{ __typename }', { origin: PAGE });
    expect(headers.get('access-control-expose-headers')!.split(', ')).toContain('x-schema-version');
  });

  it('is not stated of what was refused before a schema was looked at', async () => {
    const headers = await ask('{ __typename }', { authorization: 'Bearer nonsense' });
    expect(headers.get('x-schema-version')).toBeNull();
  });
});
