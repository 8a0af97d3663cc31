/** The guard of a gateway from its options: who authenticates callers, what records reads of personal data, and what both mean for subgraphs. */
import type { Lifecycle } from '../base/lifecycle.ts';
import type { Log } from '../base/log.ts';
import { openAudit } from './audit/open-audit.ts';
import { isCredential, namesForAny } from './fetch/forwardable-headers.ts';
import { allForwardHeaders } from './fetch/limits-of-subgraph.ts';
import type { SignClaims } from './fetch/subgraph-caller.ts';
import { claimsSigner } from './guard/claims/sign-claims.ts';
import { subgraphCallers } from './guard/claims/subgraph-callers.ts';
import { createGuard, openGuard, type Guard } from './guard/guard.ts';
import { openIdentity } from './guard/identity/open-identity.ts';
import type { GatewaySettings } from './settings.ts';
import type { Generation } from './supergraph/generation.ts';

/** What a guard is started from. */
export interface GuardParts {
  readonly settings: GatewaySettings;
  readonly log: Log;
  /** Learns how identity, audit and guard are stopped. */
  readonly lifecycle: Lifecycle;
  /** The generation that serves now; called only once there is one. */
  readonly current: () => Generation;
}

/** @returns with GUARD=off a guard that lets everything pass @throws CodedError of the identity, the audit or the policy */
export async function startGuard({ settings, log, lifecycle, current }: GuardParts): Promise<Guard> {
  const headerNames = namesForAny(allForwardHeaders(settings));
  if (!settings.guard) return openGuard(headerNames);
  const identity = await openIdentity(settings, (what, err) => log.warn({ err }, what));
  lifecycle.onStop('identity', () => identity.close());
  const audit = await openAudit(settings, (problem) => log.error(problem));
  if (audit !== undefined) lifecycle.onStop('audit', () => audit.close());
  const guard = createGuard({
    settings,
    identity,
    current,
    callerFor: subgraphCallers(headerNames),
    forwardsCredentials: headerNames.some(isCredential),
    audit,
    log,
  });
  lifecycle.onStop('guard', () => guard.close());
  return guard;
}

/**
 * @returns the signer of the claims that tell subgraphs behind HTTP who the caller is; absent without a secret. Subgraphs in this process
 * are told in any case
 */
export function signerOf({ guard, claimsSecret, claimsLifetime }: GatewaySettings): SignClaims | undefined {
  return guard && claimsSecret !== undefined
    ? claimsSigner({ secret: claimsSecret, lifetime: claimsLifetime })
    : undefined;
}
