import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { claimsKeyCommand } from '../../gateway/guard/claims/claims-key-command.ts';
import { SUBGRAPHS } from '../../subgraphs/serve.ts';
import { subgraphSettings } from '../../subgraphs/settings.ts';
import { gatewayOptions } from '../../gateway/settings.ts';

interface Service {
  image?: string;
  build?: string;
  command?: string[];
  environment?: Record<string, string | number>;
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  volumes?: string[];
  user?: string;
}

const file = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
};
const { services } = file;
const names = SUBGRAPHS.map(({ name }) => name);
const compose = spawnSync('docker', ['compose', 'version']).status === 0;

describe('docker-compose.yml', () => {
  it.skipIf(!compose)('is valid for docker compose itself (skipped where its plugin is not installed)', () => {
    execFileSync('docker', ['compose', 'config', '--quiet'], { stdio: 'pipe' });
  });

  it('has the database, every subgraph and the gateway, the last five from one Dockerfile', () => {
    expect(Object.keys(services)).toEqual(expect.arrayContaining(['mongo', ...names, 'gateway']));
    for (const name of [...names, 'gateway']) expect(services[name]!.build).toBe('.');
  });

  it('waits only for services that exist, and for health only where a health check is', () => {
    for (const service of Object.values(services)) {
      for (const [name, { condition }] of Object.entries(service.depends_on ?? {})) {
        expect(services).toHaveProperty(name);
        if (condition === 'service_healthy') expect(services[name]!.healthcheck).toBeDefined();
      }
    }
  });

  it('gives each subgraph a user of its own, who signs in at its own database', () => {
    for (const name of names) {
      expect(services[name]!.command).toEqual(['subgraphs/main.ts', name]);
      expect(services[name]!.environment!['MONGODB_URI']).toMatch(
        new RegExp(`^mongodb://${name}:.*replicaSet=sigap&authSource=sigap_${name}$`),
      );
    }
  });

  it('sets no option that its service does not know', () => {
    const known = (table: Record<string, { env: string }>): string[] => Object.values(table).map(({ env }) => env);
    for (const name of names)
      expect(known(subgraphSettings)).toEqual(expect.arrayContaining(Object.keys(services[name]!.environment!)));
    expect(known(gatewayOptions)).toEqual(expect.arrayContaining(Object.keys(services['gateway']!.environment!)));
  });

  it("gives each subgraph the key that follows from the example's secret, and no other's", () => {
    const example = Object.fromEntries(
      readFileSync('.env.example', 'utf8')
        .split('\n')
        .filter((line) => /^\w+=/.test(line))
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
    expect(services['gateway']!.environment!['CLAIMS_SECRET']).toBe('${CLAIMS_SECRET:-}');
    for (const name of names) {
      const variable = `${name.toUpperCase()}_CLAIMS_KEYS`;
      expect(services[name]!.environment!['CLAIMS_KEYS']).toBe(`\${${variable}:-}`);
      expect(example[variable]).toBe(
        claimsKeyCommand(['--subgraph', name], { CLAIMS_SECRET: example['CLAIMS_SECRET'] }),
      );
    }
  });

  it("gives each agency a secret of its own for the noise of its counts, and nobody another's", () => {
    const variables = readFileSync('.env.example', 'utf8')
      .split('\n')
      .map((line) => line.slice(0, line.indexOf('=')));
    for (const name of names) {
      const own = `${name.toUpperCase()}_RECORD_KEY`;
      expect(services[name]!.environment!['RECORD_KEY']).toBe(`\${${own}:-}`);
      expect(variables).toContain(own);
      const others = Object.entries(services).filter(([service]) => service !== name);
      for (const [service, { environment = {} }] of others)
        expect(Object.values(environment).join(' '), service).not.toContain(own);
    }
  });

  it("keeps the anchors of the audit on a volume of the gateway's own, which its user may write to", () => {
    const { environment, volumes, user } = services['gateway']!;
    const [volume, folder] = volumes!
      .map((each) => each.split(':'))
      .find(([, path]) => String(environment!['AUDIT_ANCHOR']).startsWith(`${path}/`))!;
    expect(file.volumes).toHaveProperty(volume!);
    expect(
      Object.entries(services)
        .filter(([, service]) => service.volumes?.some((each) => each.startsWith(`${volume}:`)))
        .map(([name]) => name),
    ).toEqual(['gateway']);
    expect(user).toBeUndefined();
    expect(readFileSync('Dockerfile', 'utf8')).toMatch(
      new RegExp(`install -d -o node -g node ${folder}\\n(?:.*\\n)*USER node`),
    );
  });

  it('sends the gateway to each subgraph where that one listens', () => {
    const urls = String(services['gateway']!.environment!['SUBGRAPH_URLS']).split(',');
    expect(urls).toEqual(names.map((name) => `${name}=http://${name}:${services[name]!.environment!['PORT']}/graphql`));
  });
});
