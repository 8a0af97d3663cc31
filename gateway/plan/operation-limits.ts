/** How large an operation may be, judged from its text before anything is built from it. */
import { Lexer, Source, TokenKind } from 'graphql';
import { planFault } from './errors.ts';
import type { OperationCounts } from './prepared-operation.ts';

export interface OperationLimits {
  /** characters */
  readonly text: number;
  readonly tokens: number;
  /** Selections with every fragment spread expanded. */
  readonly selections: number;
  /** Of what the client wrote; nothing is asked of it where left out. */
  readonly shape?: ShapeLimits;
}

/** Counted with every fragment spread expanded. */
export interface ShapeLimits {
  readonly depth: number;
  readonly aliases: number;
  readonly rootFields: number;
  readonly directives: number;
}

export const DEFAULT_LIMITS: OperationLimits = { text: 200_000, tokens: 15_000, selections: 3_000 };

/**
 * How deep brackets of any kind may nest. Parsers and planners recurse; at 400 levels the deepest of them is far from the
 * end of a stack of 984 kB, and the deepest operation in Apollo's own test suites has 15.
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
export function checkIntrospectionWeight(weight: number, most: number): void {
  atMost('fields of the schema introspected', most, weight);
}

function atMost(
  what: string,
  most: number,
  came: number,
  code: 'OPERATION_TOO_LARGE' | 'OPERATION_SHAPE' = 'OPERATION_TOO_LARGE',
): void {
  if (came <= most) return;
  const number = Number.isSafeInteger(came) ? String(came) : 'far more';
  throw planFault(code, `expected at most ${most} ${what}, got ${came === most + 1 ? 'more' : number}`);
}
