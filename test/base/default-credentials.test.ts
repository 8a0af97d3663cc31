/** Whatever this repository prints as a secret is refused in production: found by reading the files, not by a list kept here. */
import { execFileSync, spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Environment } from '../../base/environment.ts';
import { refuseDefaultCredentials } from '../../base/default-credentials.ts';
import { readSettings, type SettingTable } from '../../base/settings.ts';
import { claimsKey } from '../../gateway/guard/claims/sign-claims.ts';
import { gatewayOptions } from '../../gateway/settings.ts';
import { registrySettings } from '../../schema/registry/settings.ts';
import { SUBGRAPHS } from '../../subgraphs/serve.ts';
import { DEVELOPMENT_KEYS, subgraphSettings } from '../../subgraphs/settings.ts';

interface Service {
  environment?: Record<string, string | number>;
  entrypoint?: string[];
}

const compose = readFileSync('docker-compose.yml', 'utf8');
const { services } = parse(compose, { merge: true }) as { services: Record<string, Service> };
const example = Object.fromEntries(
  [...readFileSync('.env.example', 'utf8').matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [name!, value!]),
);
const names = SUBGRAPHS.map(({ name }) => name);

/** What a file gives to something that is called a secret, as the value of a variable or as the default of one, and passwords in URIs. */
function secretsIn(text: string): string[] {
  const secret = '\\w*(?:SECRET|KEY|KEYS|PASSWORD|TOKEN)';
  const given = [
    ...text.matchAll(new RegExp(`\\b${secret}=([^\\s\`'"$…<]+)`, 'g')),
    ...text.matchAll(new RegExp(`\\$\\{${secret}:?-([^}]+)\\}`, 'g')),
    ...text.matchAll(new RegExp(`^\\s*${secret}: ([^\\s$]+)$`, 'gm')),
  ];
  const inUris = text.matchAll(/\w+:\/\/[^\s:/@]*:([^\s/@$`{…]+)@/g);
  return [...given, ...inUris].map((match) => match[1]!);
}

const files = [
  'docker-compose.yml',
  '.env.example',
  ...globSync('{*.md,docs/*.md,{base,bench,gateway,schema,store,subgraphs,test,web}/**/README.md}'),
];
const printed = [...new Set(files.flatMap((file) => secretsIn(readFileSync(file, 'utf8'))))];

/** The options that are refused; none when the program would start. */
function refused(
  table: SettingTable,
  settings: Record<string, unknown>,
  environment: Environment = 'production',
): string[] {
  try {
    refuseDefaultCredentials(table, settings, environment);
    return [];
  } catch (thrown) {
    const { code, message } = thrown as { code: string; message: string };
    expect(code).toBe('PUBLISHED_SECRET');
    expect(message).not.toContain('\n');
    for (const value of printed) if (value.length > 15) expect(message).not.toContain(value);
    return message
      .slice(message.lastIndexOf(': ') + 2)
      .split(', ')
      .sort();
  }
}

const TABLES = [
  ['gateway', gatewayOptions],
  ['subgraph', subgraphSettings],
  ['registry', registrySettings],
] as const;
const secretsOf = (table: SettingTable): (readonly [string, string])[] =>
  Object.entries(table)
    .filter(([, { secret }]) => secret)
    .map(([key, { env }]) => [key, env]);

describe('a secret that this repository prints', () => {
  it('is found where there are some', () => {
    expect(printed).toEqual(
      expect.arrayContaining([
        'for-trying-out-only',
        'change-me-root',
        example['CLAIMS_SECRET'],
        ...names.map((name) => example[`${name.toUpperCase()}_CLAIMS_KEYS`]),
      ]),
    );
    expect(
      secretsIn('x://u:pass-word@h\nKEY: plain\nA_SECRET: ${A_SECRET:-else}\n`AUDIT_KEY=short npm run x`'),
    ).toEqual(['short', 'else', 'plain', 'pass-word']);
  });

  const derived = printed
    .filter((secret) => secret.startsWith('change-me-claims'))
    .flatMap((secret) => names.map((name) => claimsKey(secret, name).export().toString('base64url')));

  it.each([...new Set([...printed, ...Object.values(DEVELOPMENT_KEYS), ...derived])])(
    '%s is refused of every option that is a secret, alone, beside another one and in a URI',
    (secret) => {
      const escaped = [...secret].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join('');
      const ways = [
        secret,
        `own,${secret}`,
        `mongodb://root:${secret}@mongo:27017/?replicaSet=sigap`,
        `mongodb+srv://u:${escaped}@h/`,
        `rediss://:${secret}@redis:6379`,
        secret.toUpperCase(),
      ];
      for (const [, table] of TABLES) {
        for (const [key, env] of secretsOf(table))
          for (const value of ways) expect(refused(table, { [key]: value }), `${env}=${value}`).toEqual([env]);
      }
    },
  );

  it("is no reason to stop in development, and values of one's own are none in production", () => {
    for (const [, table] of TABLES) {
      expect(
        refused(table, Object.fromEntries(secretsOf(table).map(([key]) => [key, printed[0]])), 'development'),
      ).toEqual([]);
      expect(
        refused(table, Object.fromEntries(secretsOf(table).map(([key]) => [key, 'mongodb://u:3f1c0a9e@h/']))),
        'own',
      ).toEqual([]);
    }
  });
});

