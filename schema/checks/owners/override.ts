import { applied } from '../model/graph.ts';
import type { CheckRule } from '../rule.ts';
import { askOwners } from './ask-owners.ts';

/**
 * A subgraph that takes a field over (`@override`) answers it from then on: for everybody, with values of its own. The agency that answers
 * it today agrees first. A label that lets more requests through is a take-over of its own.
 */
export const overrideRule: CheckRule = {
  name: 'OWNER/OVERRIDE',
  what: 'A field that another agency answers is taken over with `@override`, or more of its requests are.',
  example: 'type Worker @key(fields: "id") { id: ID!  nik: String @override(from: "workers") }',
  todo: 'Ask its owner, or give the field another name.',
  find: (change) =>
    [...change.candidate.types.values()].flatMap((type) =>
      [...type.fields.values()].flatMap((field) => {
        const known = JSON.stringify(
          applied(change.published?.types.get(type.name)?.fields.get(field.name)?.directives ?? [], 'override'),
        );
        const taken = applied(field.directives, 'override');
        if (taken.length === 0 || JSON.stringify(taken) === known) return [];
        const from = taken.map(({ values }) => String(values.from));
        const named = change.before.subgraphs.filter(({ name }) => from.includes(name)).map(({ owner }) => owner);
        return askOwners(change, {
          rule: 'OWNER/OVERRIDE',
          coordinate: `${type.name}.${field.name}`,
          why: `${change.input.name} would answer this field in the place of ${from.join(', ')}.`,
          otherwise: 'give the field another name',
          owners: [...change.before.ownersOfField(type.name, field.name), ...named],
        });
      }),
    ),
};
