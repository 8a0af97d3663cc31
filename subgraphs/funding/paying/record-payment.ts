/**
 * `recordPayment`: what the city pays of a bill from a budget. Of two payments of one bill the later states an old version; of two from one
 * budget the later one runs again, since each writes the budget's own count.
 */
import { longs } from '../../data/longs.ts';
import type { ClientSession } from 'mongoose';
import { changeFault } from '../../changes/errors.ts';
import { atVersion, versionOf } from '../../data/record-version.ts';
import { toRupiah } from '../../data/scalars.ts';
import type { Budget, ContributionBatch, Payment } from '../models.ts';
import type { RecordPaymentInput } from '../resolver-types.ts';
import { payingFault } from './errors.ts';
import { requireAmount, type Paying, type PayingParts } from './paying-parts.ts';

const REFERENCE = /^[\p{L}\d](?:[\p{L}\d ./-]{0,58}[\p{L}\d])?$/u;
const LIKE_NIK = /\d{16}/;

type Input = Omit<RecordPaymentInput, 'amount'> & { readonly amount: bigint };

/** @returns the id of the payment @throws CodedError BAD_RECORD, BILL_NOT_FOUND, RECORD_CHANGED, RULE_REFUSED, REFERENCE_USED */
export async function recordPayment(parts: PayingParts, input: Input, paying: Paying): Promise<string> {
  const { session, programme, today } = paying;
  validInput(input, today);
  const bill = await billOf(parts, input, paying);
  const budget = await budgetOf(parts, input, paying);
  const { amount } = input;
  await requireLeft(parts, session, { batch: bill._id }, { of: 'the bill', most: toRupiah(bill.amount), amount });
  await requireLeft(
    parts,
    session,
    { budget: budget._id },
    { of: 'the budget', most: toRupiah(budget.ceiling), amount },
  );
  const reference = input.reference.trim();
  if ((await parts.models.Payment.findOne({ reference }).session(session).lean()) !== null)
    throw payingFault('REFERENCE_USED');
  const payment: Payment = {
    _id: `P-${bill._id}-${versionOf(bill)}`,
    programme: programme._id,
    batch: bill._id,
    budget: budget._id,
    period: bill.period,
    paidOn: input.paidOn,
    amount,
    reference,
  };
  await write(parts, session, { payment, bill });
  return payment._id;
}

function validInput({ amount, paidOn, reference }: Input, today: string): void {
  requireAmount(amount);
  if (paidOn > today) throw changeFault('RULE_REFUSED', `expected paidOn up to ${today}`);
  const text = reference.trim();
  if (!REFERENCE.test(text) || LIKE_NIK.test(text))
    throw changeFault('BAD_RECORD', 'reference: expected 1 to 60 letters, digits, blanks, dots, slashes or dashes');
}

async function billOf(
  { models }: PayingParts,
  { period, version }: Input,
  { session, programme }: Paying,
): Promise<ContributionBatch> {
  const bill = await models.ContributionBatch.findOne({ programme: programme._id, period })
    .session(session)
    .lean<ContributionBatch>();
  if (bill === null) throw payingFault('BILL_NOT_FOUND');
  if (versionOf(bill) !== version)
    throw changeFault('RECORD_CHANGED', `the bill has version ${versionOf(bill)}, got ${version}`);
  return bill;
}

async function budgetOf(
  { models }: PayingParts,
  { period, year }: Input,
  { session, programme }: Paying,
): Promise<Budget> {
  const budget = await models.Budget.findOne({ programme: programme._id, year }).session(session).lean<Budget>();
  if (budget === null) throw changeFault('RULE_REFUSED', `expected a budget of the programme for ${year}`);
  if (period < budget.from || period > budget.to)
    throw changeFault(
      'RULE_REFUSED',
      `expected a budget that pays for ${period}; that of ${year} pays for ${budget.from} to ${budget.to}`,
    );
  return budget;
}

interface Limit {
  readonly of: string;
  /** Rupiah. */
  readonly most: bigint;
  readonly amount: bigint;
}

async function requireLeft(
  { models }: PayingParts,
  session: ClientSession,
  condition: object,
  { of, most, amount }: Limit,
): Promise<void> {
  const before = await models.Payment.find(condition as never)
    .session(session)
    .lean<Payment[]>();
  const left = before.reduce((rest, payment) => rest - toRupiah(payment.amount), most);
  if (amount > left)
    throw changeFault('RULE_REFUSED', `expected at most ${left} rupiah, which ${of} has left, got ${amount}`);
}

async function write(
  { models }: PayingParts,
  session: ClientSession,
  { payment, bill }: { readonly payment: Payment; readonly bill: ContributionBatch },
): Promise<void> {
  await models.Payment.collection.insertOne(longs(payment), { session });
  const { matchedCount } = await models.ContributionBatch.collection.updateOne(
    { _id: bill._id, ...atVersion(versionOf(bill)) } as never,
    { $set: { version: versionOf(bill) + 1 } },
    { session },
  );
  if (matchedCount !== 1) throw changeFault('RECORD_CHANGED');
  await models.Budget.collection.updateOne({ _id: payment.budget as never }, { $inc: { payments: 1 } }, { session });
}
