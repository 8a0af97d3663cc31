import type { Finding } from '../finding.ts';
import { unique, isRoot } from '../model/graph.ts';
import type { CheckRule } from '../rule.ts';
import { askOwners } from './ask-owners.ts';

/**
 * A field on another agency's type stands beside that agency's own, and who reads it takes it for theirs. So they agree first. A plain
 * reference (`type Village @key(fields: "code") { code: ID! }`) adds nothing. An @interfaceObject adds to every type behind the interface.
 */
export const extensionRule: CheckRule = {
  name: 'OWNER/EXTENSION',
  what: 'A type that belongs to another agency gets a new field, directly or through an `@interfaceObject`.',
  example: 'extend type Village @key(fields: "code") { code: ID!  clinics: Int }',
  todo: 'Ask its owner, or offer the field on a type of your own.',
  find: (change) => {
    const { before, candidate } = change;
    return [...candidate.types.values()]
      .filter(({ name, kind }) => (kind === 'object' || kind === 'interface') && !isRoot(name))
      .flatMap((type) => {
        const isAll = type.directives.some(({ name }) => name === 'interfaceObject');
        const concerned = isAll ? before.family(type.name) : [type.name];
        const owners = unique(concerned.flatMap((one) => before.ownersOfType(one)));
        const joined = type.related.filter(
          (one) => !before.statements(type.name).some(([, { related }]) => related.includes(one)),
        );
        const fresh = [...type.fields.values()].filter(
          ({ name, external }) => !external && !before.statements(type.name).some(([, { fields }]) => fields.has(name)),
        );
        const ask = (coordinate: string, why: string): Finding[] =>
          askOwners(change, {
            rule: 'OWNER/EXTENSION',
            coordinate,
            why: `${change.input.name} would ${why}.`,
            otherwise: 'offer the field on a type of your own',
            owners,
          });
        return [
          ...fresh.flatMap(({ name }) => ask(`${type.name}.${name}`, 'add this field to a type of another agency')),
          // What an @interfaceObject adds to the interface, and asks of it, then holds for this type.
          ...joined.flatMap((one) => ask(type.name, `make a type of another agency one of ${one}`)),
        ];
      });
  },
};