/** As docker compose fills in a service's environment: `${NAME:-default}`. */
function environmentOf(service: string, given: Readonly<Record<string, string>>): Record<string, string> {
  const filled = (text: string): string =>
    text.replace(
      /\$\{(\w+)(?::-([^}]*))?\}/g,
      (_whole, name: string, fallback = '') => given[name] || (fallback as string),
    );
  return Object.fromEntries(
    Object.entries(services[service]!.environment!).map(([name, value]) => [name, filled(String(value))]),
  );
}

const read = (table: SettingTable, env: Record<string, string>): Record<string, unknown> =>
  readSettings('test', table, [], env)!;
const upper = names.map((name) => name.toUpperCase());
const own = {
  CLAIMS_SECRET: 'x'.repeat(40),
  AUDIT_KEY: 'y'.repeat(40),
  IDENTITY_KEY: '1e'.repeat(32),
  ENCRYPTION_KEY: '2f'.repeat(32),
  MONGO_REPLICA_KEY: 'own',
  MONGO_ROOT_PASSWORD: 'own',
  AUDIT_WRITER_DB_PASSWORD: 'own',
  REGISTRY_DB_PASSWORD: 'own',
  OPERATE_TOKEN: 'z'.repeat(40),
  ...Object.fromEntries(
    upper.flatMap((name) => [
      [`${name}_CLAIMS_KEYS`, Buffer.alloc(32, name).toString('base64url')],
      [`${name}_RECORD_KEY`, Buffer.alloc(32, name).toString('hex')],
      [`${name}_DB_PASSWORD`, 'own'],
    ]),
  ),
};

