import { argumentsIn } from '../protection.ts';
import { describedIn } from './described.ts';
import type { LintRule } from './lint-rule.ts';

/** Who asks a field that goes has to know until when they may. */
export const deprecationDateRule: LintRule = {
  name: 'DEPRECATION_DATE',
  what: 'The reason of a `@deprecated` has no date, `YYYY-MM-DD`, until which it stays.',
  example: 'beds: Int @deprecated(reason: "Ask rooms.")',
  todo: 'Add the day: `@deprecated(reason: "Ask rooms. Until 2027-01-31.")`.',
  find: ({ document }) =>
    describedIn(document).flatMap(({ coordinate, directives }) =>
      directives
        .filter((each) => each.name.value === 'deprecated' && !hasDay(argumentsIn(each).reason))
        .map(() => ({ coordinate, why: 'It is deprecated, and nothing says until when it stays.' })),
    ),
};

function hasDay(reason: unknown): boolean {
  const [day] = /\b\d{4}-\d{2}-\d{2}\b/.exec(typeof reason === 'string' ? reason : '') ?? [];
  return day !== undefined && new Date(`${day}T00:00:00Z`).toString() !== 'Invalid Date';
}
