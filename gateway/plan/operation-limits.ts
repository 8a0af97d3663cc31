/** Limits on the size and shape of operations. */
import { Lexer, Source, TokenKind } from 'graphql';
import { planFault } from './errors.ts';
import type { OperationCounts } from './prepared-operation.ts';

/** Limits on an operation's size. */
export interface OperationLimits {
  /** Characters of its text. */
  readonly text: number;
  /** Lexical tokens. */
  readonly tokens: number;
  /** Selections with every fragment spread expanded. */
  readonly selections: number;
  /** Limits on the shape of what the client wrote; absent: none. */
  readonly shape?: ShapeLimits;
}

/** Counted with every fragment spread expanded. */
export interface ShapeLimits {
  readonly depth: number;
  readonly aliases: number;
  readonly rootFields: number;
  readonly directives: number;
}

/**
 * How deep brackets of any kind may nest. Parsers and planners recurse; at 400 levels none of them comes near the end of a stack of
 * 984 kB, and the deepest operation in Apollo's own test suites has 15.
 */
const NESTING = 400;
const OPENING = new Set<string>([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSING = new Set<string>([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/**
 * Reads the tokens once, without building anything.
 * @returns how many there are
 * @throws CodedError OPERATION_TOO_LARGE
 * @throws GraphQLError when a character is no token
 */
export function countTokens(text: string, limits: OperationLimits): number {
  checkText(text, limits);
  const lexer = new Lexer(new Source(text));
  let tokens = 0;
  let depth = 0;
  for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) {
    atMost('tokens', limits.tokens, ++tokens);
    if (OPENING.has(token.kind)) atMost('levels of nesting', NESTING, ++depth);
    else if (CLOSING.has(token.kind)) depth--;
  }
  return tokens;
}

/** @throws CodedError OPERATION_TOO_LARGE */
export function checkText(text: string, limits: Pick<OperationLimits, 'text'>): void {
  atMost('characters', limits.text, text.length);
}

/** @throws CodedError OPERATION_TOO_LARGE */
export function checkCounts(counts: OperationCounts, limits: OperationLimits): void {
  atMost('selections with all fragments expanded', limits.selections, counts.selections);
  atMost('levels of nesting', NESTING, counts.nesting);
}

/** @throws CodedError OPERATION_SHAPE */
export function checkShape(counts: Pick<OperationCounts, keyof ShapeLimits>, limits: ShapeLimits): void {
  atMost('levels', limits.depth, counts.depth, 'OPERATION_SHAPE');
  atMost('aliases', limits.aliases, counts.aliases, 'OPERATION_SHAPE');
  atMost('root fields', limits.rootFields, counts.rootFields, 'OPERATION_SHAPE');
  atMost('directives', limits.directives, counts.directives, 'OPERATION_SHAPE');
}

/** @throws CodedError OPERATION_TOO_LARGE */
export function checkIntrospectionWeight(weight: number, limit: number): void {
  atMost('fields of the schema introspected', limit, weight);
}

function atMost(
  what: string,
  limit: number,
  count: number,
  code: 'OPERATION_TOO_LARGE' | 'OPERATION_SHAPE' = 'OPERATION_TOO_LARGE',
): void {
  if (count <= limit) return;
  const number = Number.isSafeInteger(count) ? String(count) : 'far more';
  throw planFault(code, `expected at most ${limit} ${what}, got ${count === limit + 1 ? 'more' : number}`);
}
