import { named } from '../protection.ts';
import { applied, type Graph } from '../model/graph.ts';
import type { ModelField, ModelType, SubgraphModel } from '../model/subgraph-model.ts';
import type { CheckRule } from '../rule.ts';
import { COUNTS, PERSONS, wordIn } from './person-words.ts';
import { wordsOf } from './words.ts';

/**
 * A count over people without `@aggregate` composes, and the gateway shows it however small: “one worker in this street” is that worker. So
 * a number that is called like a count states its minimum, itself or by the field that leads to it; `minimum: 0` says that it is a total for
 * everybody. It is looked for where persons are: in a subgraph that perturbs its counts, and on types that lead to persons in it.
 */
export const countUnstatedRule: CheckRule = {
  name: 'NAME/COUNT_UNSTATED',
  what: 'A number looks like a count over people by its name, and neither it nor the field that leads to its object has `@aggregate`.',
  example: 'type Village { workerCount: Int }',
  todo: 'Add `@aggregate(minimum: 5)`, or `@aggregate(minimum: 0)` where it is a total that everybody may see.',
  find: ({ input, candidate, after }) => {
    if (input.policy === 'none') return [];
    const perturbs = applied(candidate.directives, 'perturbs').length > 0;
    return [...candidate.types.values()]
      .filter(({ kind, name }) => (kind === 'object' || kind === 'interface') && !after.isPerson(name))
      .filter((type) => !isLedToByCount(candidate, type.name) && !isDifference(type) && !isPageOfOther(after, type))
      .flatMap((type) => {
        const near = perturbs || leadsToPersons(candidate, type, (name) => after.isPerson(name));
        return [...type.fields.values()]
          .filter((field) => near && isCount(field) && !isProtected(type, field))
          .map((field) => ({
            rule: 'NAME/COUNT_UNSTATED',
            severity: 'error' as const,
            coordinate: `${type.name}.${field.name}`,
            why: 'It is called like a count over people, and nothing hides it where it is small.',
            todo: 'Add @aggregate(minimum: 5), or @aggregate(minimum: 0) where it is a total that everybody may see.',
          }));
      });
  },
};

const NUMBERS = new Set(['Int', 'Float', 'BigInt', 'Long', 'NonNegativeInt', 'PositiveInt', 'Decimal']);

function isCount({ name, type, external }: ModelField): boolean {
  const words = wordsOf(name);
  const isOne = words.length > 1 && PERSONS.has(words[0]!) && words[1] === 'id';
  return !external && NUMBERS.has(named(type)) && !isOne && wordIn(words, COUNTS) !== undefined;
}

/** Rules of access keep a count from who may not see the rows; it is then no more than they see anyway. */
function isProtected(type: ModelType, field: ModelField): boolean {
  return [...type.directives, ...field.directives].some(({ name }) =>
    ['aggregate', 'personal', 'requiresScopes', 'policy'].includes(name),
  );
}

/** Whether each field of the subgraph that returns the type states the minimum of its counts, or is kept by a rule of access. */
function isLedToByCount({ types }: SubgraphModel, name: string): boolean {
  const leading = [...types.values()].flatMap((type) =>
    [...type.fields.values()]
      .filter((field) => named(field.type) === name)
      .map((field) => field.external || isProtected(type, field)),
  );
  return leading.length > 0 && leading.every((each) => each);
}

/** The difference of two counts is small however many there are: what it is made of is hidden where it is small. */
function isDifference({ name }: ModelType): boolean {
  return wordIn(wordsOf(name), ['change', 'difference', 'perubahan', 'selisih']) !== undefined;
}

/** A page whose rows are no persons counts no persons. */
function isPageOfOther(graph: Graph, { fields }: ModelType): boolean {
  const rows = fields.get('nodes') ?? fields.get('edges');
  if (!fields.has('pageInfo') || rows === undefined) return false;
  const edge = graph.statements(named(rows.type)).flatMap(([, { fields: below }]) => below.get('node') ?? []);
  return [named(rows.type), ...edge.map(({ type }) => named(type))].every((type) => !graph.isPerson(type));
}

function leadsToPersons({ types }: SubgraphModel, from: ModelType, isPerson: (name: string) => boolean): boolean {
  const seen = new Set<string>();
  const open = [from.name];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    if (isPerson(name)) return true;
    for (const { type } of types.get(name)?.fields.values() ?? []) open.push(named(type));
  }
  return false;
}
