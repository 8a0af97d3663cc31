/** Options of identity: whose tokens and API keys are accepted, and how long key sets are used. */
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { wholeNumber, type SettingTable } from '../../../base/settings.ts';
import { ALGORITHMS } from './bearer.ts';

const algorithms = z
  .string()
  .default('RS256,ES256,EdDSA')
  .transform((text) => text.split(',').map((name) => name.trim()))
  .pipe(z.array(z.enum(ALGORITHMS, `expected names from ${ALGORITHMS.join(', ')}`)).min(1));

/** The options with environment variable, flag, schema, unit and description. Listed in docs/config.md. */
export const identitySettings = {
  issuer: {
    env: 'ISSUER',
    flag: '--issuer <url>',
    schema: z.string().min(1).optional(),
    unit: 'URL',
    what: 'Whose bearer tokens are accepted: the iss they carry. Without it only API keys are.',
  },
  audience: {
    env: 'AUDIENCE',
    flag: '--audience <name>',
    schema: z.string().min(1).default('sigap-graph'),
    unit: 'name',
    what: 'The aud that a bearer token for this gateway must carry.',
  },
  jwks: {
    env: 'JWKS',
    flag: '--jwks <url or path>',
    schema: z.string().min(1).optional(),
    unit: 'URL or path',
    what: "The issuer's JSON Web Key Set; without it the issuer's OpenID discovery document names it.",
  },
  jwksFresh: {
    env: 'JWKS_FRESH',
    flag: '--jwks-fresh <ms>',
    schema: wholeNumber(0, 86_400_000, 600_000),
    unit: 'ms',
    what: 'How long a key set is used without being read again.',
  },
  jwksStale: {
    env: 'JWKS_STALE',
    flag: '--jwks-stale <ms>',
    schema: wholeNumber(0, 30 * 86_400_000, 86_400_000),
    unit: 'ms',
    what: 'How long the last good key set is used while the issuer is down.',
  },
  jwksCooldown: {
    env: 'JWKS_COOLDOWN',
    flag: '--jwks-cooldown <ms>',
    schema: wholeNumber(0, 3_600_000, 30_000),
    unit: 'ms',
    what: 'The least time between two readings of the key set caused by an unknown key, and after a failed one.',
  },
  algorithms: {
    env: 'ALGORITHMS',
    flag: '--algorithms <names>',
    schema: algorithms,
    unit: 'names, comma between',
    what: 'Signature algorithms a bearer token may use; never none and never a shared key (HS256 …).',
  },
  clockSkew: {
    env: 'CLOCK_SKEW',
    flag: '--clock-skew <seconds>',
    schema: wholeNumber(0, 300, 30),
    unit: 'seconds',
    what: 'How far the clocks of issuer and gateway may differ.',
  },
  rolesClaim: {
    env: 'ROLES_CLAIM',
    flag: '--roles-claim <path>',
    schema: z.string().min(1).default('roles'),
    unit: 'path',
    what: 'Where a token names the roles, such as roles or realm_access.roles.',
  },
  agencyClaim: {
    env: 'AGENCY_CLAIM',
    flag: '--agency-claim <path>',
    schema: z.string().min(1).default('agency'),
    unit: 'path',
    what: 'Where a token names the agency its holder acts for.',
  },
  roles: {
    env: 'ROLES',
    flag: '--roles <path>',
    schema: z.string().min(1).default('gateway/guard/identity/roles.json').transform(fromRoot),
    unit: 'path',
    what: 'The file that gives roles their scopes and budgets.',
  },
  keysFolder: {
    env: 'KEYS_FOLDER',
    flag: '--keys-folder <path>',
    schema: z.string().min(1).default('.data/keys'),
    unit: 'path',
    what: 'Where the hashed API keys and the development key lie.',
  },
  development: {
    env: 'DEVELOPMENT',
    flag: '--development',
    schema: z.union([z.boolean(), z.stringbool('expected true or false')]).default(false),
    unit: 'true or false',
    what: 'Accepts tokens signed by npm run token, and lets the page try every role. Never on a machine with real data.',
  },
  developmentAgency: {
    env: 'DEVELOPMENT_AGENCY',
    flag: '--development-agency <codes>',
    schema: z
      .string()
      .regex(/^(?:(?:[a-z][a-z0-9-]*=)?\w+(?:,|$))+$/, 'expected codes such as DINSOS,insurer=BPJSTK')
      .optional(),
    unit: 'agency codes',
    what: 'The agencies for which the page tries roles that act for one: a code for all of them, or role=code for one role, as DINSOS,insurer=BPJSTK. Without one a role is not offered there.',
  },
} as const satisfies SettingTable;

/** The roles file of the gateway itself is found from any working folder. */
function fromRoot(path: string): string {
  return path === 'gateway/guard/identity/roles.json' ? fileURLToPath(new URL('roles.json', import.meta.url)) : path;
}
