/** The graph that real clients ask: the sample behind a gateway, as `npm start` has it, and a project with the files of `sigap client init`. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, vi } from 'vitest';
import { logOf } from '../../base/log.ts';
import { writeClient } from '../../cli/client/write-client.ts';
import { apiKeyCommand } from '../../gateway/guard/identity/api-key-command.ts';
import { openDevelopmentKey } from '../../gateway/guard/identity/development-key.ts';
import { startGateway } from '../../gateway/serve.ts';
import { gatewayDefaults, type GatewaySettings } from '../../gateway/settings.ts';
import { fixedSupergraph } from '../../gateway/supergraph/supergraph-source.ts';
import { startSampleGraph } from '../support/sample.ts';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);

export interface ClientsGraph {
  /** Where the graph is: `http://…/graphql`. */
  readonly url: string;
  /** Where its schema is. */
  readonly schemaUrl: string;
  /** A project of its own, which finds this repository's packages; `graph/` in it is what `sigap client init` wrote. */
  readonly project: string;
  /** While true no subgraph answers. */
  down: boolean;
  /** @param seconds how long it is valid; below 0: it has expired */
  token(role: string, seconds?: number, subject?: string): Promise<string>;
  /** @returns a key that the gateway takes already */
  apiKey(role: string): Promise<string>;
  /** Runs the program of a package, in the project. @returns what it prints */
  program(name: string, ...words: string[]): Promise<string>;
  stop(): Promise<void>;
}

export async function startClientsGraph(chosen: Partial<GatewaySettings> = {}): Promise<ClientsGraph> {
  const project = mkdtempSync(join(tmpdir(), 'clients-'));
  symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'));
  writeFileSync(join(project, 'package.json'), JSON.stringify({ type: 'module' }));
  const sample = await startSampleGraph();
  const state = { down: false };
  const settings = gatewayDefaults({ port: 0, explorer: false, development: true, keysFolder: project, ...chosen });
  const gateway = await startGateway({
    settings,
    log: logOf('test', 'silent'),
    source: fixedSupergraph(readFileSync(join(root, 'schema/supergraph.graphql'), 'utf8')),
    inProcess: Object.fromEntries(
      [...sample.subgraphs].map(([name, { execute }]) => [
        name,
        (...asked: Parameters<typeof execute>) => (state.down ? Promise.reject(new Error('gone')) : execute(...asked)),
      ]),
    ),
  });
  const url = `${gateway.url}/graphql`;
  await writeClient({ url: new URL(url), credential: {}, folder: join(project, 'graph'), again: false });
  const key = await openDevelopmentKey(project);
  return Object.assign(state, {
    url,
    schemaUrl: `${gateway.url}/schema.graphql`,
    project,
    token: (role: string, seconds = 600, subject = `try-${role}`) =>
      key.sign({ role, subject }, settings.audience, seconds),
    async apiKey(role: string) {
      const said: string[] = [];
      const words = ['create', '--owner', 'A test', '--role', role, '--days', '1'];
      await apiKeyCommand(words, { KEYS_FOLDER: project }, (line) => said.push(line));
      await untilTaken(`${gateway.url}/schema.graphql`, said[0]!);
      return said[0]!;
    },
    async program(name: string, ...words: string[]) {
      const { stdout, stderr } = await run(join(root, 'node_modules/.bin', name), words, { cwd: project });
      return `${stdout}${stderr}`;
    },
    async stop() {
      await gateway.stop();
      await sample.stop();
      rmSync(project, { recursive: true, force: true });
    },
  });
}

/** The gateway reads its keys again when they have changed, within some seconds. */
export async function untilTaken(schemaUrl: string, apiKey: string): Promise<void> {
  const asked = async (): Promise<number> => (await fetch(schemaUrl, { headers: { 'x-api-key': apiKey } })).status;
  await vi.waitFor(async () => expect(await asked()).toBe(200), { timeout: 20_000, interval: 200 });
}
