/** The chart: rendered without Helm (render-chart.ts), it is the manifests of deploy/manifests, and more where its values say so. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { z } from 'zod';
import { readSettings } from '../../base/settings.ts';
import { gatewayOptions } from '../../gateway/settings.ts';
import { registrySettings } from '../../schema/registry/settings.ts';
import { SUBGRAPHS } from '../../subgraphs/serve.ts';
import { subgraphSettings } from '../../subgraphs/settings.ts';
import { kubernetesProblems, type Resource } from './kubernetes-problems.ts';
import { renderChart } from './render-chart.ts';

const CHART = 'deploy/helm/sigap-graph';
const MANIFESTS = 'deploy/manifests';
const render = (over?: Readonly<Record<string, unknown>>): Resource[] => renderChart(CHART, over);
const EVERYTHING = {
  registry: {
    enabled: true,
    keys: { storageClassName: 'fast' },
    from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress' } } }],
    env: { REGISTRY_USAGE_DAYS: '60' },
  },
  podMonitor: { enabled: true, labels: { release: 'prometheus' } },
  gateway: { env: { ISSUER: 'https://login.example', MAX_BODY: '2000000' }, autoscaling: { enabled: false } },
  subgraphs: { funding: { enabled: false }, workers: { replicas: 3, env: { LOG_LEVEL: 'debug' } } },
  image: { repository: 'registry.example/sigap-graph', tag: '1.2.3' },
};

const named = (resources: readonly Resource[]): Map<string, Resource> =>
  new Map(resources.map((resource) => [`${resource.kind} ${resource.metadata.name}`, resource]));
const podOf = (resource: Resource): Resource => resource.spec.template.spec;
const envOf = (deployment: Resource): Record<string, string> =>
  Object.fromEntries(
    podOf(deployment).containers[0].env.map(({ name, value }: { name: string; value: string }) => [name, value]),
  );

describe('the chart', () => {
  it('is the manifests where nothing else is said', () => {
    const kustomization = parse(readFileSync(join(MANIFESTS, 'kustomization.yaml'), 'utf8')) as {
      resources: string[];
      images: { newName: string; newTag: string }[];
    };
    const plain = kustomization.resources.flatMap((file) =>
      parseAllDocuments(readFileSync(join(MANIFESTS, file), 'utf8')).map((document) => document.toJS() as Resource),
    );
    const [{ newName, newTag }] = kustomization.images as [{ newName: string; newTag: string }];
    const urls = (text: string): string[] => text.split(',').filter(Boolean).sort();
    for (const resource of plain.filter(({ kind }) => kind === 'Deployment')) {
      const [container] = podOf(resource).containers;
      Object.assign(container, { image: `${newName}:${newTag}`, imagePullPolicy: 'IfNotPresent' });
    }
    const made = named(render());
    for (const each of [made, named(plain)]) {
      const list = podOf(each.get('Deployment gateway')).containers[0].env;
      const one = list.find(({ name }: { name: string }) => name === 'SUBGRAPH_URLS');
      one.value = urls(one.value as string);
    }
    expect(made.size).toBe(17);
    expect(Object.fromEntries(made)).toEqual(Object.fromEntries(named(plain)));
  });

  it('is of kinds and has keys that Kubernetes knows, with everything it can have', () => {
    const resources = render(EVERYTHING);
    const own = resources.filter(({ apiVersion }) => apiVersion !== 'monitoring.coreos.com/v1');
    expect(own).toHaveLength(resources.length - 1);
    expect(kubernetesProblems(own)).toEqual([]);
  }, 60_000);

  it('has the registry, from which the gateway takes its supergraph, and which only the gateway and who is named reaches', () => {
    const made = named(render(EVERYTHING));
    const gateway = readSettings('test', gatewayOptions, [], envOf(made.get('Deployment gateway')))!;
    const registry = readSettings('test', registrySettings, [], envOf(made.get('Deployment registry')))!;
    const { ports } = made.get('Service registry').spec;
    expect(gateway.supergraph).toBe(`registry:http://registry:${ports[0].port}`);
    expect(registry.port).toBe(ports[0].port);
    expect([...registry.own.keys()]).toEqual(['agencies', 'audit', 'groups', 'workers']);
    expect([...gateway.subgraphUrls]).toEqual([...registry.own]);
    expect(registry.usageDays).toBe(60);
    const mounts = (name: string): string[] =>
      podOf(made.get(`Deployment ${name}`)).containers[0].volumeMounts.map((each: Resource) => each.mountPath);
    expect(mounts('gateway')).toContain(gateway.supergraphCopy);
    expect(mounts('registry').some((path) => registry.keysFolder.startsWith(`${path}/`))).toBe(true);
    const { from } = made.get('NetworkPolicy registry').spec.ingress[0];
    expect(from).toEqual([
      { podSelector: { matchLabels: podSelectorOf(made.get('Deployment gateway')) } },
      ...EVERYTHING.registry.from,
    ]);
  });

  it('follows its values', () => {
    const made = named(render(EVERYTHING));
    expect(made.has('Deployment funding')).toBe(false);
    expect(made.get('Deployment workers').spec.replicas).toBe(3);
    expect(envOf(made.get('Deployment workers'))).toMatchObject({ LOG_LEVEL: 'debug', PORT: '4001' });
    expect(envOf(made.get('Deployment gateway'))).toMatchObject({ MAX_BODY: '2000000' });
    expect(made.has('HorizontalPodAutoscaler gateway')).toBe(false);
    expect(made.get('Deployment gateway').spec.replicas).toBe(2);
    expect(podOf(made.get('Deployment audit')).containers[0].image).toBe('registry.example/sigap-graph:1.2.3');
    const { spec, metadata } = made.get('PodMonitor gateway');
    expect(metadata.labels).toEqual({ release: 'prometheus' });
    const { ports } = podOf(made.get('Deployment gateway')).containers[0];
    expect(ports.map((port: Resource) => port.name)).toContain(spec.podMetricsEndpoints[0].port);
  });

  it('gives every program only options that it knows, and no secret a value', () => {
    for (const values of [undefined, EVERYTHING])
      for (const deployment of render(values).filter(({ kind }) => kind === 'Deployment')) {
        const { name } = deployment.metadata as { name: string };
        const tables: Readonly<Record<string, Readonly<Record<string, { env: string; secret?: boolean }>>>> = {
          gateway: gatewayOptions,
          registry: registrySettings,
        };
        const known = new Map(Object.values(tables[name] ?? subgraphSettings).map((option) => [option.env, option]));
        for (const option of Object.keys(envOf(deployment))) {
          expect(known.has(option), `${name}: ${option}`).toBe(true);
          expect(known.get(option)!.secret, option).not.toBe(true);
        }
        expect(podOf(deployment).containers[0]).toMatchObject({
          securityContext: { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false },
        });
        expect(podOf(deployment).securityContext.runAsNonRoot).toBe(true);
      }
    expect(render(EVERYTHING).filter(({ kind }) => kind === 'Secret')).toEqual([]);
  });
});

const podSelectorOf = (deployment: Resource): unknown => deployment.spec.selector.matchLabels;

describe('values', () => {
  const values = parse(readFileSync(join(CHART, 'values.yaml'), 'utf8')) as Readonly<Record<string, unknown>>;
  const schema = JSON.parse(readFileSync(join(CHART, 'values.schema.json'), 'utf8')) as Resource;
  // zod knows no `not`; which names it keeps out is compared below, and Helm applies it.
  const { not: secrets, ...names } = schema.$defs.env.propertyNames;
  const known = { ...schema, $defs: { ...schema.$defs, env: { ...schema.$defs.env, propertyNames: names } } };
  const fits = (value: unknown): boolean => z.fromJSONSchema(known).safeParse(value).success;

  it('fit their schema, which knows every one and refuses what is misspelt or out of range', () => {
    expect(fits(values)).toBe(true);
    const changed = (change: (copy: Resource) => void): unknown => {
      const copy = structuredClone(values) as Resource;
      change(copy);
      return copy;
    };
    expect(fits(changed((copy) => (copy.gateway.replica = 3)))).toBe(false);
    expect(fits(changed((copy) => (copy.subgraphs.workers.port = 99_999)))).toBe(false);
    expect(fits(changed((copy) => delete copy.gateway.secret))).toBe(false);
    expect(fits(changed((copy) => (copy.gateway.env = { MAX_BODY: 2_000_000 })))).toBe(false);
    expect(fits(changed((copy) => (copy.subgraphs.health = { ...copy.subgraphs.workers, port: 4006 })))).toBe(true);
  });

  it('may name every option but those that are secret', () => {
    const secret = [gatewayOptions, subgraphSettings, registrySettings].flatMap((table) =>
      Object.values(table as Readonly<Record<string, { env: string; secret?: boolean }>>)
        .filter(({ secret }) => secret === true)
        .map(({ env }) => env),
    );
    expect(secrets.enum).toEqual([...new Set(secret)].sort());
  });

  it('have a subgraph for each agency at the port that it listens at', () => {
    expect(Object.keys(values['subgraphs'] as object)).toEqual(SUBGRAPHS.map(({ name }) => name));
  });
});

const helm = spawnSync('helm', ['version']).status === 0;
it.skipIf(!helm)('Helm itself finds nothing wrong and makes the same (skipped where helm is not)', () => {
  execFileSync('helm', ['lint', CHART], { stdio: 'pipe' });
  expect(() =>
    execFileSync('helm', ['template', 'any', CHART, '--set', 'gateway.env.AUDIT_KEY=x'], { stdio: 'pipe' }),
  ).toThrow(/AUDIT_KEY/);
  for (const values of [{}, EVERYTHING]) {
    const text = execFileSync('helm', ['template', 'any', CHART, '--values', '-'], {
      input: stringify(values),
      encoding: 'utf8',
    });
    const made = parseAllDocuments(text)
      .map((document) => document.toJS() as Resource)
      .filter((resource) => resource !== null);
    expect(Object.fromEntries(named(made))).toEqual(Object.fromEntries(named(render(values))));
  }
});
