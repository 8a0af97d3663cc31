/** Whether resources are what Kubernetes' own types have: a key that does not exist is an error too. */
import { join } from 'node:path';
import ts from 'typescript';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into it
export type Resource = any;

/** Where Kubernetes' types have each kind. */
const MODULES: Readonly<Record<string, string>> = {
  'v1/ServiceAccount': 'core/v1',
  'v1/Service': 'core/v1',
  'v1/PersistentVolumeClaim': 'core/v1',
  'apps/v1/Deployment': 'apps/v1',
  'policy/v1/PodDisruptionBudget': 'policy/v1',
  'autoscaling/v2/HorizontalPodAutoscaler': 'autoscaling/v2',
  'networking.k8s.io/v1/NetworkPolicy': 'networking/v1',
};

/** @returns what TypeScript says of the resources, as literals of Kubernetes' types */
export function kubernetesProblems(checked: readonly Resource[]): string[] {
  const source = checked.map((resource, n) => {
    const module = MODULES[`${resource.apiVersion}/${resource.kind}`];
    return `export const r${n}: import('kubernetes-types/${module}').${resource.kind} = ${JSON.stringify(resource)};`;
  });
  const file = join(process.cwd(), 'test/deploy/checked-manifests.ts');
  const options = {
    noEmit: true,
    strict: true,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    skipLibCheck: true,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, version, ...more) =>
    name === file ? ts.createSourceFile(name, source.join('\n'), version, true) : read(name, version, ...more);
  const program = ts.createProgram([file], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}
