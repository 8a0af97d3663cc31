/** The rules of the check before publishing, from the code: what each finds, an example that it finds, and what to do. */
import { checkRules } from '../schema/checks/check-rules.ts';

/** @returns a section for each rule, in the order in which they judge */
export function checkSections(): string {
  return checkRules
    .map(({ name, what, example, todo }) =>
      [`### ${name}`, '', what, '', '```graphql', example, '```', '', `What to do: ${todo}`].join('\n'),
    )
    .join('\n\n');
}
