/**
 * `npm start`: store -> sample data -> subgraphs -> gateway -> pages, on a machine that has nothing but Node. The only file
 * that may import every room. With MONGODB_URI the store is left out and the same subgraphs run on that server.
 */
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SingleBar } from 'cli-progress';
import { noteStart } from './base/data-folder.ts';
import { refuseProduction } from './base/environment.ts';
import { CodedError } from './base/errors.ts';
import { persistedSecret } from './base/persisted-secret.ts';
import { Lifecycle, stopOnSignals } from './base/lifecycle.ts';
import { listen } from './base/listen.ts';
import { logOf } from './base/log.ts';
import { openDataFolder } from './base/private-files.ts';
import { defaultSettings, type SettingsOf, type SettingTable } from './base/settings.ts';
import { SliceScheduler } from './base/time-slices.ts';
import { claimsKey } from './gateway/guard/claims/sign-claims.ts';
import { readChanges, readQuestions } from './gateway/http/questions.ts';
import { traceSettings } from './base/traces/settings.ts';
import { isPageBuilt } from './gateway/gateway-http.ts';
import { startGateway, type RunningGateway } from './gateway/serve.ts';
import type { GatewaySettings } from './gateway/settings.ts';
import { judgeOperation } from './gateway/judge-operation.ts';
import { registrySource } from './gateway/supergraph/registry-source.ts';
import type { SupergraphSource } from './gateway/supergraph/supergraph-source.ts';
import { ownServices } from './schema/compose.ts';
import { registrySettings } from './schema/registry/settings.ts';
import { startRegistry, type RunningRegistry } from './schema/registry/start-registry.ts';
import { gatewayOfStart, readStart, type ChosenStart, type StartSettings } from './start-settings.ts';
import { startStoreThread } from './store/thread.ts';
import { agenciesByRole } from './subgraphs/city/agencies-by-role.ts';
import type { CityFiles } from './subgraphs/city/city-files.ts';
import { cityFault } from './subgraphs/city/errors.ts';
import { loadCity, loadedCity, type LoadedCity } from './subgraphs/city/load-city.ts';
import { readCity } from './subgraphs/city/read-city.ts';
import { seedSample } from './subgraphs/sample/seed.ts';
import { startSubgraph, SUBGRAPHS, type RunningSubgraph } from './subgraphs/serve.ts';
import { DEVELOPMENT_KEYS, type Keys } from './subgraphs/settings.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** Questions and changes that are shipped. */
const OPERATIONS = here('schema/operations');

/** The query of the README: participants, ceiling, liability and shortfall. */
const FIRST_QUESTION = JSON.stringify({
  query:
    '{ city { participants } programme(code: "SIGAP") { participants reconciliation(year: 2025) { ceiling liability paid shortfall } } }',
});

const say = (line = ''): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const options = readStart();
  if (options === undefined) return;
  // Files that are written from here on are readable by their owner alone.
  process.umask(0o077);
  refuseProduction(options.settings.environment);
  const lifecycle = new Lifecycle();
  // Its parts log from `warn`; that it stops is said to everybody who has not chosen a level.
  const { logLevel } = options.settings;
  stopOnSignals(lifecycle, logOf('start', logLevel === 'warn' ? 'info' : logLevel));
  try {
    await start(options, lifecycle);
  } catch (thrown) {
    // A start that was stopped by a signal fails somewhere; that failure is not reported, and the signal ends the process.
    if (lifecycle.stopping) return;
    await lifecycle.stop();
    throw thrown;
  }
}

async function start(options: ChosenStart, lifecycle: Lifecycle): Promise<void> {
  const { settings } = options;
  // Read before anything is written: whoever has a fault in them has nothing to take back.
  const files = settings.empty ? readCity(settings.cityFiles) : undefined;
  const freePort = await holdPort(settings, lifecycle);
  openDataFolder(resolve(settings.data));
  lifecycle.onStop('note', noteStart(settings.data));
  const mongodbUri = settings.mongodbUri ?? (await startStore(settings, lifecycle));
  const keys = join(resolve(settings.data), 'keys');
  const city = await openCity(mongodbUri, files, keys);
  if (city === undefined) await fill(mongodbUri, lifecycle);
  const scheduler = new SliceScheduler();
  const subgraphs = await startSubgraphs({
    mongodbUri,
    settings,
    claimsSecret: persistedSecret(join(keys, CLAIMS_SECRET)),
    scheduler,
    lifecycle,
    ...identityOf(city, keys),
  });
  // Its address is known once the gateway listens.
  const pages: string[] = [];
  const registry = await startOwnRegistry(settings, { mongodbUri, keys, lifecycle, pages });
  await freePort();
  const gateway = await startOwnGateway({ options, mongodbUri, keys, city, scheduler, subgraphs, registry });
  lifecycle.onStop('gateway', () => gateway.stop());
  const { port, protocol } = new URL(gateway.url);
  pages.push(`${protocol}//127.0.0.1:${port}`, `${protocol}//localhost:${port}`);
  welcome({ options, gateway, registry, subgraphs, mongodbUri });
}

