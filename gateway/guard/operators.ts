/** Who may see the health of subgraphs: callers with the scope for it; without a guard, requests from this machine. */
import type { Caller } from './identity/caller.ts';
import { limitFault } from './limits/errors.ts';

/** The scope for seeing how subgraphs do, and where they are. */
export const HEALTH_SCOPE = 'subgraphs:read';

const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|::ffff:127(\.\d{1,3}){3})$/;

/** Refuses callers without the scope of operators. @throws CodedError OPERATORS_ONLY */
export function refuseOthers({ scopes }: Pick<Caller, 'scopes'>): void {
  if (!scopes.has(HEALTH_SCOPE)) throw limitFault('OPERATORS_ONLY', `expected the scope ${HEALTH_SCOPE}`);
}

/**
 * Refuses requests from other machines, and those that a proxy on this machine forwards, which its headers show.
 * @param headers names in lower case
 * @param address of the socket
 * @throws CodedError OPERATORS_ONLY
 */
export function refuseElsewhere(headers: Readonly<Record<string, string>>, address: string): void {
  const isForwarded = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some((name) => headers[name] !== undefined);
  if (isForwarded || !LOOPBACK.test(address))
    throw limitFault('OPERATORS_ONLY', 'expected a request from this machine, since nobody is identified here');
}
