import type { Finding } from '../finding.ts';
import type { ModelType } from '../model/subgraph-model.ts';
import type { CandidateChange, CheckRule } from '../rule.ts';
import { askOwners } from './ask-owners.ts';
import { constrained } from './constrained.ts';
import { inBothSupergraphs } from './in-both-supergraphs.ts';

/**
 * Composition adds up what all subgraphs say of a type, a mere reference to it included. So a reference with `@inaccessible`, a rule of
 * access that nobody meets or a great `@cost` takes another agency's type from everybody, or lets nobody ask it.
 */
export const hiddenRule: CheckRule = {
  name: 'OWNER/HIDDEN',
  what: "Another agency's type or field becomes `@inaccessible`, masked or dearer, or asks more of its callers, by what the candidate says of it.",
  example: 'type Worker @key(fields: "id") @policy(policies: [["nobody"]]) { id: ID! }',
  todo: 'Refer to the type without directives, or ask its owner.',
  find: (change) => inBothSupergraphs(change, (then, now) => ofType(change, then, now)),
};

function ofType(change: CandidateChange, then: ModelType, now: ModelType): Finding[] {
  const { before } = change;
  return [
    ...asked(change, then.name, constrained(then.directives, now.directives), () => before.ownersOfType(then.name)),
    ...[...then.fields.values()].flatMap((field) => {
      const found = now.fields.get(field.name);
      if (found === undefined) return [];
      const gained = constrained(field.directives, found.directives);
      return asked(change, `${then.name}.${field.name}`, gained, () => before.ownersOfMember(then, field.name));
    }),
  ];
}

/** Who owns it too may do as they like with it. */
function asked(
  change: CandidateChange,
  coordinate: string,
  gained: readonly string[],
  ownersOf: () => readonly string[],
): Finding[] {
  if (gained.length === 0) return [];
  const owners = ownersOf();
  if (owners.includes(change.input.owner)) return [];
  return askOwners(change, {
    rule: 'OWNER/HIDDEN',
    coordinate,
    why: `By what ${change.input.name} says of it, it gets ${gained.join(', ')}.`,
    otherwise: 'refer to it without directives',
    owners,
  });
}