/** Served beside the whole graph, at a path of its own: what everybody may see. */
const CONTRACTS = ['public'];

interface GatewayParts {
  readonly options: ChosenStart;
  readonly mongodbUri: string;
  /** Folder of the keys. */
  readonly keys: string;
  readonly city: LoadedCity | undefined;
  readonly scheduler: SliceScheduler;
  readonly subgraphs: readonly RunningSubgraph[];
  readonly registry: RunningRegistry;
}

/** The gateway of the city or the sample, which takes its supergraph from the registry unless it is told another, and calls our subgraphs in this process. */
async function startOwnGateway(parts: GatewayParts): Promise<RunningGateway> {
  const { options, mongodbUri, city, scheduler, subgraphs } = parts;
  const { settings, chosen } = options;
  return startGateway({
    source: chosen.supergraph === undefined ? ownSource(parts) : undefined,
    settings: gatewayOfStart(options, {
      ...gatewayOfThisProcess(parts),
      ...(chosen.supergraph === undefined && fromOwnRegistry(parts)),
      developmentAgency: (await agenciesByRole(mongodbUri)) || undefined,
    }),
    log: logOf('gateway', settings.logLevel),
    sampleData: city === undefined,
    scheduler,
    inProcess: Object.fromEntries(subgraphs.map((subgraph) => [subgraph.name, subgraph.execute])),
  });
}

/** Another registry would be sent the token of this one. */
const fromOwnRegistry = ({ registry }: GatewayParts): Partial<GatewaySettings> => ({
  contracts: CONTRACTS,
  // What is asked is told to the registry, so that a check knows what a change would break.
  usageRegistry: new URL(registry.url),
  registryToken: registry.gatewayToken,
});

function ownSource({ options, registry }: GatewayParts): SupergraphSource {
  const { settings } = options;
  return registrySource({
    url: new URL(registry.url),
    contracts: options.chosen.contracts ?? CONTRACTS,
    token: registry.gatewayToken,
    key: registry.ground.signer.publicKey,
    copies: options.chosen.supergraphCopy ?? join(resolve(settings.data), 'supergraph'),
    poll: settings.supergraphPoll,
  });
}

/** What is set where nobody has chosen otherwise. */
const gatewayOfThisProcess = ({ mongodbUri, keys, city, registry }: GatewayParts): Partial<GatewaySettings> => ({
  operations: OPERATIONS,
  ...(city !== undefined && { explorerCity: city.name }),
  // The subgraphs work in this process too; more answers at once would only take memory.
  maxLargeAnswers: 1,
  // What is published or rolled back is served in under two seconds; the operations that are not prepared by then are planned when asked.
  warmBudget: 500,
  explorerRegistry: registry.url,
  keysFolder: keys,
  // Our subgraphs are in this process; a partner's are not, and verify who asks by what it signs.
  claimsSecret: persistedSecret(join(keys, CLAIMS_SECRET)),
  auditUri: mongodbUri,
  auditKey: persistedSecret(join(keys, AUDIT_KEY)),
  // Outside of the database, so that a chain that is deleted there as a whole is noticed.
  auditAnchor: join(keys, 'audit-anchor'),
});

/** @returns the city whose files the databases have, after what is new in them is loaded; undefined where it is the sample's @throws CodedError KEYS_LOST */
async function openCity(
  mongodbUri: string,
  files: CityFiles | undefined,
  keys: string,
): Promise<LoadedCity | undefined> {
  const before = await loadedCity(mongodbUri);
  if (before?.started === true) requireKeys(keys);
  if (files === undefined) return before;
  await loadCity({ mongodbUri, files });
  return loadedCity(mongodbUri);
}

