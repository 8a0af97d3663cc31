/** The plain manifests: each as Kubernetes' own types have it, and together: what is selected, referred to and probed is there. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { gatewayOptions } from '../../gateway/settings.ts';
import { subgraphSettings } from '../../subgraphs/settings.ts';
import { SUBGRAPHS } from '../../subgraphs/serve.ts';
import { kubernetesProblems, type Resource } from './kubernetes-problems.ts';

const FOLDER = 'deploy/manifests';
const kustomization = parse(readFileSync(join(FOLDER, 'kustomization.yaml'), 'utf8')) as { resources: string[] };
const resources: Resource[] = kustomization.resources.flatMap((file) =>
  parseAllDocuments(readFileSync(join(FOLDER, file), 'utf8')).map((document) => document.toJS() as Resource),
);
const of = (kind: string): Resource[] => resources.filter((resource) => resource.kind === kind);
const deployments = of('Deployment');
const labelsOf = (deployment: Resource): Record<string, string> => deployment.spec.template.metadata.labels;
const isSelected = (labels: Record<string, string>, wanted: Record<string, string>): boolean =>
  Object.entries(wanted).every(([name, value]) => labels[name] === value);

describe('the manifests', () => {
  it('are of kinds and have keys that Kubernetes knows', () => {
    expect(resources).toHaveLength(17);
    expect(kubernetesProblems(resources)).toEqual([]);
    const misspelt = structuredClone(deployments[0]);
    misspelt.spec.template.spec.containers[0].livenessProb = {};
    expect(kubernetesProblems([misspelt]).join()).toMatch(/livenessProb/);
  }, 60_000);

  it('have every file of their folder', () => {
    expect([...kustomization.resources, 'kustomization.yaml'].sort()).toEqual(readdirSync(FOLDER).sort());
  });

  it('have the gateway and each subgraph, which selects itself and is found by its service at its port', () => {
    expect(deployments.map(({ metadata }) => metadata.name)).toEqual(['gateway', ...SUBGRAPHS.map(({ name }) => name)]);
    for (const deployment of deployments) {
      const { name } = deployment.metadata;
      expect(isSelected(labelsOf(deployment), deployment.spec.selector.matchLabels)).toBe(true);
      const service = of('Service').find(({ metadata }) => metadata.name === name);
      const selected = deployments.filter((each) => isSelected(labelsOf(each), service.spec.selector));
      expect(selected).toEqual([deployment]);
      const [container] = deployment.spec.template.spec.containers;
      const ports = container.ports.map((port: Resource) => port.name as string);
      for (const port of service.spec.ports) expect(ports).toContain(port.targetPort);
      for (const probe of [container.startupProbe, container.livenessProbe, container.readinessProbe])
        expect(ports).toContain(probe.httpGet.port);
      expect(container.livenessProbe.httpGet.path).toBe('/health/live');
      expect(container.readinessProbe.httpGet.path).toBe('/health/ready');
    }
  });

  it('give no option that the program does not know, and no secret a value', () => {
    for (const deployment of deployments) {
      const [container] = deployment.spec.template.spec.containers;
      const table: Record<string, { env: string; secret?: boolean }> =
        deployment.metadata.name === 'gateway' ? gatewayOptions : subgraphSettings;
      const known = new Map(Object.values(table).map((setting) => [setting.env, setting]));
      for (const { name } of container.env) {
        expect(known.has(name), name).toBe(true);
        expect(known.get(name)!.secret, name).not.toBe(true);
      }
      expect(container.envFrom.every((from: Resource) => from.secretRef !== undefined)).toBe(true);
    }
    expect(resources.filter(({ kind }) => kind === 'Secret')).toEqual([]);
  });

  it('call each subgraph at its service', () => {
    const { env } = deployments[0].spec.template.spec.containers[0];
    const urls = env.find(({ name }: Resource) => name === 'SUBGRAPH_URLS').value.split(',');
    const expected = of('Service')
      .filter(({ metadata }) => metadata.name !== 'gateway')
      .map(({ metadata, spec }) => `${metadata.name}=http://${metadata.name}:${spec.ports[0].port}/graphql`);
    expect(urls).toEqual(expected);
  });

  it('run nothing as root, with nothing to write to but volumes', () => {
    for (const { spec } of deployments) {
      const { securityContext, containers, automountServiceAccountToken } = spec.template.spec;
      expect(securityContext.runAsNonRoot).toBe(true);
      expect(automountServiceAccountToken).toBe(false);
      expect(containers[0].securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(containers[0].resources.limits.memory).toBeDefined();
    }
  });

  it('let nobody reach a subgraph but the gateway', () => {
    const policy = of('NetworkPolicy').find(({ metadata }) => metadata.name === 'subgraphs');
    const covered = deployments.filter((each) => isSelected(labelsOf(each), policy.spec.podSelector.matchLabels));
    expect(covered.map(({ metadata }) => metadata.name)).toEqual(SUBGRAPHS.map(({ name }) => name));
    const [{ from }] = policy.spec.ingress;
    expect(deployments.filter((each) => isSelected(labelsOf(each), from[0].podSelector.matchLabels))).toEqual([
      deployments[0],
    ]);
  });

  const kubectl = spawnSync('kubectl', ['kustomize', '--help']).status === 0;
  it.skipIf(!kubectl)('kubectl kustomize builds them (skipped where kubectl is not)', () => {
    expect(execFileSync('kubectl', ['kustomize', FOLDER], { encoding: 'utf8' }).match(/^kind: /gm)).toHaveLength(17);
  });
});
