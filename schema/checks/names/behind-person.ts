import { applied } from '../model/graph.ts';
import type { Applied, ModelField, ModelType } from '../model/subgraph-model.ts';
import type { CheckRule } from '../rule.ts';
import { PersonReach } from './person-reach.ts';

/**
 * What only persons lead to is theirs: a type behind a person that says nothing about its protection was most likely forgotten when the
 * person was protected. One directive of protection on it, or on each of its fields, is enough: composition judges the rest.
 */
export const behindPersonRule: CheckRule = {
  name: 'NAME/BEHIND_PERSON',
  what: 'Only persons lead to a type, and neither it nor its fields have a directive of protection.',
  example: 'type Patient @personal @authenticated { visit: Visit }  type Visit { ward: String }',
  todo: 'Give the type `@personal` and a rule of access, as the person has.',
  find: ({ input, candidate, after }) => {
    if (input.policy === 'none') return [];
    const reach = new PersonReach(after);
    return [...candidate.types.values()]
      .filter((type) => isOpen(type) && reach.isBehindPersons(type.name) && !isStatedElsewhere(type.name))
      .map(({ name }) => ({
        rule: 'NAME/BEHIND_PERSON',
        severity: 'error',
        coordinate: name,
        why: 'Only persons lead to it, and nothing states how it is protected.',
        todo: 'Give the type @personal and a rule of access, as the person has.',
      }));

    function isStatedElsewhere(type: string): boolean {
      return after.statements(type).some(([, statement]) => !isOpen(statement));
    }
  },
};

const PROTECTING = new Set([
  ...['personal', 'mask', 'purpose', 'aggregate', 'harmless'],
  ...['authenticated', 'requiresScopes', 'policy', 'inaccessible'],
]);
const protects = (directives: readonly Applied[]): boolean => directives.some(({ name }) => PROTECTING.has(name));

/** A reference, whose fields are all keys or another's, says nothing of its own. */
function isOpen({ kind, directives, fields }: ModelType): boolean {
  if (kind !== 'object' || protects(directives) || applied(directives, 'key').length > 0) return false;
  const own = [...fields.values()].filter(({ external }) => !external);
  return own.length > 0 && !own.every((field: ModelField) => protects(field.directives));
}
