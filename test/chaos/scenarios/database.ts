/** The database of a real subgraph: its primary steps down, its process dies. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { startGatewayProgram } from '../../support/gateway-program.ts';
import { filledFolder } from '../../support/sample.ts';
import { unbudgetedRoles } from '../../support/unbudgeted-roles.ts';
import { OPERATE_TOKEN } from '../operator.ts';
import { node, startProgram, startStoreProgram, type Program } from '../programs.ts';
import type { Question, Scenario, Stage, Told } from '../scenario.ts';
import { steppingPrimary } from '../stepping-primary.ts';
import { authorizationOf } from '../town-graph.ts';

const subgraph = (name: string, uri: string): Promise<Program> =>
  startProgram(node('subgraphs/main.ts', name, '--port', '0', '--mongodb-uri', uri), /\w+: (http:\/\/\S+)/);

/** What a question answers now, asked once. @throws Error where it is not whole */
async function asked(graph: string, name: string, query: string, authorization: string): Promise<Question> {
  const headers = { 'content-type': 'application/json', authorization };
  const answer = await fetch(graph, { method: 'POST', headers, body: JSON.stringify({ query }) });
  const { data, errors } = (await answer.json()) as { data: unknown; errors?: unknown };
  if (errors !== undefined) throw new Error(`expected the whole answer of ${name}, got ${JSON.stringify(errors)}`);
  return { name, query, whole: () => data, authorization };
}

interface Database {
  /** Of `workers`; that of `agencies` is another one. */
  readonly uri: string;
  break(): void | Promise<void>;
  mend(): void | Promise<void>;
  close(): Promise<void>;
}

interface Fault {
  readonly database: (folder: string) => Promise<Database>;
  readonly allowed: readonly string[];
  readonly told: Told;
}

/** `agencies` and `workers` over the sample, each over a store of its own. */
async function open(folder: string, { database, allowed, told }: Fault): Promise<Stage> {
  for (const name of ['agencies', 'workers']) cpSync(await filledFolder(), join(folder, name), { recursive: true });
  const store = await startStoreProgram(join(folder, 'agencies'));
  const victim = await database(join(folder, 'workers'));
  const [agencies, workers] = await Promise.all([subgraph('agencies', store.address), subgraph('workers', victim.uri)]);
  const keys = join(folder, 'keys');
  const urls = `agencies=${agencies.address},workers=${workers.address}`;
  const guard = ['--development', '--keys-folder', keys, '--roles', unbudgetedRoles(folder)];
  const gateway = await startGatewayProgram(
    // Answers that are kept would go on without their database: test/gateway/cache shows that.
    [
      '--cache-bytes',
      '0',
      '--workers',
      '1',
      '--operate-port',
      '0',
      '--subgraph-urls',
      urls,
      '--subgraph-timeout',
      '2000',
      ...guard,
    ],
    { OPERATE_TOKEN },
  );
  const auditor = await authorizationOf(folder, '--role', 'auditor');
  return {
    gateway,
    innocent: [await asked(gateway.url, 'districts', '{ city { districts { name } } }', auditor)],
    affected: [await asked(gateway.url, 'coverage', '{ city { districts { name } coverage { total } } }', auditor)],
    allowed,
    told,
    break: () => victim.break(),
    mend: () => victim.mend(),
    close: async () => {
      await Promise.all([agencies.kill(), workers.kill()]);
      await victim.close();
      await store.kill();
    },
  };
}

async function steppingDatabase(folder: string): Promise<Database> {
  const store = await startStoreProgram(folder);
  const primary = await steppingPrimary(store.address);
  return {
    uri: primary.uri,
    break: () => void (primary.isPrimary = false),
    mend: () => void (primary.isPrimary = true),
    close: async () => {
      await primary.close();
      await store.kill();
    },
  };
}

async function dyingDatabase(folder: string): Promise<Database> {
  let store = await startStoreProgram(folder);
  const { port } = new URL(store.address);
  return {
    uri: store.address,
    break: () => store.kill(),
    mend: async () => void (store = await startStoreProgram(folder, port)),
    close: () => store.kill(),
  };
}

const WAITS: Omit<Fault, 'database'> = {
  // Drivers wait for a primary longer than the gateway for the subgraph. Identical questions share a request, so that too few fail for its breaker.
  allowed: ['SUBGRAPH_TIMEOUT', 'DATABASE_UNREACHABLE'],
  told: {
    metric: /^http_client_request_duration_seconds_count\{subgraph="workers",error_type="SUBGRAPH_TIMEOUT"\}/,
    alert: 'SubgraphFailing',
  },
};

/** Each a row of the table. */
export const DATABASE_SCENARIOS: readonly Scenario[] = [
  {
    name: 'MongoDB primary steps down',
    does: 'The replica set of a subgraph has no primary for 6 s (a proxy that speaks its protocol before the embedded store).',
    hold: 6_000,
    open: (folder) => open(folder, { database: steppingDatabase, ...WAITS }),
  },
  {
    name: 'database of a subgraph killed',
    does: "The process of a subgraph's database is killed and started again.",
    hold: 6_000,
    open: (folder) => open(folder, { database: dyingDatabase, ...WAITS }),
  },
];
