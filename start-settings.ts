/** The options of `npm start`: few of the gateway's, since it is for trying out, and those of what it starts beside. */
import { z } from 'zod';
import { environment } from './base/environment.ts';
import { configOption, mongodbUri, wholeNumber, type SettingsOf, type SettingTable } from './base/settings.ts';
import { traceSettings } from './base/traces/settings.ts';
import { observeSettings } from './gateway/observe/settings.ts';
import { operateSettings } from './gateway/operate/settings.ts';
import { gatewayOptions } from './gateway/settings.ts';
import { KOTA_BEKASI } from './subgraphs/city/init-city.ts';

const { port, trustedProxies, tlsCert, tlsKey, tlsClientCa } = gatewayOptions;

/** The options of `npm start`. */
export const startSettings = {
  config: configOption,
  port,
  trustedProxies,
  tlsCert,
  tlsKey,
  tlsClientCa,
  logLevel: {
    ...gatewayOptions.logLevel,
    schema: z.enum(['silent', 'error', 'warn', 'info', 'debug', 'trace']).default('warn'),
  },
  data: {
    env: 'DATA',
    flag: '--data <folder>',
    schema: z.string().default('.data'),
    unit: 'path',
    what: 'Where the embedded store keeps its data.',
  },
  registryPort: {
    env: 'REGISTRY_PORT',
    flag: '--registry-port <number>',
    schema: wholeNumber(0, 65_535).optional(),
    unit: 'TCP port',
    what: "Where the registry of subgraphs listens, on loopback; without it ten above the gateway's port, a free one where that is 0.",
  },
  storePort: {
    env: 'STORE_PORT',
    flag: '--store-port <number>',
    schema: wholeNumber(0, 65_535).optional(),
    unit: 'TCP port',
    what: 'A port of loopback for the embedded store, open to every user of this machine; without it drivers, mongosh and Compass use the Unix socket in the data folder.',
  },
  subgraphPort: {
    env: 'SUBGRAPH_PORT',
    flag: '--subgraph-port <number>',
    schema: wholeNumber(0, 65_535).optional(),
    unit: 'TCP port',
    what: 'Where the first subgraph listens, the others on the ports after it; 0 takes free ones. They answer who signs claims with the secret in keys/claims-secret of the data folder; without it they open no port.',
  },
  empty: {
    env: 'EMPTY',
    flag: '--empty',
    schema: z.union([z.boolean(), z.stringbool('expected true or false')]).default(false),
    unit: 'true or false',
    what: "Begins without people, with the areas, agencies, groups and programmes of a city's files and with keys of its own, instead of with the sample. A later start goes on without it; with it, it takes what has changed in the files.",
  },
  cityFiles: {
    env: 'CITY_FILES',
    flag: '--city-files <folder>',
    schema: z.string().default(KOTA_BEKASI),
    unit: 'path',
    what: 'The files of the city that --empty begins with, as npm run city -- init makes them; without it those of Kota Bekasi.',
  },
  mongodbUri: {
    env: 'MONGODB_URI',
    schema: mongodbUri(),
    unit: 'URI',
    secret: true,
    what: 'A MongoDB to use in place of the embedded store.',
  },
  ...observeSettings,
  ...operateSettings,
  ...traceSettings,
  environment: { ...environment, what: 'npm start is for trying out, so it refuses to start in production.' },
} as const satisfies SettingTable;
/** Their values. */
export type StartSettings = SettingsOf<typeof startSettings>;
