/**
 * The sample behind four running subgraphs and a gateway. Filling takes a while, so a filled store is kept in the
 * temporary folder under the hash of what fills it, and every test file works on a copy of its own. With MONGODB_URI the
 * same tests run on that server.
 */
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import { parse, print, type DocumentNode, type OperationDefinitionNode } from 'graphql';
import { startStoreThread } from '../../store/thread.ts';
import type { ClaimsSubject } from '../../base/claims.ts';
import { stripFeatures } from '../../gateway/supergraph/strip-features.ts';
import { seedSample } from '../../subgraphs/sample/seed.ts';
import { startSubgraph, SUBGRAPHS, type RunningSubgraph } from '../../subgraphs/serve.ts';

// The engine of @apollo/gateway asks the network where it runs unless it is told not to.
process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';

const root = join(import.meta.dirname, '../..');
const NEVER_MS = 3_600_000;
/** The first test after a change of what fills it waits for the filling, in ms. */
export const FILL_MS = 300_000;

export interface Answer {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into it
  readonly data?: any;
  readonly errors?: readonly {
    message: string;
    path?: readonly (string | number)[];
    extensions?: Record<string, unknown>;
  }[];
}

export interface SampleGraph {
  readonly mongodbUri: string;
  readonly subgraphs: ReadonlyMap<string, RunningSubgraph>;
  /** Commands sent to the databases since the list was last emptied: `workers find verifications` … */
  readonly commands: string[];
  /** @param claims what the subgraphs are told of who asks; left out, they are asked by nobody in particular, who may see everything */
  ask(query: string, variables?: Record<string, unknown>, claims?: ClaimsSubject): Promise<Answer>;
  stop(): Promise<void>;
}

interface Store {
  readonly uri: string;
  stop(): Promise<unknown>;
}

/** The text of a question in schema/operations. */
export const questionOf = (name: string): string =>
  readFileSync(join(root, 'schema/operations', `${name}.graphql`), 'utf8');

export async function startSampleGraph(): Promise<SampleGraph> {
  const store = await startSampleStore();
  const graph = await startGraph(store.uri);
  return {
    ...graph,
    async stop() {
      await graph.stop();
      await store.stop();
    },
  };
}

/** The subgraphs and a gateway over a filled database. */
export async function startGraph(mongodbUri: string): Promise<SampleGraph> {
  const commands: string[] = [];
  const running = await Promise.all(
    SUBGRAPHS.map(({ name }) =>
      startSubgraph(name, {
        mongodbUri,
        port: null,
        recountEvery: NEVER_MS,
        logLevel: 'silent',
        onCommand: (command, collection) => void commands.push(`${name} ${command} ${collection}`),
      }),
    ),
  );
  const subgraphs = new Map(running.map((subgraph) => [subgraph.name, subgraph]));
  const gateway = gatewayOver(subgraphs);
  const { executor } = await gateway.load();
  return {
    mongodbUri,
    subgraphs,
    commands,
    async ask(query, variables = {}, claims) {
      const document = parse(query);
      const given = { ...defaultsOf(document), ...variables };
      const operationName = operationOf(document).name?.value;
      return (await executor({
        document,
        operationName,
        queryHash: query,
        request: { query, variables: given },
        context: { claims },
        schema: undefined,
        metrics: {},
      } as never)) as Answer;
    },
    async stop() {
      await gateway.stop();
      for (const subgraph of running) await subgraph.stop();
    },
  };
}

function gatewayOver(subgraphs: ReadonlyMap<string, RunningSubgraph>): ApolloGateway {
  return new ApolloGateway({
    // Without the rules about who may read what: @apollo/gateway refuses to load them, and these tests ask the data itself.
    supergraphSdl: print(stripFeatures(parse(readFileSync(join(root, 'schema/supergraph.graphql'), 'utf8')))),
    buildService: ({ name }) =>
      ({
        process: ({ request, context }) =>
          subgraphs.get(name)!.execute({ ...request, claims: context['claims'] as ClaimsSubject | undefined } as never),
      }) as GraphQLDataSource,
  });
}

const operationOf = (document: DocumentNode): OperationDefinitionNode =>
  document.definitions.find((definition) => definition.kind === 'OperationDefinition') as OperationDefinitionNode;

/** Variables' defaults, which Apollo Server would fill in. */
function defaultsOf(document: DocumentNode): Record<string, unknown> {
  const entries = (operationOf(document).variableDefinitions ?? []).flatMap(({ variable, defaultValue }) => {
    if (defaultValue === undefined || !('value' in defaultValue)) return [];
    return [[variable.name.value, defaultValue.kind === 'IntValue' ? Number(defaultValue.value) : defaultValue.value]];
  });
  return Object.fromEntries(entries) as Record<string, unknown>;
}

/** A store that holds the sample; its own copy, so a test may write to it. */
export async function startSampleStore(): Promise<Store> {
  const given = process.env['MONGODB_URI'];
  if (given !== undefined) {
    await seedSample({ mongodbUri: given });
    return { uri: given, stop: async () => {} };
  }
  const folder = mkdtempSync(join(tmpdir(), 'sigap-sample-'));
  cpSync(await filledFolder(), folder, { recursive: true });
  return startFolder(folder, () => rmSync(folder, { recursive: true, force: true }));
}

async function startFolder(folder: string, stopped: () => void): Promise<Store> {
  const store = await startStoreThread({ folder, port: 0, logLevel: 'silent' });
  return {
    uri: store.uri,
    async stop() {
      await store.stop();
      stopped();
    },
  };
}

/** @returns a data folder with the sample, to be copied. Two files may want it at once: one fills, the other waits for it; who finds the filler gone fills themselves. */
export async function filledFolder(): Promise<string> {
  const kept = join(
    tmpdir(),
    `sigap-filled-${hashOf('{subgraphs,store/storage,store/index,store/value}/**/*.{ts,json,geojson,csv,yaml}')}`,
  );
  const filling = `${kept}-filling`;
  while (!existsSync(kept)) {
    if (takes(filling)) await fill(filling, kept);
    else await delay(200);
  }
  return kept;
}

/** Takes the folder to fill, unless a living process has it. */
function takes(folder: string): boolean {
  const owner = `${folder}.pid`;
  try {
    writeFileSync(owner, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (!isAlive(Number(existsSync(owner) ? readFileSync(owner, 'utf8') : process.pid))) rmSync(owner, { force: true });
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function fill(filling: string, kept: string): Promise<void> {
  rmSync(filling, { recursive: true, force: true });
  mkdirSync(filling);
  const store = await startFolder(filling, () => {});
  try {
    await seedSample({ mongodbUri: store.uri });
    await store.stop();
    renameSync(filling, kept);
  } finally {
    rmSync(`${filling}.pid`, { force: true });
  }
}

function hashOf(pattern: string): string {
  const hash = createHash('sha256');
  for (const file of globSync(pattern, { cwd: root }).sort()) hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest('hex').slice(0, 16);
}
