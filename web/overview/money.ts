/** Which budget is shown, and its months. */
import type { FiguresAnswer } from './answers.ts';

export interface BudgetChoice {
  /** Code of the programme. */
  readonly programme: string;
  readonly year: number;
  /** All years that it has a budget for, the latest first. */
  readonly years: readonly number[];
}

/**
 * The first programme that has a budget.
 * @param year the one wanted; the latest when it is null or there is none of it
 */
export function budgetOf(
  programmes: NonNullable<FiguresAnswer['programmes']>,
  year: number | null,
): BudgetChoice | undefined {
  const programme = programmes.find(({ budgets }) => budgets.length > 0);
  if (programme === undefined) return undefined;
  const years = programme.budgets.map((budget) => budget.year).toSorted((left, right) => right - left);
  return { programme: programme.code, year: years.find((each) => each === year) ?? years[0]!, years };
}