/**
 * A city whose subgraphs have started before has keys. New ones in place of one that is missing would give its people other tokens and open nothing of what is sealed.
 * @throws CodedError KEYS_LOST
 */
function requireKeys(folder: string): void {
  const missing = [...Object.values(CITY_KEYS), AUDIT_KEY].filter((name) => !existsSync(join(folder, name)));
  if (missing.length > 0) throw cityFault('KEYS_LOST', `${folder} has no ${missing.join(', ')}`);
}

/** Files of the keys that a city's subgraphs take. */
const CITY_KEYS = { identityKey: 'identity-key', encryptionKey: 'encryption-key', recordKey: 'record-key' } as const;
const AUDIT_KEY = 'audit-key';
const CLAIMS_SECRET = 'claims-secret';

/** A city of its own has keys of its own; the sample is sealed with those that everybody has. */
function identityOf(city: LoadedCity | undefined, folder: string): Pick<SubgraphParts, 'keys' | 'city'> {
  if (city === undefined) return { keys: DEVELOPMENT_KEYS, city: undefined };
  const kept = (name: string): string => persistedSecret(join(folder, name));
  const keys = {
    identityKey: kept(CITY_KEYS.identityKey),
    encryptionKey: kept(CITY_KEYS.encryptionKey),
    recordKey: kept(CITY_KEYS.recordKey),
  };
  return { keys, city: city.code };
}

async function startStore(settings: StartSettings, lifecycle: Lifecycle): Promise<string> {
  const store = await startStoreThread({
    folder: resolve(settings.data),
    port: settings.storePort,
    portOption: '--store-port or STORE_PORT',
  });
  lifecycle.onStop('store', () => store.stop());
  return store.uri;
}

/**
 * Occupies the gateway's port before the store is filled, so that a port in use is reported at once.
 * @returns frees the port for the gateway @throws CodedError PORT_TAKEN, PORT_REFUSED
 */
async function holdPort({ port, host }: StartSettings, lifecycle: Lifecycle): Promise<() => Promise<void>> {
  const holder = createServer((socket) => socket.destroy());
  await listen(holder, port, host, '--port or PORT');
  const free = (): Promise<void> => new Promise((resolve) => holder.close(() => resolve()));
  lifecycle.onStop('port', free);
  return free;
}

interface RegistryPlace {
  readonly mongodbUri: string;
  readonly keys: string;
  readonly lifecycle: Lifecycle;
  /** Origins of the gateway's page. */
  readonly pages: readonly string[];
}

/** The registry, with our five subgraphs as published versions. The gateway takes its supergraph from it, so that what is published is served. */
async function startOwnRegistry(
  { port, registryPort, logLevel }: StartSettings,
  { mongodbUri, keys, lifecycle, pages }: RegistryPlace,
): Promise<RunningRegistry> {
  const log = logOf('registry', logLevel);
  const registry = await startRegistry({
    settings: {
      ...defaultSettings(registrySettings),
      port: registryPort ?? (port === 0 ? 0 : port + 10),
      keysFolder: keys,
    },
    mongodbUri,
    portOption: '--registry-port or REGISTRY_PORT',
    log,
    pages: () => pages,
    judgeOperation,
    own: ownServices(),
    // What is shipped must go on working, whoever has asked it.
    shipped: [...readQuestions(OPERATIONS), ...readChanges(OPERATIONS)].map(({ name, text }) => ({
      name,
      document: text,
      clients: [],
    })),
  });
  lifecycle.onStop('registry', () => registry.stop());
  return registry;
}

/** Fills the store with the sample data, the first time. A stopped filling ends before the store does, and the next start begins it again. */
async function fill(mongodbUri: string, lifecycle: Lifecycle): Promise<void> {
  const bar = new SingleBar({
    format: 'Filling with sample data {bar} {percentage}% | {value} of {total} records',
    noTTYOutput: true,
    notTTYSchedule: 10_000,
  });
  const filling = seedSample({
    mongodbUri,
    onProgress: (done, total) => {
      if (lifecycle.stopping) throw new Error('filling was stopped');
      if (!bar.isActive) bar.start(total, 0);
      bar.update(done);
    },
  }).finally(() => bar.stop());
  lifecycle.onStop('filling', () => filling.catch(() => {}));
  await filling;
}

