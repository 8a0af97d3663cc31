import { unique } from '../model/graph.ts';
import type { Finding } from '../finding.ts';
import type { CandidateChange, CheckRule } from '../rule.ts';
import { askOwners } from './ask-owners.ts';
import { receivedFields, type Receiving } from './received-fields.ts';

/**
 * The gateway sends a subgraph what its fields require, as it is: no mask and no rule of access is between. So the owner of a personal
 * field agrees before another agency's subgraph is sent it.
 */
export const requiresRule: CheckRule = {
  name: 'OWNER/REQUIRES',
  what: "`@requires` names another agency's personal field, also inside a nested set: the gateway would send it unmasked.",
  example: 'type Worker @key(fields: "id") { id: ID!  nik: String @external  score: Int @requires(fields: "nik") }',
  todo: 'Ask its owner, or work the field out without it.',
  find: (change) => ofPersonal(change, 'requires', 'OWNER/REQUIRES', 'the gateway would send it, unmasked, to'),
};

/** A context carries a field of an object above to an argument below: the value is sent as by `@requires`. */
export const fromContextRule: CheckRule = {
  name: 'OWNER/FROM_CONTEXT',
  what: "`@fromContext` names another agency's personal field: the gateway would send it unmasked, as an argument.",
  example: 'score(nik: String @fromContext(field: "$worker { nik }")): Int',
  todo: 'Ask its owner, or work the field out without it.',
  find: (change) =>
    ofPersonal(change, 'fromContext', 'OWNER/FROM_CONTEXT', 'the gateway would send it, unmasked, as an argument to'),
};

/** What a subgraph provides it answers itself wherever its own field leads to the object: nobody asks the owner any more. */
export const providesRule: CheckRule = {
  name: 'OWNER/PROVIDES',
  what: "`@provides` names another agency's personal field: below this field it would be answered in the owner's place.",
  example: 'type Visit { worker: Worker @provides(fields: "name") }',
  todo: 'Ask its owner, or leave `@provides` out.',
  find: (change) => ofPersonal(change, 'provides', 'OWNER/PROVIDES', 'it would be answered in its owner’s place by'),
};

function ofPersonal(change: CandidateChange, directive: Receiving, rule: string, what: string): Finding[] {
  const { before, candidate, published } = change;
  const known = new Set(
    (published === undefined ? [] : receivedFields(published, directive)).map(({ type, field }) => `${type}.${field}`),
  );
  const fresh = receivedFields(candidate, directive).filter(
    ({ type, field, leaf }) => leaf && !known.has(`${type}.${field}`) && before.isPersonal(type, field),
  );
  return [...Map.groupBy(fresh, ({ type, field }) => `${type}.${field}`)].flatMap(([coordinate, same]) =>
    askOwners(change, {
      rule,
      coordinate,
      why: `It is personal, and ${what} ${change.input.name} for ${unique(same.map(({ by }) => by)).join(', ')}.`,
      otherwise: 'do without the field',
      owners: before.ownersOfField(same[0]!.type, same[0]!.field),
    }),
  );
}
