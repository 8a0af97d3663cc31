import { applied, keyFields, unique, type Graph } from '../model/graph.ts';
import { coordinatesOf } from '../model/field-set.ts';
import type { Finding } from '../finding.ts';
import type { CandidateChange, CheckRule } from '../rule.ts';
import type { ModelType, SubgraphModel } from '../model/subgraph-model.ts';
import { askOwners } from './ask-owners.ts';

/**
 * The gateway sends a subgraph the key of each object it extends. A new key on a type of persons makes it send what no subgraph was sent
 * before; a key with a masked field makes it send that field unmasked, whoever made the key.
 */
export const keyRule: CheckRule = {
  name: 'OWNER/KEY',
  what: "A type of persons gets a new `@key`, or a key of any type holds another agency's personal field: keys are sent unmasked.",
  example: 'type Worker @key(fields: "nik") { nik: String  score: Int }',
  todo: 'Refer to the person by a key that is there, such as the token.',
  find: (change) =>
    [...change.candidate.types.values()].flatMap((type) => [...newKeys(change, type), ...telling(change, type)]),
};

const OTHERWISE = 'refer to the object by a key that is there';

function newKeys(change: CandidateChange, type: ModelType): Finding[] {
  const { before } = change;
  if (!before.isPerson(type.name)) return [];
  const known = new Set(
    before
      .family(type.name)
      .flatMap((one) => before.statements(one))
      .flatMap(([, statement]) => keysOf(statement)),
  );
  const fresh = keysOf(type).filter((key) => !known.has(key));
  if (fresh.length === 0) return [];
  return askOwners(change, {
    rule: 'OWNER/KEY',
    coordinate: type.name,
    why: `${change.input.name} would tell persons apart by a new key, \`${fresh.join('`, `')}\`.`,
    otherwise: OTHERWISE,
    owners: before.family(type.name).flatMap((one) => before.ownersOfType(one)),
  });
}

function telling(change: CandidateChange, type: ModelType): Finding[] {
  const { before, candidate, published } = change;
  const known = published && tellingIn(change, published, published.types.get(type.name));
  return tellingIn(change, candidate, type)
    .filter((coordinate) => !known?.includes(coordinate))
    .flatMap((coordinate) => {
      const [on, field] = coordinate.split('.') as [string, string];
      return askOwners(change, {
        rule: 'OWNER/KEY',
        coordinate,
        why: `It is personal, and the gateway would send it as it is to ${change.input.name} in the key of ${type.name}.`,
        otherwise: OTHERWISE,
        owners: before.ownersOfField(on, field),
      });
    });
}

function tellingIn({ before }: CandidateChange, { types }: SubgraphModel, type: ModelType | undefined): string[] {
  if (type === undefined) return [];
  return unique(
    applied(type.directives, 'key')
      .flatMap(({ values }) => coordinatesOf(types, type.name, String(values.fields)))
      .filter((each) => each.leaf && isSent(before, each.type, each.field))
      .map((each) => `${each.type}.${each.field}`),
  );
}

/** A masked field always tells; another one of a person tells more than who they are, unless it is what keys say already. */
function isSent(before: Graph, type: string, field: string): boolean {
  if (before.isTelling(type, field)) return true;
  const known = before.statements(type).some(([, statement]) => keyFields(statement).has(field));
  return !known && before.isPersonal(type, field);
}

/** Each key as a text that is the same however it is written. */
function keysOf(type: ModelType): string[] {
  return applied(type.directives, 'key').map(({ values }) =>
    String(values.fields)
      .replaceAll(/[{}]/g, ' $& ')
      .split(/[\s,]+/)
      .filter((word) => word !== '')
      .join(' '),
  );
}
