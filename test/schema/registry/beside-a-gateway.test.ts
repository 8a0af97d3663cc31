/** The registry as docker-compose.yml runs it: a program with a folder of keys and one that it shares with the gateway. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { readSettings } from '../../../base/settings.ts';
import { gatewayOptions } from '../../../gateway/settings.ts';
import { sourceOfSettings } from '../../../gateway/supergraph/source-of-settings.ts';
import { openTestStore } from '../../support/test-store.ts';

it('publishes our subgraphs before it answers, and a gateway with the shared folder takes them, by that key alone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'beside-'));
  const at = (name: string): string => join(folder, name);
  const store = await openTestStore();
  const own = 'agencies=http://agencies:4002/graphql,audit=http://audit:4005/graphql';
  const registry = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', 'schema/registry/main.ts', '--keys', at('keys'), '--port', '0'].concat([
      '--for-gateways',
      at('shared'),
    ]),
    {
      env: { PATH: process.env['PATH'], MONGODB_URI: store.uri, REGISTRY_OWN: own, LOG_LEVEL: 'warn' },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const exit = once(registry, 'exit');
  try {
    let url = '';
    for await (const line of createInterface(registry.stdout)) {
      url = /registry: (\S+)/.exec(line)?.[1] ?? '';
      if (url !== '') break;
    }
    expect(readdirSync(at('shared')).sort()).toEqual(['registry-gateway-token', 'registry-key']);
    expect(readdirSync(at('keys')).sort()).toEqual(['registry-operator-token', 'registry-signing-key']);
    const source = () =>
      sourceOfSettings(
        readSettings('test', gatewayOptions, [], {
          SUPERGRAPH: `registry:${url}`,
          SUPERGRAPH_COPY: mkdtempSync(at('copy-')),
          REGISTRY_TOKEN_FILE: at('shared/registry-gateway-token'),
          REGISTRY_KEY_FILE: at('shared/registry-key'),
        })!,
      ).open(
        () => {},
        () => {},
      );
    const opened = await source();
    await opened.close();
    expect(opened.sdl.match(/url: "http:\/\/[^"]+/g)).toEqual([
      'url: "http://agencies:4002/graphql',
      'url: "http://audit:4005/graphql',
    ]);
    const key = readFileSync(at('shared/registry-key'), 'utf8').trim();
    writeFileSync(at('shared/registry-key'), key.replace(/.{6}$/, 'AAAAA='));
    await expect(source()).rejects.toMatchObject({ code: 'SUPERGRAPH_UNSIGNED' });
    rmSync(at('shared/registry-key'));
    expect(source).toThrow(/REGISTRY_KEY_FILE: .*ENOENT/);
  } finally {
    registry.kill();
    await exit;
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);
