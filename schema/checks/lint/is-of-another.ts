import { isRoot, keyFields } from '../model/graph.ts';
import type { CandidateChange } from '../rule.ts';

/**
 * A reference to another agency's type (`type Worker @key(fields: "id", resolvable: false) { id: ID! }`) takes its names and descriptions
 * from there: whoever refers can do nothing about them.
 * @returns whether a coordinate of the candidate is such a type, or a key or an external field of one
 */
export function isOfAnother({ after, candidate, input }: CandidateChange, coordinate: string): boolean {
  const [name = '', member] = coordinate.replace(/\(.*$/, '').split('.');
  const statement = candidate.types.get(name);
  if (statement === undefined || isRoot(name)) return false;
  const owners = after.ownersOfType(name);
  if (owners.length === 0 || owners.includes(input.owner)) return false;
  return member === undefined || keyFields(statement).has(member) || statement.fields.get(member)?.external === true;
}
