import type { Finding } from '../finding.ts';
import { applied, type Graph } from '../model/graph.ts';
import type { ModelField, ModelType } from '../model/subgraph-model.ts';
import { named } from '../protection.ts';
import type { CandidateChange } from '../rule.ts';
import type { PersonReach } from './person-reach.ts';
import { ALWAYS_PERSONAL, OFTEN_PERSONAL, PERSONAL_PROSE, SELDOM_PERSONAL, wordIn } from './person-words.ts';
import { proseOf, wordsOf } from './words.ts';

type Input = ModelField['arguments'][number];

/** An argument or an input's field, and whether what it chooses from is of persons. */
interface Chooser {
  readonly coordinate: string;
  readonly input: Input;
  readonly ofPersons: boolean;
}

/**
 * Who may choose rows by a field learns it, so an argument or a filter's field that is called like personal data states by what it chooses
 * (`@filters`). What a mutation takes in chooses nothing, and is not judged.
 * @returns those that state nothing
 */
export function inputsLookPersonal({ candidate, after }: CandidateChange, reach: PersonReach): Finding[] {
  return choosersIn(candidate.types, after, reach).flatMap(({ coordinate, input, ofPersons }) => {
    if (isStated(input) || named(input.type) === 'Boolean' || isInput(candidate.types, input)) return [];
    const words = wordsOf(input.name);
    const always = wordIn(words, ALWAYS_PERSONAL);
    const often = wordIn(words, OFTEN_PERSONAL) ?? (ofPersons ? wordIn(words, SELDOM_PERSONAL) : undefined);
    const word = always ?? often ?? PERSONAL_PROSE.find((each) => proseOf(input.description).includes(` ${each} `));
    if (word === undefined) return [];
    return [
      {
        rule: 'NAME/LOOKS_PERSONAL',
        severity: always !== undefined || ofPersons ? 'error' : 'warning',
        coordinate,
        why: `Its ${(always ?? often) ? 'name' : 'description'} says “${word}”, and nothing says which field it chooses by.`,
        todo: 'Add @filters(fields: ["Type.field"]), or @filters(fields: []) where it chooses by nothing that is about a person.',
      },
    ];
  });
}

const isInput = (types: ReadonlyMap<string, ModelType>, { type }: Input): boolean =>
  types.get(named(type))?.kind === 'input';

const isStated = ({ directives }: Input): boolean =>
  directives.some(({ name }) => name === 'filters' || name === 'personal' || name === 'fromContext');

function choosersIn(types: ReadonlyMap<string, ModelType>, graph: Graph, reach: PersonReach): readonly Chooser[] {
  const found = new Map<string, Chooser>();
  const take = (coordinate: string, input: Input, rows: Rows): void => {
    const known = found.get(coordinate);
    if (rows.ofCounts && graph.statements(named(input.type)).some(([, { kind }]) => kind === 'enum')) return;
    if (known !== undefined && (known.ofPersons || !rows.ofPersons)) return;
    found.set(coordinate, { coordinate, input, ofPersons: rows.ofPersons });
    const inner = isInput(types, input) ? types.get(named(input.type))! : undefined;
    for (const field of inner?.fields.values() ?? []) take(`${inner!.name}.${field.name}`, field, rows);
  };
  for (const type of types.values()) {
    if (type.name === 'Mutation' || (type.kind !== 'object' && type.kind !== 'interface')) continue;
    for (const field of type.fields.values()) {
      if (field.external || field.arguments.length === 0) continue;
      const rows = rowsOf(graph, reach, field);
      for (const input of field.arguments) take(`${type.name}.${field.name}(${input.name}:)`, input, rows);
    }
  }
  return [...found.values()];
}

/** What an argument chooses from. Beside counts an enum says what is counted. */
interface Rows {
  readonly ofPersons: boolean;
  readonly ofCounts: boolean;
}

/** What a field returns; of a page its `nodes`, or the `node` of its `edges`. */
function rowsOf(graph: Graph, reach: PersonReach, { type, directives }: ModelField): Rows {
  const below = (name: string, field: string): string[] =>
    graph.statements(name).flatMap(([, { fields }]) => (fields.has(field) ? [named(fields.get(field)!.type)] : []));
  const returned = named(type);
  const rows = [
    returned,
    ...below(returned, 'nodes'),
    ...below(returned, 'edges').flatMap((edge) => below(edge, 'node')),
  ];
  return {
    ofPersons: rows.some((row) => reach.isOfPersons(row)),
    ofCounts: applied(directives, 'aggregate').length > 0 || reach.isOfCounts(returned),
  };
}
