/** What goes along with a table that is taken away, beside the table itself. */
import type { Citation } from '../export/citation.ts';
import type { Say } from '../language/say.ts';
import { FILTERS, type Choice } from './choice.ts';
import { areaName, type Lists } from './lists.ts';
import { programmeOf, yearOf } from './subjects/money.ts';

/** What goes into the citation of an export beside the table itself. */
export interface Cited {
  /** In words, where the table is a part of its answer; the title of the table says all of any other. */
  readonly question?: string;
  readonly filters: Citation['filters'];
  readonly sources: readonly string[];
  /** Whether there are persons in it. */
  readonly persons: boolean;
}

/** Filters in words, also those that nobody chose, and whose data a subject is. */
export function citedOf(choice: Choice, lists: Lists, say: Say): Cited {
  const { subject, filters, area } = choice;
  const named = FILTERS.flatMap((filter) => {
    const code = filters[filter];
    return code === undefined ? [] : [{ name: say(`data.by.${filter}`), value: lists.nameOf(filter, code) }];
  });
  const where = area === null ? [] : [{ name: say('data.area'), value: areaName(area, lists) }];
  const year = subject === 'money' ? yearOf(choice, lists.latest.years) : undefined;
  const when = year === undefined ? [] : [{ name: say('data.year'), value: String(year) }];
  const programme = subject === 'money' ? programmeOf(choice, lists.latest.years) : undefined;
  const isNamed = programme === undefined || filters.programme !== undefined;
  const which = isNamed ? [] : [{ name: say('data.by.programme'), value: lists.nameOf('programme', programme) }];
  return { filters: [...where, ...named, ...which, ...when], sources: SOURCES[subject], persons: false };
}

/** Owners of the subgraphs that a subject is counted in. */
const SOURCES: Readonly<Record<Choice['subject'], readonly string[]>> = {
  coverage: ['Disnaker', 'Diskominfo'],
  groups: ['BKPSDM', 'Diskominfo'],
  verification: ['Disnaker'],
  money: ['BPKAD'],
  'double-funding': ['BPKAD'],
  published: ['Diskominfo', 'BPKAD'],
};
