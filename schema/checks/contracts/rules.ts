import type { ContractVariant } from '../check-input.ts';
import type { Finding } from '../finding.ts';
import { apiSchema } from '../model/api-schema.ts';
import { schemaCoordinates } from '../model/schema-coordinates.ts';
import type { CandidateChange, CheckRule } from '../rule.ts';

/** How many coordinates a finding names. */
const MOST_NAMED = 12;

/** A variant that was served and could not be any more: who asks at its path would be refused. */
const problemRule: CheckRule = {
  name: 'CONTRACT/PROBLEM',
  what: 'A variant of a contract would be empty or no valid schema: an error where it is served now, a warning where there is none yet.',
  example: 'type Query { clinics: [Clinic] @tag(name: "internal") }   # the last field that the contract shows',
  todo: 'Leave what the contract shows, or ask who operates the registry to change the contract.',
  find: (change) => {
    const [before, after] = variantsOf(change);
    return after.flatMap((variant): Finding[] => {
      if (!('problem' in variant)) return [];
      const isServed = before.some((each) => each.name === variant.name && !('problem' in each));
      return [
        {
          rule: 'CONTRACT/PROBLEM',
          severity: isServed ? 'error' : 'warning',
          coordinate: variant.name,
          why: `The variant ${variant.name} would have nothing that can be served: ${variant.problem}`,
          todo: problemRule.todo,
        },
      ];
    });
  },
};

/** What nobody has marked is shown too, so it is said. */
const showsRule: CheckRule = {
  name: 'CONTRACT/SHOWS',
  what: 'A contract shows something that it did not show before.',
  example: 'type Query { clinics: [Clinic] }   # public shows it: it is neither personal nor guarded',
  todo: 'Make sure that it may be seen there; a `@tag` that the contract excludes, `@personal` or a rule of access takes it out.',
  find: (change) => {
    const [before, after] = variantsOf(change);
    return after.flatMap((variant): Finding[] => {
      if ('problem' in variant) return [];
      const known = new Set(coordinatesOf(before.find(({ name }) => name === variant.name)));
      const shown = coordinatesOf(variant).filter((coordinate) => !known.has(coordinate));
      if (shown.length === 0) return [];
      const more = shown.length > MOST_NAMED ? ` and ${shown.length - MOST_NAMED} more` : '';
      return [
        {
          rule: 'CONTRACT/SHOWS',
          severity: 'notice',
          coordinate: variant.name,
          why: `The variant ${variant.name} would show ${shown.slice(0, MOST_NAMED).join(', ')}${more}.`,
          todo: showsRule.todo,
        },
      ];
    });
  },
};

function variantsOf({
  input,
  supergraphs: { before, after },
}: CandidateChange): [readonly ContractVariant[], readonly ContractVariant[]] {
  const { variantsOf: make } = input;
  const of = (sdl: string | undefined): readonly ContractVariant[] => (sdl === undefined ? [] : (make?.(sdl) ?? []));
  return before === after ? [[], []] : [of(before), of(after)];
}

function coordinatesOf(variant: ContractVariant | undefined): string[] {
  if (variant === undefined || 'problem' in variant) return [];
  const { members, arguments: inputs } = schemaCoordinates(apiSchema(variant.sdl));
  return [...members, ...inputs].sort();
}

/** What becomes of the contracts. */
export const contractRules: readonly CheckRule[] = [problemRule, showsRule];
