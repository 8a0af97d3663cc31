/** The options of `npm start`: every one of the gateway's, and those of what it starts beside. */
import { z } from 'zod';
import { dataOption } from './base/data-folder.ts';
import { environment } from './base/environment.ts';
import { faultsOf, quote } from './base/errors.ts';
import { hostNameOfAddress, isLoopbackName } from './base/host-name.ts';
import {
  mongodbUri,
  readWithOrigins,
  settingErrors,
  wholeNumber,
  type SettingsOf,
  type SettingTable,
} from './base/settings.ts';
import { gatewayDefaults, gatewayOptions, type GatewaySettings } from './gateway/settings.ts';
import { KOTA_BEKASI } from './subgraphs/city/init-city.ts';

/** The options of `npm start`. */
export const startSettings = {
  ...gatewayOptions,
  workers: {
    ...gatewayOptions.workers,
    schema: z.coerce
      .number()
      .refine(
        (count) => count === 1,
        'expected 1: npm start is one process, npm run gateway serves a port with several',
      )
      .default(1),
  },
  development: {
    ...gatewayOptions.development,
    schema: z.union([z.boolean(), z.stringbool('expected true or false')]).default(true),
  },
  logLevel: {
    ...gatewayOptions.logLevel,
    schema: z.enum(['silent', 'error', 'warn', 'info', 'debug', 'trace']).default('warn'),
  },
  data: {
    ...dataOption,
    schema: z.string().min(1).default('.data'),
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
  environment: { ...environment, what: 'npm start is for trying out, so it refuses to start in production.' },
} as const satisfies SettingTable;
/** Their values. */
export type StartSettings = SettingsOf<typeof startSettings>;

/** The options of a start, and those of its gateway that somebody has chosen: they go before what the start sets by itself. */
export interface ChosenStart {
  readonly settings: StartSettings;
  readonly chosen: Partial<GatewaySettings>;
}

/** @returns the options, or `undefined` when --help was requested and printed @throws CodedError BAD_OPTION */
export function readStart(): ChosenStart | undefined {
  const read = readWithOrigins('npm start --', startSettings);
  if (read === undefined) return undefined;
  const { settings, origins } = read;
  requireLoopback(settings);
  const isChosen = (key: string): boolean =>
    Object.hasOwn(gatewayOptions, key) && origins[key as keyof StartSettings] !== 'default';
  return { settings, chosen: Object.fromEntries(Object.entries(settings).filter(([key]) => isChosen(key))) };
}

/** Whoever reaches a gateway in development may take the token of every role from its page. */
function requireLoopback({ host, development }: StartSettings): void {
  if (!development || isLoopbackName(hostNameOfAddress(host) ?? host)) return;
  throw faultsOf(settingErrors)(
    'BAD_OPTION',
    `--host or HOST (address): expected a loopback address, since the page of npm start offers the token of every role, got ${quote(host)}; with DEVELOPMENT=false any address will do`,
  );
}

/** @returns the gateway's options of a start @param own what the start sets where nobody has chosen otherwise */
export function gatewayOfStart({ settings, chosen }: ChosenStart, own: Partial<GatewaySettings>): GatewaySettings {
  const { logLevel, development } = settings;
  return gatewayDefaults({ logLevel, development, ...own, ...chosen });
}
