import type { LintRule } from './lint-rule.ts';
import { describedIn } from './described.ts';

/** The graph is read in English and in Indonesian. */
export const twoLanguagesRule: LintRule = {
  name: 'TWO_LANGUAGES',
  what: 'A description is not in English and Indonesian with ` / ` between them.',
  example: '"Beds of a clinic." beds: Int',
  todo: 'Write both: "Beds of a clinic. / Tempat tidur klinik.".',
  find: ({ document }) =>
    describedIn(document)
      .filter(({ description }) => description !== undefined && !isInTwo(description.value))
      .map(({ coordinate }) => ({ coordinate, why: 'Its description is in one language.' })),
};

function isInTwo(text: string): boolean {
  const [english, indonesian, ...more] = text.split(' / ').map((part) => part.trim());
  return more.length === 0 && english !== '' && indonesian !== undefined && indonesian !== '';
}
