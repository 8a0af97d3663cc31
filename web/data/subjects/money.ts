/** What the programmes cost, and what is paid for them. */
import type { Measure } from '../../address/data-view.ts';
import { given, type Branch, type Count, type Label } from '../branch.ts';
import type { Choice } from '../choice.ts';

const PROGRAMME: Label = { breakdown: 'programme', code: ['code'], name: ['name'] };

/** Those that a month has of its own; the ceiling is that of the whole year. */
const OF_MONTH: ReadonlySet<Measure> = new Set(['liability', 'billed', 'paid', 'unpaid', 'paidToDate', 'remaining']);
const OF_YEAR: ReadonlySet<Measure> = new Set([
  'liability',
  'billed',
  'paid',
  'unpaid',
  'remaining',
  'ceiling',
  'shortfall',
]);

/** @param years the last budget of each programme that has one, the first programme first; a reconciliation is always of one year */
export function moneyBranches(choice: Choice, years: ReadonlyMap<string, number>): readonly Branch[] | undefined {
  const { by } = choice;
  const code = programmeOf(choice, years);
  const year = yearOf(choice, years);
  if (year === undefined || (code === undefined && !by.includes('programme'))) return undefined;
  const inner = [reconciliation(choice, year, code !== undefined)];
  if (code === undefined) return [{ field: 'programmes', many: 'LIST', labels: [PROGRAMME], inner }];
  return [{ field: 'programme', args: given({ code: { type: 'ID!', value: code } }), labels: [PROGRAMME], inner }];
}

/** @returns code of the programme that is asked for: the one chosen, or the first, where rows are not of all */
export const programmeOf = ({ filters, by }: Choice, years: ReadonlyMap<string, number>): string | undefined =>
  filters.programme ?? (by.includes('programme') ? undefined : [...years.keys()][0]);

/** @returns the budget year that is asked for: the one chosen, or the last of the programme; undefined where none is known */
export function yearOf(choice: Choice, years: ReadonlyMap<string, number>): number | undefined {
  const code = programmeOf(choice, years);
  return choice.year ?? (code === undefined ? undefined : years.get(code)) ?? latestOf(years);
}

const latestOf = (years: ReadonlyMap<string, number>): number | undefined =>
  years.size === 0 ? undefined : Math.max(...years.values());

function reconciliation({ by, measures }: Choice, year: number, single: boolean): Branch {
  const budget: Branch = { field: 'reconciliation', args: given({ year: { type: 'Int!', value: year } }) };
  const whole = measures.filter((measure) => OF_YEAR.has(measure)).map(countOf);
  if (!by.includes('month')) return { ...budget, as: 'ROW', counts: whole };
  const months: Branch = {
    field: 'periods',
    many: 'LIST',
    as: 'ROW',
    labels: [{ breakdown: 'month', code: ['period'] }],
    counts: measures.filter((measure) => OF_MONTH.has(measure)).map(countOf),
  };
  const shared = measures.filter((measure) => measure === 'ceiling').map(countOf);
  return { ...budget, shared, ...(single && { as: 'TOTAL' as const, counts: whole }), inner: [months] };
}

const countOf = (measure: Measure): Count => ({ measure, field: [measure] });
