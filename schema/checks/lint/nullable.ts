import { nullableHints } from '../nullable.ts';
import type { LintRule } from './lint-rule.ts';

/** An agency that is down costs its own fields only, where those may be null. */
export const nullableRule: LintRule = {
  name: 'NULLABLE',
  what: 'A root field, or one on an object that another agency may have returned, cannot be null: while its subgraph is down, more is lost than it.',
  example: 'type Query { clinics: [Clinic!]! }',
  todo: 'Make it nullable.',
  find: ({ input, supergraphs: { after } }) =>
    after === undefined
      ? []
      : nullableHints(after)
          .filter(({ subgraph }) => subgraph === input.name)
          .map(({ type, field, why }) => ({
            coordinate: `${type}.${field}`,
            why: `It may not be null, but ${why}.`,
          })),
};
