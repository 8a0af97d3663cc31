/** Bills and payments, recorded; what is answered is loaded anew. */
import { toRupiah } from '../../data/scalars.ts';
import type { FundingParents } from '../parents.ts';
import { recordOnce, type PayingParts } from '../paying/paying-parts.ts';
import { recordBill } from '../paying/record-bill.ts';
import { recordPayment } from '../paying/record-payment.ts';
import type { MutationResolvers } from '../resolver-types.ts';

/** `Mutation`. @throws CodedError of `changeErrors` or `payingErrors` */
export function fundingMutationResolvers(parts: PayingParts): MutationResolvers {
  return {
    recordBill: async (_, { input }, { caller, load }) => {
      const bill = { ...input, amount: toRupiah(input.amount) };
      const id = await recordOnce(parts, caller, 'recordBill', bill, (paying) => recordBill(parts, bill, paying));
      load.batchesOfProgramme.clear(input.programme);
      return load.batch.clear(id).load(id);
    },
    recordPayment: async (_, { input }, { caller, load }) => {
      const payment = { ...input, amount: toRupiah(input.amount) };
      const id = await recordOnce(parts, caller, 'recordPayment', payment, (paying) =>
        recordPayment(parts, payment, paying),
      );
      const recorded = (await load.payment.clear(id).load(id)) as FundingParents['Payment'];
      load.batch.clear(recorded.batch);
      load.batchesOfProgramme.clear(recorded.programme);
      load.paymentsOfBatch.clear(recorded.batch);
      load.paymentsOfBudget.clear(recorded.budget);
      return recorded;
    },
  };
}
