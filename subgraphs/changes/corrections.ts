/** Fields of a record that a change corrects: what is set, and what the event keeps of it. */
import { changeFault } from './errors.ts';
import type { Correction } from './record-event.ts';

/** One field that is corrected: its text before and after, and what is set. */
export interface Corrected<Row> extends Correction {
  readonly set: Partial<Row>;
}

/** @param value of the input @param textOf what the event keeps of it @returns undefined where the input leaves the field out */
export function corrected<Row, Value extends string>(
  field: string,
  before: string | null,
  value: Value | null | undefined,
  set: (value: Value) => Partial<Row>,
  textOf: (value: Value) => string = (text) => text,
): Corrected<Row> | undefined {
  return value == null ? undefined : { field, before, after: textOf(value), set: set(value) };
}

/**
 * @param fields undefined for those that the input leaves out
 * @returns what all of them set, and each before and after
 * @throws CodedError BAD_RECORD where there is none, or one has what stands there already
 */
export function correctionOf<Row>(fields: readonly (Corrected<Row> | undefined)[]): {
  readonly set: Partial<Row>;
  readonly corrections: readonly Correction[];
} {
  const all = fields.filter((field) => field !== undefined);
  if (all.length === 0) throw changeFault('BAD_RECORD', 'expected at least one field to correct');
  const same = all.filter(({ before, after }) => before === after).map(({ field }) => field);
  if (same.length > 0) throw changeFault('BAD_RECORD', `expected another value than stands in ${same.join(', ')}`);
  return {
    set: all.reduce<Partial<Row>>((sum, each) => ({ ...sum, ...each.set }), {}),
    corrections: all.map(({ field, before, after }) => ({ field, before, after })),
  };
}
