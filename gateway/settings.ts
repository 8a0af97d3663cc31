/** Every option of the gateway as one program; each folder keeps a table of its own. */
import { z } from 'zod';
import { LOG_LEVELS } from '../base/log.ts';
import {
  commaList,
  configOption,
  defaultSettings,
  onOff,
  wholeNumber,
  type SettingsOf,
  type SettingTable,
} from '../base/settings.ts';
import { traceSettings } from '../base/traces/settings.ts';
import { cacheSettings } from './cache/settings.ts';
import { fetchSettings } from './fetch/settings.ts';
import { claimsSettings } from './guard/claims/settings.ts';
import { identitySettings } from './guard/identity/settings.ts';
import { limitSettings } from './guard/limits/settings.ts';
import { persistedSettings } from './guard/persisted/settings.ts';
import { policySettings } from './guard/policy/settings.ts';
import { httpSettings } from './http/settings.ts';
import { planSettings } from './plan/settings.ts';
import { replySettings } from './reply/settings.ts';
import { supergraphSettings } from './supergraph/settings.ts';
import { auditSettings } from './audit/settings.ts';
import { usageSettings } from './usage/settings.ts';
import { observeSettings } from './observe/settings.ts';
import { operateSettings } from './operate/settings.ts';

/** `name=url` pairs; the URL begins after the first `=`. */
const subgraphUrls = commaList()
  .refine(
    (pairs) => pairs.every((pair) => /^[^=]+=(https?|unix):\/\/\S+$/.test(pair)),
    'expected name=http://host/path, name=https://host/path or name=unix:///path/to.sock?path=/graphql pairs with commas between them',
  )
  .transform(
    (pairs) => new Map(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)])),
  );

/** Options of the gateway as a whole. */
export const serveSettings = {
  operations: {
    env: 'OPERATIONS',
    flag: '--operations <folder>',
    schema: z.string().optional(),
    unit: 'path',
    what: 'A folder of .graphql files: prepared before the first client asks, and offered in the page.',
  },
  subgraphUrls: {
    env: 'SUBGRAPH_URLS',
    flag: '--subgraph-urls <pairs>',
    schema: subgraphUrls,
    unit: 'name=url,name=url',
    what: 'Addresses that go before those in the supergraph, for a network where the subgraphs have other names, or for Unix sockets: name=unix:///run/name.sock?path=/graphql. For https with certificates of your own, Node reads theirs from the file that NODE_EXTRA_CA_CERTS names.',
  },
  guard: {
    env: 'GUARD',
    flag: '--guard <on|off>',
    schema: onOff(),
    unit: 'on or off',
    what: 'Whether callers are identified, limited and held to the policy of the supergraph; off is for a graph that is open to everybody.',
  },
  fastPath: {
    env: 'FAST_PATH',
    flag: '--fast-path <on|off>',
    formerly: { env: 'SHORT_LANE', flag: '--short-lane <on|off>' },
    schema: onOff(),
    unit: 'on or off',
    what: 'Whether a prepared operation skips what is already known about it; the answers are the same either way.',
  },
  deduplicateRequests: {
    env: 'DEDUPLICATE_REQUESTS',
    flag: '--deduplicate-requests <on|off>',
    formerly: { env: 'SHARE_REQUESTS', flag: '--share-requests <on|off>' },
    schema: onOff(),
    unit: 'on or off',
    what: 'Whether identical queries of one caller that are under way at once run once; everybody without a credential is one.',
  },
  requestTimeout: {
    env: 'REQUEST_TIMEOUT',
    flag: '--request-timeout <ms>',
    schema: wholeNumber(10, 600_000, 30_000),
    unit: 'ms',
    what: 'How long all that is done for a request may take; subgraphs have it but for a tenth (1 s at most), which is left for the answer.',
  },
  requiredSubgraphs: {
    env: 'REQUIRED_SUBGRAPHS',
    flag: '--required-subgraphs <names>',
    schema: commaList(),
    unit: 'names with commas',
    what: 'Subgraphs without which /health/ready says 503. By default none: the gateway is ready when it can answer, and one agency that is down costs its own fields.',
  },
  explorer: {
    env: 'EXPLORER',
    flag: '--explorer <on|off>',
    schema: onOff(),
    unit: 'on or off',
    what: 'Whether the page is served: the overview at /, the data at /data, questions in GraphQL at /query.',
  },
  workers: {
    env: 'WORKERS',
    flag: '--workers <number>',
    schema: wholeNumber(1, 256, 1),
    unit: 'processes',
    what: 'How many processes serve the port together.',
  },
  logLevel: {
    env: 'LOG_LEVEL',
    flag: '--log-level <level>',
    schema: z.enum(LOG_LEVELS, `expected one of ${LOG_LEVELS.join(', ')}`).default('info'),
    unit: 'level',
    what: 'How much the log says.',
  },
} as const satisfies SettingTable;

/** All options of the gateway. */
export const gatewayOptions = {
  config: configOption,
  ...serveSettings,
  ...httpSettings,
  ...identitySettings,
  ...claimsSettings,
  ...limitSettings,
  ...persistedSettings,
  ...policySettings,
  ...supergraphSettings,
  ...usageSettings,
  ...planSettings,
  ...fetchSettings,
  ...replySettings,
  ...cacheSettings,
  ...auditSettings,
  ...observeSettings,
  ...traceSettings,
  ...operateSettings,
} as const satisfies SettingTable;
/** The gateway's options with their values. */
export type GatewaySettings = SettingsOf<typeof gatewayOptions>;

/**
 * The gateway's options for a program that starts it from code: those passed, and the defaults of all others.
 * @throws CodedError BAD_OPTION for an option that has no default and is not passed
 */
export function gatewayDefaults(chosen: Partial<GatewaySettings>): GatewaySettings {
  const others = Object.entries(gatewayOptions).filter(([key]) => !Object.hasOwn(chosen, key));
  return { ...defaultSettings(Object.fromEntries(others)), ...chosen } as GatewaySettings;
}
