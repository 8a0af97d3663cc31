import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { claimsKeyCommand } from '../../gateway/guard/claims/claims-key-command.ts';
import { traceSettings } from '../../base/traces/settings.ts';
import { SUBGRAPHS } from '../../subgraphs/serve.ts';
import { subgraphSettings } from '../../subgraphs/settings.ts';
import { refuseUnsafeOptions } from '../../gateway/production.ts';
import { gatewayOptions } from '../../gateway/settings.ts';
import { readSettings } from '../../base/settings.ts';
import { registrySettings } from '../../schema/registry/settings.ts';

interface Service {
  image?: string;
  build?: string;
  command?: string[];
  environment?: Record<string, string | number>;
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  volumes?: string[];
  user?: string;
  entrypoint?: string[];
  networks?: string[];
  ports?: string[];
  security_opt?: string[];
}

const file = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
  networks: Record<string, unknown>;
};
const { services } = file;
const names = SUBGRAPHS.map(({ name }) => name);
const [plugin, debian] = [spawnSync('docker', ['compose', 'version']), spawnSync('docker-compose', ['version'])];

/** A service's environment as compose fills it in. */
function asGiven(service: string, given: Readonly<Record<string, string>> = {}): Record<string, string> {
  const filled = (text: string): string =>
    text.replace(/\$\{(\w+)(?::-([^}]*))?\}/g, (_whole, name: string, usual = '') => given[name] || (usual as string));
  return Object.fromEntries(
    Object.entries(services[service]!.environment!).map(([name, value]) => [name, filled(String(value))]),
  );
}

