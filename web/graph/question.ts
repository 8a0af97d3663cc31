/** Reads a question's document: its description, and the variables to start from. */
import { Kind, parse, valueFromASTUntyped, type DocumentNode, type OperationDefinitionNode } from 'graphql';
import type { Question } from '../session/config.ts';

/** Whom a question is for, as a shipped one says it: `# Role / Peran: agency-owner@DISNAKER`. */
const ROLE = /^# *Role \/ Peran: *(\S+) *$/m;

/** @returns the role that the question is for, with its agency behind an `@`; undefined where it does not say */
export function roleOf({ text }: Question): string | undefined {
  return ROLE.exec(text)?.[1];
}

/** @returns the paragraphs of the `#` lines that the document opens with; a first line that is the title is left out, and so is the role */
export function explanationOf({ title, text }: Question): string[] {
  const lines = text.trimStart().split(/\r?\n/);
  const end = lines.findIndex((line) => !line.startsWith('#'));
  const comment = lines
    .slice(0, end === -1 ? lines.length : end)
    .filter((line) => !ROLE.test(line))
    .map((line) => line.replace(/^#\s?/, '').trimEnd());
  if (comment[0]?.trim() === title) comment.shift();
  return comment
    .join('\n')
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.replaceAll('\n', ' ').trim())
    .filter(Boolean);
}

/** @returns the variables of the first operation with the values to start from, as JSON; empty when it has none */
export function variablesOf(question: Question): string {
  const names: Record<string, unknown> = { ...defaultsIn(question), ...question.variables };
  return Object.keys(names).length === 0 ? '' : JSON.stringify(names, null, 2);
}

/** What GraphiQL keeps of the document in its editor. */
export interface Facts {
  readonly documentAST?: DocumentNode;
  readonly operations?: OperationDefinitionNode[];
  /** Of the first operation. */
  readonly operationName?: string;
}

/** @returns nothing for a document that does not parse */
export function factsOf(text: string): Facts {
  try {
    const documentAST = parse(text);
    const operations = documentAST.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
    return { documentAST, operations, operationName: operations[0]?.name?.value };
  } catch {
    return {};
  }
}

/** A variable without a default starts as `null`, so that the reader sees that it is there to be filled in. */
function defaultsIn(question: Question): Record<string, unknown> {
  const definitions = factsOf(question.text).operations?.[0]?.variableDefinitions ?? [];
  return Object.fromEntries(
    definitions.map(({ variable, defaultValue }) => [
      variable.name.value,
      defaultValue === undefined ? null : valueFromASTUntyped(defaultValue),
    ]),
  );
}
