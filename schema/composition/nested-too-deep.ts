import { Lexer, Source, TokenKind } from 'graphql';

/** Lists, values and field sets in a partner's SDL nest a few deep. Whoever reads SDL does it by recursion, and would run out of stack far above this. */
const MOST_NESTED = 100;

const OPENS = new Set<string>([TokenKind.BRACKET_L, TokenKind.BRACE_L, TokenKind.PAREN_L]);
const CLOSES = new Set<string>([TokenKind.BRACKET_R, TokenKind.BRACE_R, TokenKind.PAREN_R]);

/** @returns in one sentence where SDL is nested deeper than it may be, also within the field set of a `@key`; nothing where it is not. @throws GraphQLError where it is no GraphQL */
export function nestedTooDeep(sdl: string): string | undefined {
  const lexer = new Lexer(new Source(sdl));
  let depth = 0;
  for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) {
    if (OPENS.has(token.kind)) depth += 1;
    else if (CLOSES.has(token.kind)) depth -= 1;
    if (depth > MOST_NESTED || (token.kind === TokenKind.STRING && deepestIn(token.value) > MOST_NESTED))
      return `expected nesting of at most ${MOST_NESTED}, got more (line ${token.line}, column ${token.column})`;
  }
  return undefined;
}

/** @returns how deep the braces of a field set nest */
function deepestIn(fieldSet: string): number {
  let [depth, deepest] = [0, 0];
  for (const character of fieldSet) {
    if (character === '{') deepest = Math.max(deepest, (depth += 1));
    else if (character === '}') depth -= 1;
  }
  return deepest;
}