describe('docker compose in production', () => {
  it('has its gateway refused, as .env.example stands and where nothing is set', () => {
    expect(refused(gatewayOptions, read(gatewayOptions, environmentOf('gateway', example)))).toEqual([
      'AUDIT_KEY',
      'AUDIT_URI',
      'CLAIMS_SECRET',
      'OPERATE_TOKEN',
    ]);
    expect(refused(gatewayOptions, read(gatewayOptions, environmentOf('gateway', {})))).toEqual([
      'AUDIT_KEY',
      'AUDIT_URI',
      'OPERATE_TOKEN',
    ]);
  });

  it.each(names)('has the subgraph %s refused: its keys, its claims key and the password in its URI', (name) => {
    expect(refused(subgraphSettings, read(subgraphSettings, environmentOf(name, example)))).toEqual([
      'CLAIMS_KEYS',
      'ENCRYPTION_KEY',
      'IDENTITY_KEY',
      'MONGODB_URI',
      'RECORD_KEY',
    ]);
    expect(refused(subgraphSettings, read(subgraphSettings, environmentOf(name, {})))).toEqual([
      'ENCRYPTION_KEY',
      'IDENTITY_KEY',
      'MONGODB_URI',
      'RECORD_KEY',
    ]);
  });

  it('has its registry refused for the password in its URI', () => {
    for (const env of [example, {}])
      expect(refused(registrySettings, read(registrySettings, environmentOf('registry', env)))).toEqual([
        'MONGODB_URI',
      ]);
    expect(refused(registrySettings, read(registrySettings, environmentOf('registry', own)))).toEqual([]);
  });

  it('starts none of the database: the first container stops and names the variable', () => {
    const script = services['mongo-key']!.entrypoint!.at(-1)!.replaceAll('$$', '$');
    // What follows the judgement writes to a volume.
    const judge = `${script.slice(0, script.indexOf('printf %s'))}echo started`;
    const run = (env: Record<string, string>): string =>
      spawnSync('bash', ['--norc', '-ec', judge], { env: { PATH: '/usr/bin:/bin', ...env }, encoding: 'utf8' })
        .output.join('')
        .trim();
    for (const variable of Object.keys(environmentOf('mongo-key', {})).filter((name) => name !== 'NODE_ENV')) {
      for (const value of ['for-trying-out-only', example[variable]!, 'Change-Me-now'])
        expect(run({ ...environmentOf('mongo-key', own), [variable]: value }), value).toMatch(
          new RegExp(`^PUBLISHED_SECRET: .*: ${variable}$`),
        );
    }
    expect(run(environmentOf('mongo-key', own))).toBe('started');
    expect(run({ ...environmentOf('mongo-key', {}), NODE_ENV: 'development' })).toBe('started');
    expect(run({ ...environmentOf('mongo-key', {}), NODE_ENV: 'prod' })).toMatch(/^PUBLISHED_SECRET/);
    // Every password that some container of the database is given is judged by the first.
    const given = Object.values(services).flatMap(({ environment = {} }) =>
      Object.keys(environment).filter((name) => name.endsWith('_DB_PASSWORD')),
    );
    for (const name of given) expect(script).toContain(name);
  });

  it('does not start Grafana with a password that everybody has', () => {
    const script = services['grafana']!.entrypoint!.at(-1)!
      .replaceAll('$$', '$')
      .replace('exec /run.sh', 'echo started');
    const run = (env: Record<string, string>): string =>
      spawnSync('sh', ['-ec', script], { env, encoding: 'utf8' }).output.join('').trim();
    for (const env of [environmentOf('grafana', {}), environmentOf('grafana', example)])
      expect(run({ ...env, NODE_ENV: 'production' })).toMatch(/^PUBLISHED_SECRET: .*: GRAFANA_PASSWORD$/);
    expect(run({ ...environmentOf('grafana', {}), NODE_ENV: 'development' })).toBe('started');
    expect(run(environmentOf('grafana', { GRAFANA_PASSWORD: 'own' }))).toBe('started');
  });

  it("starts with values of one's own, and with any in development", () => {
    expect(refused(gatewayOptions, read(gatewayOptions, environmentOf('gateway', own)))).toEqual([]);
    for (const name of names)
      expect(refused(subgraphSettings, read(subgraphSettings, environmentOf(name, own)))).toEqual([]);
    const trying = read(gatewayOptions, { ...environmentOf('gateway', example), NODE_ENV: 'development' });
    expect(refused(gatewayOptions, trying, trying['environment'] as Environment)).toEqual([]);
  });
});

it('a subgraph in production states it in one line, and stops', () => {
  const start = (env: Record<string, string>): string => {
    try {
      return execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', 'subgraphs/main.ts', 'workers'], {
        env: { PATH: process.env['PATH']!, NODE_ENV: 'production', ...env },
        encoding: 'utf8',
        stdio: 'pipe',
      });
    } catch (thrown) {
      return (thrown as { stderr: string }).stderr;
    }
  };
  const keys = environmentOf('workers', own);
  expect(start({})).toMatch(/^PUBLISHED_SECRET: [^\n]*IDENTITY_KEY, ENCRYPTION_KEY, RECORD_KEY\n$/);
  expect(start({ ...keys, CLAIMS_KEYS: '' })).toMatch(/^CLAIMS_KEYS_MISSING: [^\n]*in production\n$/);
  expect(start({ ...keys, CLAIMS_KEYS: example['WORKERS_CLAIMS_KEYS']! })).toMatch(
    /^PUBLISHED_SECRET: [^\n]*CLAIMS_KEYS\n$/,
  );
}, 60_000);
