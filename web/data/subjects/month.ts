/** A count at the end of one month, or of each month of a span. */
import { given, type Argument, type Label } from '../branch.ts';
import type { Choice } from '../choice.ts';

type Args = Readonly<Record<string, Argument>>;

export const MONTH: Label = { breakdown: 'month', code: ['month'] };

export const inMonth = ({ month }: Pick<Choice, 'month'>): Args => given({ month: { type: 'Period', value: month } });

/** A single month that is chosen narrows a span too. */
export const inSpan = ({ month, from, to }: Choice): Args =>
  given({ from: { type: 'Period', value: from ?? month }, to: { type: 'Period', value: to ?? month } });
