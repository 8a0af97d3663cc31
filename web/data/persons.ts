/** Which tables hold persons. The schema marks its personal types; a caller's copy of it does not show that, so they are named here. */
import { isFigures, pathOf } from './question-table.ts';
import type { FieldFacts } from './field-facts.ts';
import { isHidden, type Table, type TableCell } from '../graph/table.ts';

/** The types marked `@personal`, but for the edges of their lists. */
export const PERSONAL_TYPES: ReadonlySet<string> = new Set([
  'AnsweredVerification',
  'ChangedMember',
  'ChangedRow',
  'ChangedWorker',
  'ChangedWorkers',
  'DoubleFunding',
  'FieldCorrection',
  'ImportJob',
  'ImportLeftRow',
  'ImportedRows',
  'Member',
  'MemberCorrection',
  'MemberEvent',
  'Membership',
  'MergedWorkers',
  'Person',
  'PersonAccess',
  'PossibleDuplicates',
  'ProposedRow',
  'ProposedWorkers',
  'RecordProblem',
  'RejectedRow',
  'RowRefusal',
  'StatusChange',
  'Verification',
  'WelfareDecile',
  'Worker',
  'WorkerEvent',
]);

/**
 * Whether something in the table stands in a personal type. A column of which the schema says nothing counts as one: it may come from a
 * fragment, or the schema is not there.
 */
export function hasPersons(table: Table, facts: ReadonlyMap<string, FieldFacts>): boolean {
  return placesOf(table).some((place) => isOfPersons(place, facts));
}

/** Whether something of a person can be read in the table: a caller who may not read any sees it withheld or gets no rows. */
export function showsPersons(table: Table, facts: ReadonlyMap<string, FieldFacts>): boolean {
  const personal = placesOf(table).map((place) => isOfPersons(place, facts));
  if (isFigures(table)) return table.rows.some(([, value = null], at) => personal[at] === true && isThere(value));
  return table.rows.some((row) => row.some((cell, at) => personal[at] === true && isThere(cell)));
}

const isThere = (cell: TableCell): boolean => cell !== null && !isHidden(cell);

/** Where each column of a table stands in the answer, and each row of the figures. */
const placesOf = (table: Table): string[] =>
  isFigures(table)
    ? table.rows.map(([field]) => String(field))
    : table.columns.map((column) => pathOf(table.name, column));

const isOfPersons = (place: string, facts: ReadonlyMap<string, FieldFacts>): boolean =>
  !facts.has(place) || around(place).some((each) => isPersonal(facts.get(each)));

/** A place and those that it stands in: `a.b.c`, `a.b`, `a`. */
const around = (place: string): string[] => {
  const names = place.split('.');
  return names.map((_, index) => names.slice(0, index + 1).join('.'));
};

const isPersonal = (facts: FieldFacts | undefined): boolean => facts !== undefined && PERSONAL_TYPES.has(facts.type);
