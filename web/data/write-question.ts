/** Writes the GraphQL of a tree of branches: what the rows need, and nothing else. */
import type { Asked } from '../graph/ask.ts';
import type { Argument, Branch, Names } from './branch.ts';

/** Rows of a page; the most that the graph gives at once. */
export const PAGE = 100;

const BASIS = ['month', 'exactness', 'noise'];

/** Fields by their names; one with nothing inside is a leaf. */
type Selection = Map<string, Selection>;

interface Writing {
  /** Arguments by the variable that carries them. */
  readonly variables: Map<string, Argument>;
}

/** @param name of the operation, such as `DataCoverage` */
export function writeQuestion(name: string, branches: readonly Branch[]): Asked {
  const writing: Writing = { variables: new Map() };
  const body = linesOf(branches, writing);
  const { variables } = writing;
  const declared = [...variables].map(([variable, { type }]) => `$${variable}: ${type}`).join(', ');
  const head = `query ${name}${declared === '' ? '' : `(${declared})`} {`;
  const values = Object.fromEntries(
    [...variables].flatMap(([variable, { value }]) => (value === undefined ? [] : [[variable, value]])),
  );
  const query = [head, ...indented(body), '}'].join('\n');
  return variables.size === 0 ? { query } : { query, variables: values };
}

const linesOf = (branches: readonly Branch[], writing: Writing): string[] =>
  branches.flatMap((branch) => fieldLines(branch, writing));

function fieldLines(branch: Branch, writing: Writing): string[] {
  const { field, many } = branch;
  const paged: Branch['args'] =
    many === 'PAGES' ? { first: { type: 'Int', value: branch.page ?? PAGE }, after: CURSOR } : {};
  const head = `${field}${argsOf({ ...branch.args, ...paged }, writing)} {`;
  const inside = insideOf(branch, writing);
  if (many !== 'PAGES') return [head, ...indented(inside), '}'];
  const nodes = ['nodes {', ...indented(inside), '}'];
  return [head, ...indented(['pageInfo { hasNextPage endCursor }', ...nodes]), '}'];
}

/** Without a value the list starts at its front. */
const CURSOR: Argument = { type: 'String', value: undefined };

function argsOf(args: Readonly<Record<string, Argument>>, { variables }: Writing): string {
  const written = Object.entries(args).map(([name, argument]) => `${name}: $${variableOf(name, argument, variables)}`);
  return written.length === 0 ? '' : `(${written.join(', ')})`;
}

/** Two fields that take the same value share a variable; another value gets another name. */
function variableOf(name: string, argument: Argument, variables: Map<string, Argument>): string {
  for (let number = 1; ; number += 1) {
    const variable = number === 1 ? name : `${name}${number}`;
    const taken = variables.get(variable);
    if (taken === undefined) variables.set(variable, argument);
    if (taken === undefined || JSON.stringify(taken) === JSON.stringify(argument)) return variable;
  }
}

function insideOf(
  { labels = [], counts = [], shared = [], texts = [], basis, inner = [] }: Branch,
  writing: Writing,
): string[] {
  const selection: Selection = new Map();
  for (const { code, name } of labels) for (const names of [code, name]) if (names !== undefined) add(selection, names);
  for (const { field } of texts) add(selection, field);
  for (const { field, units } of [...shared, ...counts])
    for (const names of units?.map((unit) => unit.field) ?? [field]) add(selection, names);
  const own = [...shared, ...counts].flatMap((count) => (Array.isArray(count.basis) ? [count.basis as Names] : []));
  for (const names of basis === undefined ? own : [basis, ...own])
    for (const field of BASIS) add(selection, [...names, field]);
  return [...selectionLines(selection), ...linesOf(inner, writing)];
}

function add(selection: Selection, names: Names): void {
  let place = selection;
  for (const name of names) {
    const next = place.get(name) ?? new Map();
    place.set(name, next);
    place = next;
  }
}

const selectionLines = (selection: Selection): string[] =>
  [...selection].map(([name, inside]) =>
    inside.size === 0 ? name : `${name} { ${selectionLines(inside).join(' ')} }`,
  );

const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);
