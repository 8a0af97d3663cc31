/** The rules that `@graphql-eslint/eslint-plugin` has, run by ESLint's own Linter on the text of the SDL. */
import { parser, rules } from '@graphql-eslint/eslint-plugin';
import { Linter } from 'eslint';
import { describedIn, type Described } from './described.ts';
import type { StyleFault, LintRule } from './lint-rule.ts';

/** @returns what one of the plugin's rules finds. Comments cannot turn it off: the levels are the registry's. */
function pluginRule(rule: keyof typeof rules, options: readonly unknown[]): LintRule['find'] {
  return ({ document, input: { sdl: text } }) => {
    const messages = new Linter({ configType: 'flat' }).verify(
      text,
      [
        {
          files: ['**/*.graphql'],
          // The rules below read the SDL alone. The parser wants a schema all the same, and one that knows federation is hard to build.
          languageOptions: { parser, parserOptions: { schemaSdl: 'type Query { x: Int }' } },
          plugins: { graphql: { rules } },
          rules: { [`graphql/${rule}`]: ['error', ...options] },
        },
      ] as Linter.Config[],
      { filename: 'subgraph.graphql', allowInlineConfig: false },
    );
    const described = describedIn(document);
    const starts = lineStarts(text);
    return messages.map(({ line, column, message }): StyleFault => {
      const at = (starts[line - 1] ?? 0) + column - 1;
      const around =
        described.filter(({ start, end }) => start <= at && at <= end).at(-1) ?? below(described, text, at);
      return { coordinate: around?.coordinate ?? 'schema', why: message };
    });
  };
}

/** The definition that follows a comment with nothing between but comments. */
function below(described: readonly Described[], text: string, at: number): Described | undefined {
  const next = described.find(({ start }) => start > at);
  const between = text.slice(at, next?.start).split('\n');
  return between.every((line) => /^\s*(#|$)/.test(line)) ? next : undefined;
}

function lineStarts(text: string): number[] {
  return [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
}

/** Types of federation and of privacy have a prefix with two underscores, which is how a specification names its types. */
const OF_SPECIFICATIONS = '^[a-z]+__';

/** Every definition says what it is. */
export const descriptionRule: LintRule = {
  name: 'DESCRIPTION',
  what: 'A type, field, argument, input or value has no description.',
  example: 'type Clinic { beds: Int }',
  todo: 'Add a description, "English. / Indonesia.".',
  // What a specification defines and a subgraph copies it describes itself.
  find: (change) => describing(change).filter(({ coordinate }) => !coordinate.includes('@')),
};
const describing = pluginRule('require-description', [
  {
    types: true,
    FieldDefinition: true,
    InputValueDefinition: true,
    EnumValueDefinition: true,
    DirectiveDefinition: true,
  },
]);

/** Names are written as everywhere in GraphQL. */
export const namingRule: LintRule = {
  name: 'NAMING',
  what: 'A type is not in PascalCase, a field or an argument not in camelCase, or a value not in UPPER_CASE.',
  example: 'type clinic { Bed_count: Int }',
  todo: 'Rename it; for a field that is published, add the other name and deprecate this one.',
  find: pluginRule('naming-convention', [
    {
      types: { style: 'PascalCase', ignorePattern: OF_SPECIFICATIONS },
      FieldDefinition: 'camelCase',
      InputValueDefinition: 'camelCase',
      Argument: 'camelCase',
      DirectiveDefinition: { style: 'camelCase', ignorePattern: OF_SPECIFICATIONS },
      EnumValueDefinition: 'UPPER_CASE',
    },
  ]),
};

/** A comment is for who reads the file, a description for who reads the graph. */
export const hashtagRule: LintRule = {
  name: 'COMMENT_FOR_DESCRIPTION',
  what: 'A comment (`#`) stands where a description should: it is not in the graph.',
  example: '# Beds.\ntype Clinic { beds: Int }',
  todo: 'Write it as a description, between quotation marks.',
  find: (change) => commenting(change).filter(({ coordinate }) => coordinate !== 'schema'),
};
const commenting = pluginRule('no-hashtag-description', []);

/** What goes says why. */
export const deprecationReasonRule: LintRule = {
  name: 'DEPRECATION_REASON',
  what: 'A `@deprecated` gives no reason.',
  example: 'beds: Int @deprecated',
  todo: 'Say what to ask instead: `@deprecated(reason: "Ask rooms. Until 2027-01-31.")`.',
  find: pluginRule('require-deprecation-reason', []),
};
