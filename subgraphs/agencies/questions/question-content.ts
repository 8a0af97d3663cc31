/**
 * What a saved question may hold: one query, variables that it declares, a view in the form of a URL's state, and nothing that looks like
 * a person's number or a credential. Whether the graph still has the fields is left to whoever runs it: the graph changes, a question stays.
 * A name cannot be told from another word, so a title that names somebody is not noticed.
 */
import { GraphQLError, Kind, parse, visit, type DocumentNode, type OperationDefinitionNode } from 'graphql';
import { withoutNumbers } from '../../../base/person-numbers.ts';
import { questionFault, type questionErrors } from './errors.ts';

/** What a caller wants to save, as it was received. */
export interface QuestionContent {
  readonly title: string;
  readonly document: string;
  /** JSON. */
  readonly variables: string;
  /** JSON. */
  readonly view: string | null;
  readonly why: string;
}

const MOST_DOCUMENT_BYTES = 16_000;
const MOST_JSON_BYTES = 4_000;
/** Tokens of a document; no shipped question has 200. */
const MOST_TOKENS = 4_000;
const MOST_TITLE = 160;
const MOST_WHY = 400;

/** @throws CodedError QUESTION_TEXT, QUESTION_DOCUMENT, QUESTION_VARIABLES, QUESTION_VIEW, QUESTION_PERSONAL */
export function validateContent({ title, document, variables, view, why }: QuestionContent): void {
  validateText('title', title, MOST_TITLE);
  validateWhy(why);
  const query = queryIn(document);
  refusePersonal('document', document);
  for (const text of literalsIn(query.document)) refusePersonal('document', text);
  validateVariables(variables, query.operation);
  if (view !== null) validateView(view);
}

/** Why something is changed: a text that is not empty. @throws CodedError QUESTION_TEXT, QUESTION_PERSONAL */
export function validateWhy(why: string): void {
  validateText('why', why, MOST_WHY);
}

function validateText(name: string, text: string, most: number): void {
  if (text.trim() === '' || text.length > most)
    throw questionFault('QUESTION_TEXT', `expected ${name} of 1 to ${most} characters, got ${text.length}`);
  refusePersonal(name, text);
}

function queryIn(text: string): { readonly document: DocumentNode; readonly operation: OperationDefinitionNode } {
  const bytes = Buffer.byteLength(text);
  if (bytes > MOST_DOCUMENT_BYTES)
    throw questionFault('QUESTION_DOCUMENT', `expected at most ${MOST_DOCUMENT_BYTES} bytes, got ${bytes}`);
  const document = parsed(text);
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const other = document.definitions.find(
    ({ kind }) => kind !== Kind.OPERATION_DEFINITION && kind !== Kind.FRAGMENT_DEFINITION,
  );
  const [operation] = operations;
  if (operations.length !== 1 || other !== undefined)
    throw questionFault('QUESTION_DOCUMENT', `expected one operation, got ${other?.kind ?? operations.length}`);
  if (operation!.operation !== ('query' as never))
    throw questionFault('QUESTION_DOCUMENT', `expected a query, got a ${operation!.operation}`);
  return { document, operation: operation! };
}

/** The parser's message may repeat what was received, so only the place is told. */
function parsed(text: string): DocumentNode {
  try {
    return parse(text, { maxTokens: MOST_TOKENS });
  } catch (thrown) {
    const [place] = (thrown instanceof GraphQLError ? thrown.locations : undefined) ?? [];
    const where = place === undefined ? 'somewhere' : `at line ${place.line}, column ${place.column}`;
    throw questionFault('QUESTION_DOCUMENT', `expected GraphQL, got something else ${where}`);
  }
}

/** Values of a document as GraphQL reads them: an escape may hide a digit from its text. */
function literalsIn(document: DocumentNode): string[] {
  const found: string[] = [];
  const note = ({ value }: { readonly value: string }): void => void found.push(value);
  visit(document, { StringValue: note, IntValue: note, FloatValue: note });
  return found;
}

