/**
 * What a gateway refuses in production: an option meant for trying out, a secret that is published in this repository, and a graph with
 * personal data that it could neither protect nor record. A new supergraph is checked in the same way while the gateway runs.
 */
import { faultsOf } from '../base/errors.ts';
import { refuseDefaultCredentials } from '../base/default-credentials.ts';
import { readPolicy } from './guard/policy/policy.ts';
import { isFromRegistry } from './supergraph/source-of-settings.ts';
import { gatewayOptions, type GatewaySettings } from './settings.ts';

/** Why a gateway does not start, or does not load a supergraph, in production. */
export const productionErrors = {
  UNSAFE_IN_PRODUCTION: {
    status: 500,
    what: 'In production the gateway does not run like this',
    solve: 'Set the options that the message names as it says, or NODE_ENV=development on a machine without real data.',
  },
} as const;
const fault = faultsOf(productionErrors);

type Options = Pick<GatewaySettings, 'environment' | 'development' | 'guard' | 'auditUri' | 'claimsSecret'>;

/** Checks what does not depend on the supergraph. @throws CodedError UNSAFE_IN_PRODUCTION, PUBLISHED_SECRET */
export function refuseUnsafeOptions(settings: GatewaySettings): void {
  if (settings.environment !== 'production') return;
  if (settings.development)
    throw fault(
      'UNSAFE_IN_PRODUCTION',
      'expected DEVELOPMENT to be false, got true: everybody could sign a token of every role',
    );
  if (isFromRegistry(settings) && settings.registryKey === undefined && settings.registryKeyFile === undefined)
    throw fault(
      'UNSAFE_IN_PRODUCTION',
      'expected REGISTRY_KEY or REGISTRY_KEY_FILE where the supergraph comes from a registry, got none: whoever answers first would be trusted',
    );
  refuseDefaultCredentials(gatewayOptions, settings, settings.environment);
}

/**
 * @param graph the supergraph's text, and the names of the subgraphs that are called over the network
 * @throws CodedError UNSAFE_IN_PRODUCTION
 */
export function refuseUnsafeGraph(
  settings: Options,
  graph: { readonly sdl: string; readonly remote: readonly string[] },
): void {
  const problems = settings.environment === 'production' ? problemsOf(settings, graph) : [];
  if (problems.length > 0) throw fault('UNSAFE_IN_PRODUCTION', problems.join('; '));
}

function problemsOf(
  settings: Options,
  { sdl, remote }: { readonly sdl: string; readonly remote: readonly string[] },
): string[] {
  const problems: string[] = [];
  const unguarded = !settings.guard;
  if ((unguarded || settings.auditUri === undefined) && readPolicy(sdl).personal.size > 0) {
    problems.push(
      unguarded
        ? 'expected GUARD to be on where the supergraph has personal data (@personal), got off'
        : 'expected AUDIT_URI where the supergraph has personal data (@personal), got none: nobody could tell who has read it',
    );
  }
  if (!unguarded && settings.claimsSecret === undefined && remote.length > 0) {
    problems.push(
      `expected CLAIMS_SECRET where subgraphs are reached over the network (${listed(remote)}), got none: they could not tell the gateway from anybody, nor who asks`,
    );
  }
  return problems;
}

/** The first five: a large graph has many. */
function listed(names: readonly string[]): string {
  return names.length > 5 ? `${names.slice(0, 5).join(', ')} …` : names.join(', ');
}
