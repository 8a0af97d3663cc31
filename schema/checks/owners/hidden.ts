import { parse } from 'graphql';
import type { Finding } from '../finding.ts';
import { readDocument, type ModelType } from '../model/subgraph-model.ts';
import type { CandidateChange, CheckRule } from '../rule.ts';
import { askOwners } from './ask-owners.ts';
import { constrained } from './constrained.ts';

/**
 * Composition adds up what all subgraphs say of a type, a mere reference to it included. So a reference with `@inaccessible`, a rule of
 * access that nobody meets or a great `@cost` takes another agency's type from everybody, or lets nobody ask it.
 */
export const hiddenRule: CheckRule = {
  name: 'OWNER/HIDDEN',
  what: "Another agency's type or field becomes `@inaccessible`, masked or dearer, or asks more of its callers, by what the candidate says of it.",
  example: 'type Worker @key(fields: "id") @policy(policies: [["nobody"]]) { id: ID! }',
  todo: 'Refer to the type without directives, or ask its owner.',
  find: (change) => {
    const { before, after } = change.supergraphs;
    if (before === undefined || after === undefined || before === after) return [];
    const now = readDocument(parse(after, { noLocation: true })).types;
    return [...readDocument(parse(before, { noLocation: true })).types.values()].flatMap((type) => {
      const found = now.get(type.name);
      return found === undefined ? [] : ofType(change, type, found);
    });
  },
};

function ofType(change: CandidateChange, then: ModelType, now: ModelType): Finding[] {
  const { before } = change;
  return [
    ...asked(change, then.name, constrained(then.directives, now.directives), before.ownersOfType(then.name)),
    ...[...then.fields.values()].flatMap((field) => {
      const found = now.fields.get(field.name);
      const owners =
        then.kind === 'input' ? before.ownersOfType(then.name) : before.ownersOfField(then.name, field.name);
      return found === undefined
        ? []
        : asked(change, `${then.name}.${field.name}`, constrained(field.directives, found.directives), owners);
    }),
  ];
}

/** Who owns it too may do as they like with it. */
function asked(
  change: CandidateChange,
  coordinate: string,
  gained: readonly string[],
  owners: readonly string[],
): Finding[] {
  if (gained.length === 0 || owners.includes(change.input.owner)) return [];
  return askOwners(change, {
    rule: 'OWNER/HIDDEN',
    coordinate,
    why: `By what ${change.input.name} says of it, it gets ${gained.join(', ')}.`,
    otherwise: 'refer to it without directives',
    owners,
  });
}
