/** How a table of an answer leaves the editor: as a file, or, where somebody can be read in it, under Data alone, for a stated purpose. */
import { dataHref } from '../address/data-view.ts';
import { fieldFacts } from '../data/field-facts.ts';
import { partName } from '../data/part-name.ts';
import { showsPersons } from '../data/persons.ts';
import { variablesOf } from '../graph/question.ts';
import type { Table } from '../graph/table.ts';
import { savedHref } from '../saved/view-of-question.ts';
import type { Question } from '../session/config.ts';
import type { GraphQLSchema } from 'graphql';
import type { Asked } from './asked.ts';

/** The saved question that is open, as far as it tells whether the editor holds it. */
interface Kept {
  readonly id: string;
  readonly view: string | null;
  readonly document: string;
  readonly variables: string;
}

/** @param query that the answer was asked with @returns whether a table may be given out as it stands; without a schema nothing is known of it, so it may not */
export const leavesHere = (table: Table, query: string, schema: GraphQLSchema | null | undefined): boolean =>
  !showsPersons(table, schema == null ? new Map() : fieldFacts(schema, query, 'en'));

/** @returns where Data asks the same with the same variables; undefined where the question is neither shipped nor the saved one that is open */
export function sameInData(
  table: Pick<Table, 'name'>,
  held: Asked,
  { questions, current }: { readonly questions: readonly Question[]; readonly current: Kept | undefined },
): string | undefined {
  const shipped = questions.find((each) => each.text === held.query && isSame(variablesOf(each), held.variables));
  if (shipped !== undefined) return dataHref({ question: shipped.name, part: partName(table) });
  const isKept = current?.document === held.query && isSame(current.variables, held.variables);
  return isKept ? savedHref(current.id, current.view) : undefined;
}

const isSame = (left: string, right: string): boolean => compact(left) === compact(right);

function compact(variables: string): string {
  try {
    return JSON.stringify(JSON.parse(variables.trim() || '{}'));
  } catch {
    return variables;
  }
}
