/** A registry on a store of its own, and how it is asked. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logOf } from '../../../base/log.ts';
import { defaultSettings } from '../../../base/settings.ts';
import { registrySettings } from '../../../schema/registry/settings.ts';
import { startRegistry, type RegistryParts, type RunningRegistry } from '../../../schema/registry/start-registry.ts';
import { openTestStore, type TestStore } from '../../support/test-store.ts';

export const FEDERATION = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@shareable", "@override", "@external", "@requires", "@tag", "@composeDirective"])\n`;

export interface TestRegistry {
  readonly store: TestStore;
  readonly registry: RunningRegistry;
  readonly url: string;
  readonly operator: string;
  readonly folder: string;
  /** Another registry process would be like this one: on the same database, with the same keys. */
  another(parts?: Partial<RegistryParts>): Promise<RunningRegistry>;
  ask(path: string, options?: AskOptions): Promise<Answer>;
  /** @returns a token */
  token(agency: string, rights: readonly string[], subgraphs?: readonly string[]): Promise<string>;
  close(): Promise<void>;
}

export interface AskOptions {
  readonly method?: string;
  readonly body?: unknown;
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly url?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- whatever the registry answers
  readonly body: any;
}

function settingsIn(folder: string, chosen: Partial<RegistryParts['settings']> = {}): RegistryParts['settings'] {
  return { ...defaultSettings(registrySettings), port: 0, keysFolder: join(folder, 'keys'), policy: 'none', ...chosen };
}

export async function openTestRegistry(
  chosen: Partial<RegistryParts['settings']> = {},
  parts: Partial<RegistryParts> = {},
): Promise<TestRegistry> {
  const store = await openTestStore();
  const folder = mkdtempSync(join(tmpdir(), 'registry-'));
  const start = (more: Partial<RegistryParts> = {}) =>
    startRegistry({
      settings: settingsIn(folder, chosen),
      mongodbUri: store.uri,
      portOption: '--port',
      log: logOf('registry', 'silent'),
      ...parts,
      ...more,
    });
  const registry = await start();
  const operator = readFileSync(registry.tokenFile, 'utf8').trim();
  const others: RunningRegistry[] = [];
  const ask = (path: string, options: AskOptions = {}) =>
    askRegistry(options.url ?? registry.url, path, { token: operator, ...options });
  return {
    store,
    registry,
    url: registry.url,
    operator,
    folder,
    ask,
    another: async (more) => {
      others.push(await start(more));
      return others.at(-1)!;
    },
    token: async (agency, rights, subgraphs = ['*']) =>
      (await ask('/v1/tokens', { body: { agency, rights, subgraphs, label: 'test' } })).body.token,
    close: async () => {
      for (const each of [registry, ...others]) await each.stop();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function askRegistry(url: string, path: string, options: AskOptions): Promise<Answer> {
  const { body, token, headers, method = body === undefined ? 'GET' : 'POST' } = options;
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(token != null && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

/** A subgraph of one root field. */
export const one = (field: string): string => `${FEDERATION} type Query { ${field}: Int }`;
