/** An agency that verifies: its funnel, and its verifications. */
import { globalId } from '../../data/global-id.ts';
import { stub } from '../../data/stub.ts';
import type { WorkersContext } from '../context.ts';
import { funnelHistory, funnelOf, type CityFunnelAt } from '../verification-funnels.ts';
import type { AgencyFunnelResolvers, AgencyResolvers, CityFunnelResolvers } from '../resolver-types.ts';
import type { VerificationList } from '../verification-list.ts';

/** `Agency`. @param verifications the list that shows its verifications */
export function workersAgencyResolvers(verifications: VerificationList): AgencyResolvers {
  return {
    __resolveReference: ({ code }) => ({ code }),
    id: globalId('Agency', 'code'),
    funnel: ({ code }, { month }, context) => funnelOf(code, month, context),
    funnelHistory: ({ code }, months, context) => funnelHistory(code, months, context),
    verifications: ({ code }, args, context) => verifications('Agency.verifications', { agency: code }, args, context),
  };
}

const dayOf = async ({ day }: CityFunnelAt, { today }: WorkersContext): Promise<string> => day ?? (await today());

/** `CityFunnel`: ages are counted to the day of its month's end, or to today. */
export const cityFunnelResolvers = {
  pendingByAge: async (funnel, _args, context) => funnel.waiting.byAge(await dayOf(funnel, context)),
  asOf: (funnel, _args, context) => dayOf(funnel, context),
} satisfies CityFunnelResolvers;

/** `AgencyFunnel`: ages are counted as in `CityFunnel`. */
export const agencyFunnelResolvers: AgencyFunnelResolvers = {
  ...cityFunnelResolvers,
  agency: ({ agency }) => stub('Agency', 'code', agency),
  oldestPending: async (funnel, _args, context) => funnel.waiting.oldest(await dayOf(funnel, context)),
};
