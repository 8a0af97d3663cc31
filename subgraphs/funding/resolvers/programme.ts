/** A programme: the people it pays for, what they cost, what was billed and paid; and the agencies behind it. */
import { globalId } from '../../data/global-id.ts';
import { boundsInOrder } from '../../data/ranges.ts';
import { stub } from '../../data/stub.ts';
import { liabilityOf, total } from '../liability.ts';
import { participantsOf, reconciliationOf } from '../participants.ts';
import type { PaymentList } from '../payment-list.ts';
import type { AgencyResolvers, ProgrammeResolvers } from '../resolver-types.ts';

/**
 * `Programme`.
 * @param payments the list that shows its payments
 * @throws from its fields CodedError COUNTS_MISSING, NO_RATE, BAD_PERIOD_RANGE
 */
export function fundingProgrammeResolvers(payments: PaymentList): ProgrammeResolvers {
  return {
    __resolveReference: async (reference, { load }) => {
      const programme = await load.programme.load(reference.code);
      return programme && { ...reference, ...programme };
    },
    code: ({ _id }) => _id,
    id: globalId('Programme', '_id'),
    funder: ({ funder }) => stub('Agency', 'code', funder),
    insurer: ({ insurer }) => stub('Agency', 'code', insurer),
    participants: (programme) => total(participantsOf(programme)),
    liability: async (programme, { from, to }, { load }) =>
      liabilityOf(participantsOf(programme), await load.rates(), from, to),
    reconciliation: (programme, { year }, context) => reconciliationOf(programme, year, context),
    budgets: ({ _id }, _args, { load }) => load.budgetsOfProgramme.load(_id),
    batches: async ({ _id }, { from, to }, { load }) => {
      boundsInOrder('months', from, to);
      return (await load.batchesOfProgramme.load(_id)).filter(
        ({ period }) => (from == null || from <= period) && (to == null || period <= to),
      );
    },
    payments: ({ _id }, args, context) => payments('Programme.payments', { programme: _id }, args, context),
  };
}

/** `Agency`: the programmes that it pays for or insures. */
export const fundingAgencyResolvers: AgencyResolvers = {
  __resolveReference: ({ code }) => ({ code }),
  id: globalId('Agency', 'code'),
  fundedProgrammes: ({ code }, _args, { load }) => load.programmesOfFunder.load(code),
  insuredProgrammes: ({ code }, _args, { load }) => load.programmesOfInsurer.load(code),
};
