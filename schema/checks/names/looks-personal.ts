import { named } from '../protection.ts';
import { applied, isRoot, type Graph } from '../model/graph.ts';
import type { Finding } from '../finding.ts';
import type { ModelField, ModelType } from '../model/subgraph-model.ts';
import type { CandidateChange, CheckRule } from '../rule.ts';
import { inputsLookPersonal } from './inputs-look-personal.ts';
import { PersonReach } from './person-reach.ts';
import { ALWAYS_PERSONAL, OFTEN_PERSONAL, PERSONAL_PROSE, SELDOM_PERSONAL, wordIn } from './person-words.ts';
import { proseOf, wordsOf } from './words.ts';

/**
 * A field is personal by what it holds, not by its directive: one that is called like personal data and is not `@personal` is most likely
 * forgotten. A NIK is a person's wherever it stands; an address is on a type of persons, and may be an office's elsewhere; a name is only on
 * a type of persons, so that a district may have one. A type is of persons by its directives, by its name, by such a field, or since only
 * persons lead to it. `@harmless(because: "…")` states why a field is not what it looks like.
 */
export const looksPersonalRule: CheckRule = {
  name: 'NAME/LOOKS_PERSONAL',
  what: 'A field looks personal by its name or description, and is not `@personal`, or an argument or a field of a filter does, and has no `@filters`: an error on a type of persons, or where the word is of persons alone (`nik`); a warning elsewhere.',
  example:
    'type Query { patients(alamat: String): [Patient] }  type Patient { nama_lengkap: String  tglLahir: String }',
  todo: 'Add `@personal`, a rule of access and `@mask`, or `@harmless(because: "…")` where it is about nobody; to an argument `@filters`.',
  find: (change) => {
    if (change.input.policy === 'none') return [];
    const reach = new PersonReach(change.after);
    const fields = [...change.candidate.types.values()]
      .filter(({ kind }) => kind === 'object' || kind === 'interface')
      .flatMap((type) => [...type.fields.values()].flatMap((field) => ofField(change, reach, type, field)));
    return [...fields, ...inputsLookPersonal(change, reach)];
  },
};

function ofField({ after }: CandidateChange, reach: PersonReach, type: ModelType, field: ModelField): Finding[] {
  if (isStated(after, type, field) || isRoot(type.name) || !holdsSomething(after, reach, type, field)) return [];
  const ofPersons = reach.isOfPersons(type.name);
  const words = wordsOf(field.name);
  const always = wordIn(words, ALWAYS_PERSONAL);
  const often = wordIn(words, OFTEN_PERSONAL) ?? (ofPersons ? wordIn(words, SELDOM_PERSONAL) : undefined);
  const prose = PERSONAL_PROSE.find((each) => proseOf(field.description).includes(` ${each} `));
  const word = always ?? often ?? prose;
  if (word === undefined) return [];
  const isError = always !== undefined || ofPersons;
  return [
    {
      rule: 'NAME/LOOKS_PERSONAL',
      severity: isError ? 'error' : 'warning',
      coordinate: `${type.name}.${field.name}`,
      why: `Its ${(always ?? often) ? 'name' : 'description'} says “${word}”${ofPersons ? ', on a type of persons' : ''}, and it is not @personal.`,
      todo: 'Add @personal, a rule of access and @mask, or @harmless(because: "…") where it is about nobody.',
    },
  ];
}

/** Personal, harmless or of another subgraph: somebody has thought about it. */
function isStated(graph: Graph, type: ModelType, field: ModelField): boolean {
  return (
    field.external ||
    graph.isPersonal(type.name, field.name) ||
    graph.isPerson(named(field.type)) ||
    applied([...field.directives], 'aggregate').length > 0 ||
    applied([...field.directives], 'harmless').length > 0
  );
}

/** A truth value tells no word, and neither does an enum beside counts, which says what is counted; an object is judged by its own fields. */
function holdsSomething(graph: Graph, reach: PersonReach, type: ModelType, field: ModelField): boolean {
  const returned = named(field.type);
  if (returned === 'Boolean') return false;
  const statements = graph.statements(returned);
  if (statements.some(([, { kind }]) => kind !== 'enum' && kind !== 'scalar')) return false;
  return !(statements.length > 0 && statements[0]![1].kind === 'enum' && reach.isOfCounts(type.name));
}
