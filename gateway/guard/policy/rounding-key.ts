/** The secret that says which way a count is rounded. A caller who may ask two keys learns what neither tells alone. */
import { randomBytes } from 'node:crypto';
import type { SettingsOf } from '../../../base/settings.ts';
import { policyFault } from './errors.ts';
import type { Policy } from './policy.ts';
import type { policySettings } from './settings.ts';

type Options = Pick<SettingsOf<typeof policySettings>, 'roundingKey' | 'environment'>;

/**
 * @param workers processes that serve one port: a key made here would be another one in each
 * @returns the key that was set, else one for this process, where that will do
 * @throws CodedError ROUNDING_KEY_MISSING
 */
export function roundingKeyOf(settings: Options, workers: number, { aggregates }: Pick<Policy, 'aggregates'>): string {
  if (settings.roundingKey !== undefined) return settings.roundingKey;
  const why = roundingKeyWanted(settings, workers);
  const counts = [...aggregates.values()].some((minimum) => minimum > 0);
  if (why !== undefined && counts) throw policyFault('ROUNDING_KEY_MISSING', `${why}, expected ROUNDING_KEY, got none`);
  return randomBytes(32).toString('hex');
}

/** @returns why a key is missing as soon as a supergraph counts people; undefined when none is */
export function roundingKeyWanted({ roundingKey, environment }: Options, workers: number): string | undefined {
  if (roundingKey !== undefined) return undefined;
  if (workers > 1) return `${workers} workers would each round another way`;
  return environment === 'production' ? 'NODE_ENV is production and every start would round another way' : undefined;
}
