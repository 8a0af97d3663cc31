/** The registry that a gateway takes its supergraph from is gone. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { askRegistry } from '../../schema/registry/fixtures.ts';
import { node, startProgram, startStoreProgram, type Program } from '../programs.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { AFFECTED, INNOCENT, startTownGraph } from '../town-graph.ts';

async function open(folder: string): Promise<Stage> {
  const store = await startStoreProgram(join(folder, 'store'));
  const keys = join(folder, 'registry');
  const env = { MONGODB_URI: store.address, REGISTRY_KEYS: keys, REGISTRY_POLICY: 'none' };
  const start = (port: string): Promise<Program> =>
    startProgram(node('schema/registry/main.ts', '--port', port), /registry: (http:\/\/\S+) /, env);
  let registry = await start('0');
  const { address } = registry;
  const token = readFileSync(join(keys, 'registry-operator-token'), 'utf8').trim();
  const graph = await startTownGraph(folder, {
    source: async (agencies) => {
      for (const [name, { sdl, url }] of Object.entries(agencies)) {
        const body = { sdl, url, why: 'Chaos.' };
        const { status } = await askRegistry(address, `/v1/subgraphs/${name}/versions`, { token, body });
        if (status !== 201) throw new Error(`expected 201 for the publish of ${name}, got ${status}`);
      }
      return `registry:${address}`;
    },
    words: ['--supergraph-poll', '200', '--supergraph-copy', join(folder, 'copy')],
    env: { REGISTRY_TOKEN_FILE: join(keys, 'registry-gateway-token') },
  });
  return {
    ...graph,
    innocent: [INNOCENT, AFFECTED],
    affected: [],
    allowed: [],
    told: {
      log: /supergraph/,
      metric: /^sigap_supergraph_source_failing_seconds/,
      alert: 'SupergraphSourceGone',
    },
    break: () => registry.kill(),
    mend: async () => void (registry = await start(new URL(address).port)),
    close: async () => {
      await graph.close();
      await registry.kill();
      await store.kill();
    },
  };
}

/** Each a row of the table. */
export const REGISTRY_SCENARIOS: readonly Scenario[] = [
  {
    name: 'registry gone',
    does: 'The registry that the supergraph comes from is killed and started again.',
    hold: 3_000,
    open,
  },
];