interface SubgraphParts {
  readonly mongodbUri: string;
  readonly settings: StartSettings;
  /** What claims are signed with: the same at every start, so that a partner's subgraph keeps its key. */
  readonly claimsSecret: string;
  readonly scheduler: SliceScheduler;
  readonly lifecycle: Lifecycle;
  readonly keys: Keys;
  /** Code of the city; the sample's when undefined. */
  readonly city: string | undefined;
}

/** Those options of a start that stand in a table. */
function valuesOf<Table extends SettingTable>(table: Table, settings: SettingsOf<Table>): SettingsOf<Table> {
  const entries = Object.keys(table).map((key) => [key, settings[key as keyof Table]]);
  return Object.fromEntries(entries) as SettingsOf<Table>;
}

/** The gateway calls them in this process; the ports that `--subgraph-port` opens beside that answer signed claims alone. */
async function startSubgraphs(parts: SubgraphParts): Promise<RunningSubgraph[]> {
  const { mongodbUri, claimsSecret, scheduler, lifecycle, keys, city } = parts;
  const { subgraphPort } = parts.settings;
  const httpOf = (name: string, index: number) =>
    subgraphPort === undefined
      ? { port: null }
      : {
          port: subgraphPort === 0 ? 0 : subgraphPort + index,
          portOption: '--subgraph-port or SUBGRAPH_PORT',
          claimsKeys: claimsKey(claimsSecret, name).export().toString('base64url'),
        };
  const starting = SUBGRAPHS.map(async ({ name }, index) => {
    const subgraph = await startSubgraph(name, {
      mongodbUri,
      scheduler,
      keys,
      dailyRules: true,
      ...valuesOf(traceSettings, parts.settings),
      // That names the gateway.
      tracesService: undefined,
      ...(city !== undefined && { city }),
      ...httpOf(name, index),
    });
    lifecycle.onStop(`subgraph ${name}`, () => subgraph.stop());
    return subgraph;
  });
  return Promise.all(starting);
}

interface Running {
  readonly options: ChosenStart;
  readonly gateway: RunningGateway;
  readonly registry: RunningRegistry;
  readonly subgraphs: readonly RunningSubgraph[];
  readonly mongodbUri: string;
}

/** The views of the page that open a start. */
const VIEWS = { overview: '/', data: '/data', query: '/query' };

/** Addresses are printed only where they answer: the page is built from `web/`. */
function welcome({ options, gateway, registry, subgraphs, mongodbUri }: Running): void {
  const { settings, chosen } = options;
  const hasPage = settings.explorer && isPageBuilt();
  const contracts = chosen.contracts ?? (chosen.supergraph === undefined ? CONTRACTS : []);
  const graph = `${gateway.url}${settings.graphqlPath}`;
  say();
  say('sigap-graph is up.');
  say();
  if (hasPage) for (const [view, path] of Object.entries(VIEWS)) say(`  ${view.padEnd(11)}${gateway.url}${path}`);
  else if (settings.explorer)
    say('  page       not built, so only the graph is served: npm run build, and start again');
  say(`  graph      ${graph}`);
  for (const name of contracts) say(`             ${graph}/${name}  (what the contract ${name} shows)`);
  if (hasPage) say(`  registry   ${gateway.url}/registry`);
  say(`${hasPage ? '             ' : '  registry   '}${registry.url}/docs  (token: ${registry.tokenFile})`);
  for (const { name, url } of subgraphs)
    if (url !== '')
      say(`  subgraph   ${url}  ${name}, for claims signed with ${join(settings.data, 'keys', CLAIMS_SECRET)}`);
  if (gateway.operateUrl !== undefined) say(`  operators  ${gateway.operateUrl}/metrics`);
  say(`  stored     ${settings.mongodbUri ? 'in MongoDB (MONGODB_URI)' : resolve(settings.data)}`);
  if (settings.mongodbUri === undefined) say(`  mongosh    mongosh '${mongodbUri}'`);
  say();
  say('Ask it:');
  say(`  curl -s ${graph} -H 'content-type: application/json' -d '${FIRST_QUESTION}'`);
  say();
  say('Ctrl-C stops everything; the data stays.');
}

main().catch((thrown: unknown) => {
  process.stderr.write(
    `${thrown instanceof CodedError ? `${thrown.code}: ${thrown.message}` : String((thrown as Error).stack)}\n`,
  );
  process.exit(1);
});