describe('docker-compose.yml', () => {
  it.skipIf(plugin.status !== 0)(
    'is valid for docker compose itself (skipped where its plugin is not installed)',
    () => {
      execFileSync('docker', ['compose', 'config', '--quiet'], { stdio: 'pipe' });
    },
  );

  it.skipIf(debian.status !== 0)(
    'is valid for the docker-compose of Debian, which knows no name of a project (skipped where it is not installed)',
    () => {
      const input = readFileSync('docker-compose.yml', 'utf8').replace(/^name:.*$/m, '');
      const given = { OPERATE_TOKEN: 'a-token-of-this-test', GRAFANA_PASSWORD: 'a-password-of-this-test' };
      const argv = [
        '-f',
        '-',
        '--project-directory',
        '.',
        '--profile',
        'metrics',
        '--profile',
        'traces',
        'config',
        '--quiet',
      ];
      execFileSync('docker-compose', argv, { input, env: { ...process.env, ...given }, stdio: 'pipe' });
    },
  );

  it('has the database, every subgraph, the gateway and the registry, all but the first from one Dockerfile', () => {
    expect(Object.keys(services)).toEqual(expect.arrayContaining(['mongo', ...names, 'gateway']));
    for (const name of [...names, 'registry', 'gateway']) expect(services[name]!.build).toBe('.');
  });

  it('waits only for services that exist, and for health only where a health check is', () => {
    for (const service of Object.values(services)) {
      for (const [name, { condition }] of Object.entries(service.depends_on ?? {})) {
        expect(services).toHaveProperty(name);
        if (condition !== 'service_healthy' || services[name]!.healthcheck !== undefined) continue;
        // Of the image, which test/deploy/image.test.ts runs.
        expect(services[name]!.build).toBe('.');
        expect(readFileSync('Dockerfile', 'utf8')).toMatch(/^HEALTHCHECK /m);
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
      expect(known({ ...subgraphSettings, ...traceSettings })).toEqual(
        expect.arrayContaining(Object.keys(services[name]!.environment!)),
      );
    expect(known(registrySettings)).toEqual(expect.arrayContaining(Object.keys(services['registry']!.environment!)));
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

  it('has a registry with a user of its own, that publishes each subgraph where it listens, which the gateway trusts by a key on a volume', () => {
    const { command, environment, volumes } = services['registry']!;
    expect(environment!['MONGODB_URI']).toMatch(/^mongodb:\/\/registry:.*&authSource=sigap_registry$/);
    const read = readSettings('test', registrySettings, command!.slice(1), asGiven('registry'))!;
    expect([...read.own]).toEqual(
      names.map((name) => [name, `http://${name}:${services[name]!.environment!['PORT']}/graphql`]),
    );
    expect(volumes).toEqual([`registry-keys:${read.keysFolder}`, `registry-for-gateways:${read.forGateways}`]);
    const others = Object.entries(services).filter(([name]) => name !== 'registry');
    expect(others.filter(([, each]) => each.volumes?.some((one) => one.startsWith('registry-keys')))).toEqual([]);
    const gateway = readSettings('test', gatewayOptions, [], asGiven('gateway'))!;
    expect(gateway.supergraph).toBe(`registry:http://registry:${read.port}`);
    expect(services['gateway']!.volumes).toContain(`registry-for-gateways:${read.forGateways}:ro`);
    expect([gateway.registryTokenFile, gateway.registryKeyFile]).toEqual([
      `${read.forGateways}/registry-gateway-token`,
      `${read.forGateways}/registry-key`,
    ]);
    for (const folder of [read.keysFolder, read.forGateways!, gateway.supergraphCopy])
      expect(readFileSync('Dockerfile', 'utf8')).toMatch(new RegExp(`install -d -o node -g node .*${folder}\\b`));
    const own = {
      ...gateway,
      environment: 'production',
      auditUri: undefined,
      auditKey: 'x'.repeat(40),
      claimsSecret: 'y'.repeat(40),
      operateToken: 'z'.repeat(40),
    } as const;
    expect(() => refuseUnsafeOptions(own)).not.toThrow();
    expect(() => refuseUnsafeOptions({ ...own, registryKeyFile: undefined })).toThrow(
      /REGISTRY_KEY or REGISTRY_KEY_FILE/,
    );
  });

  it('serves the supergraph of the files where .env says so', () => {
    const { supergraph } = readSettings(
      'test',
      gatewayOptions,
      [],
      asGiven('gateway', { SUPERGRAPH: 'schema/supergraph.graphql' }),
    )!;
    expect(existsSync(supergraph)).toBe(true);
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
      new RegExp(`install -d -o node -g node .*${folder}\\b.*\\n(?:.*\\n)*USER node`),
    );
  });

  it('mounts only files and folders that are there, and volumes that it names', () => {
    const sources = Object.values(services).flatMap(({ volumes = [] }) => volumes.map((each) => each.split(':')[0]!));
    expect(sources.filter((path) => path.startsWith('.')).length).toBeGreaterThan(4);
    for (const source of sources)
      if (source.startsWith('.')) expect(existsSync(source), source).toBe(true);
      else expect(file.volumes).toHaveProperty(source);
  });

  it('runs our programs without a right of the system, with nothing to write to but volumes and /tmp, and shows ports on loopback alone', () => {
    for (const service of Object.values(services)) {
      for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
      if (service.build === undefined) continue;
      expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'], tmpfs: ['/tmp'] });
      expect(service.security_opt).toEqual(['no-new-privileges:true']);
    }
  });

  it('gives the gateway the keys of dashboards that the command beside it writes, for reading alone', () => {
    const folder = asGiven('apikey')['KEYS_FOLDER']!;
    expect(asGiven('gateway')['KEYS_FOLDER']).toBe(folder);
    expect(services['apikey']!.volumes).toEqual([`api-keys:${folder}`]);
    expect(services['gateway']!.volumes).toContain(`api-keys:${folder}:ro`);
    expect(existsSync(services['apikey']!.entrypoint!.at(-1)!)).toBe(true);
    expect(readFileSync('Dockerfile', 'utf8')).toMatch(new RegExp(`install -d -o node -g node .*${folder}\\b`));
  });

  it('counts budgets where nobody but the gateway reaches', () => {
    const { hostname } = new URL(asGiven('gateway')['REDIS_URL']!);
    const [own] = services[hostname]!.networks!;
    expect(file.networks[own!]).toEqual({ internal: true });
    const inside = Object.entries(services).filter(([, { networks = ['default'] }]) => networks.includes(own!));
    expect(inside.map(([name]) => name)).toEqual(['gateway', hostname]);
  });

  it('has Prometheus ask where the gateway says what it measures, with its token and our alerts', () => {
    const { command, entrypoint, volumes } = services['prometheus']!;
    const [config] = volumes!.find((each) => each.includes('/etc/prometheus/prometheus.yml'))!.split(':');
    const { rule_files: rules, scrape_configs: jobs } = parse(readFileSync(config!, 'utf8')) as {
      rule_files: string[];
      scrape_configs: { authorization: { credentials_file: string }; static_configs: { targets: string[] }[] }[];
    };
    const gateway = readSettings('test', gatewayOptions, [], asGiven('gateway', { OPERATE_TOKEN: 'x'.repeat(20) }))!;
    expect(jobs[0]!.static_configs).toEqual([{ targets: [`gateway:${gateway.operatePort}`] }]);
    expect(gateway.hosts).toContain('gateway');
    expect([command, entrypoint!.at(-1)]).toEqual([
      undefined,
      expect.stringContaining(`> ${jobs[0]!.authorization.credentials_file}\n`),
    ]);
    expect(volumes).toContain(`./deploy/prometheus/${rules[0]!}:/etc/prometheus/${rules[0]!}:ro`);
    const { volumes: shown } = services['grafana']!;
    const [provider] = (
      parse(readFileSync('deploy/grafana/provisioning/dashboards/sigap-graph.yml', 'utf8')) as {
        providers: { options: { path: string } }[];
      }
    ).providers;
    expect(shown).toContain(`./deploy/grafana/sigap-graph.json:${provider!.options.path}/sigap-graph.json:ro`);
    expect(readFileSync('deploy/grafana/provisioning/datasources/prometheus.yml', 'utf8')).toContain(
      'http://prometheus:9090',
    );
  });

  const promtool = spawnSync('promtool', ['--version']).status === 0;
  it.skipIf(!promtool)(
    "has a file of Prometheus that promtool reads (skipped where Debian's prometheus is not)",
    () => {
      const words = ['check', 'config', '--syntax-only', 'deploy/prometheus/compose.yml'];
      expect(execFileSync('promtool', words, { encoding: 'utf8' })).toContain('SUCCESS');
    },
  );

  it('has traces sent to the collector, which knows what its pipeline names', () => {
    const endpoint = /OTEL_EXPORTER_OTLP_ENDPOINT=(\S+)/.exec(readFileSync('.env.example', 'utf8'))![1]!;
    const { hostname, port } = new URL(endpoint);
    const [mounted] = services[hostname]!.volumes!;
    const [path, inside] = mounted!.split(':');
    expect(services[hostname]!.command).toEqual([`--config=${inside!}`]);
    const config = parse(readFileSync(path!, 'utf8')) as Record<string, Record<string, unknown>> & {
      service: { pipelines: { traces: Record<string, string[]> } };
    };
    expect(config['receivers']!['otlp']).toEqual({ protocols: { http: { endpoint: `0.0.0.0:${port}` } } });
    for (const [kind, used] of Object.entries(config.service.pipelines.traces))
      expect(Object.keys(config[kind]!)).toEqual(used);
    for (const name of ['gateway', ...names])
      expect(asGiven(name, { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint })['OTEL_EXPORTER_OTLP_ENDPOINT']).toBe(endpoint);
  });

  it('sends the gateway to each subgraph where that one listens', () => {
    const urls = String(services['gateway']!.environment!['SUBGRAPH_URLS']).split(',');
    expect(urls).toEqual(names.map((name) => `${name}=http://${name}:${services[name]!.environment!['PORT']}/graphql`));
  });
});