function validateVariables(text: string, { variableDefinitions = [] }: OperationDefinitionNode): void {
  const values = objectIn('QUESTION_VARIABLES', text);
  const declared = new Set(variableDefinitions.map(({ variable }) => variable.name.value));
  for (const name of Object.keys(values)) {
    if (!declared.has(name))
      throw questionFault('QUESTION_VARIABLES', `expected ${[...declared].join(', ') || 'none'}, got another`);
  }
  for (const each of leavesOf(values)) refusePersonal('variables', each);
}

type Json = Readonly<Record<string, unknown>>;

/** @throws CodedError of that code when it is no JSON object, or too large */
function objectIn(code: 'QUESTION_VARIABLES' | 'QUESTION_VIEW', text: string): Json {
  const bytes = Buffer.byteLength(text);
  if (bytes > MOST_JSON_BYTES) throw questionFault(code, `expected at most ${MOST_JSON_BYTES} bytes, got ${bytes}`);
  const value = jsonIn(code, text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw questionFault(code, `expected a JSON object, got ${Array.isArray(value) ? 'a list' : typeof value}`);
  return value as Json;
}

function jsonIn(code: keyof typeof questionErrors, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw questionFault(code, 'expected JSON, got something else');
  }
}

const DEEPEST_VIEW = 6;
const LONGEST_VIEW_TEXT = 400;
const VIEW_NAME = /^[a-z][a-zA-Z\d]{0,39}$/;

/** The page judges what the members mean when it opens the question; here only their form is judged, as for the state in its URL. */
function validateView(text: string): void {
  const view = objectIn('QUESTION_VIEW', text);
  validateMember(view, 1);
  for (const each of leavesOf(view)) refusePersonal('view', each);
}

function validateMember(value: unknown, depth: number): void {
  if (typeof value === 'string' && value.length > LONGEST_VIEW_TEXT)
    throw questionFault('QUESTION_VIEW', `expected texts of at most ${LONGEST_VIEW_TEXT}, got ${value.length}`);
  if (typeof value !== 'object' || value === null) return;
  if (depth > DEEPEST_VIEW) throw questionFault('QUESTION_VIEW', `expected at most ${DEEPEST_VIEW} levels, got more`);
  if (!Array.isArray(value) && !Object.keys(value).every((name) => VIEW_NAME.test(name)))
    throw questionFault('QUESTION_VIEW', 'expected members named with letters and digits, got another');
  for (const inner of Object.values(value)) validateMember(inner, depth + 1);
}

/** Names of members and values, at any depth, as text. */
function leavesOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [String(value)];
  const names = Array.isArray(value) ? [] : Object.keys(value);
  return [...names, ...Object.values(value).flatMap(leavesOf)];
}

/** The code of a village has ten digits too, in parts of its own; a telephone number begins with 0, and no province does. */
const VILLAGE_CODE = /(?<![\d.])[1-9]\d\.\d{2}\.\d{2}\.\d{4}(?![\d.])/g;
/** What it counts as: one digit too few to be refused alone, so that with more digits beside it, it is part of a longer number. */
const NINE_DIGITS = '0'.repeat(9);
/** A person's token, a signed token, an API key. */
const SECRET = /psr_[a-z2-7]{20}|eyJ[\w-]{6,}\.[\w-]{6,}|sgk_\w/i;

/** @throws CodedError QUESTION_PERSONAL, which does not repeat what was found */
function refusePersonal(name: string, text: string): void {
  const rest = text.replaceAll(VILLAGE_CODE, NINE_DIGITS);
  if (withoutNumbers(rest) !== rest)
    throw questionFault('QUESTION_PERSONAL', `expected no number of ten digits or more in ${name}`);
  if (SECRET.test(rest)) throw questionFault('QUESTION_PERSONAL', `expected no token and no key in ${name}`);
}
