/** The tree of branches of a choice: which fields of the graph its table is read from. */
import type { Branch } from './branch.ts';
import type { Choice } from './choice.ts';
import { coverageBranches } from './subjects/coverage.ts';
import { doubleFundingBranches } from './subjects/double-funding.ts';
import { groupBranches } from './subjects/groups.ts';
import { moneyBranches } from './subjects/money.ts';
import { publishedBranches } from './subjects/published.ts';
import { verificationBranches } from './subjects/verification.ts';

/** What a choice leaves open, and the graph's own lists say. */
export interface Latest {
  /** The last month that is kept, `YYYY-MM`; missing until it is known. */
  readonly month?: string;
  /** The year of each programme's last budget. */
  readonly years: ReadonlyMap<string, number>;
}

/** @returns undefined while something that the question needs is not known */
export function branchesOf(choice: Choice, latest: Latest): readonly Branch[] | undefined {
  switch (choice.subject) {
    case 'coverage':
      return coverageBranches(choice);
    case 'groups':
      return groupBranches(choice, latest.month);
    case 'verification':
      return verificationBranches(choice);
    case 'money':
      return moneyBranches(choice, latest.years);
    case 'double-funding':
      return doubleFundingBranches(choice);
    case 'published':
      return publishedBranches();
  }
}

const OPERATIONS: Readonly<Record<Choice['subject'], string>> = {
  coverage: 'DataCoverage',
  groups: 'DataGroups',
  verification: 'DataVerification',
  money: 'DataMoney',
  'double-funding': 'DataDoubleFunding',
  published: 'DataPublishedFigures',
};

export const operationOf = ({ subject }: Choice): string => OPERATIONS[subject];
