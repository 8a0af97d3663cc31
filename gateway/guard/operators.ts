/** Who may see how subgraphs do: a caller with the scope for it; on a graph without a guard, who asks from this very machine. */
import type { Caller } from './identity/caller.ts';
import { limitFault } from './limits/errors.ts';

const HEALTH_SCOPE = 'subgraphs:read';

const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|::ffff:127(\.\d{1,3}){3})$/;

/** @throws CodedError OPERATORS_ONLY */
export function refuseOthers({ scopes }: Pick<Caller, 'scopes'>): void {
  if (!scopes.has(HEALTH_SCOPE)) throw limitFault('OPERATORS_ONLY', `expected the scope ${HEALTH_SCOPE}`);
}

/**
 * A proxy on this machine asks from it for everybody, and says so.
 * @throws CodedError OPERATORS_ONLY
 */
export function refuseElsewhere(headers: Readonly<Record<string, string>>, address: string): void {
  const isForwarded = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some((name) => headers[name] !== undefined);
  if (isForwarded || !LOOPBACK.test(address))
    throw limitFault('OPERATORS_ONLY', 'expected a request from this machine, since nobody is identified here');
}
