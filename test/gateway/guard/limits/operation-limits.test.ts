import { getOperationAST, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { checkIntrospectionScope, introspects } from '../../../../gateway/guard/limits/introspection.ts';
import { limitSettings } from '../../../../gateway/guard/limits/settings.ts';
import { countOperation } from '../../../../gateway/plan/count-operation.ts';
import { checkCounts, checkShape, countTokens } from '../../../../gateway/plan/operation-limits.ts';
import { DEFAULT_LIMITS } from '../../../../gateway/plan/planner-defaults.ts';
import { readSettings } from '../../../../base/settings.ts';

const limits = readSettings('test', limitSettings, [], {})!;

/** The whole walk of limits over an operation's text, as far as it goes before a plan is made. */
function judge(text: string): string {
  try {
    const tokens = countTokens(text, DEFAULT_LIMITS);
    const document = parse(text, { noLocation: true });
    const counts = countOperation(document, getOperationAST(document)!, tokens);
    checkCounts(counts, DEFAULT_LIMITS);
    checkShape(counts, {
      depth: limits.maxDepth,
      aliases: limits.maxAliases,
      rootFields: limits.maxRootFields,
      directives: limits.maxDirectives,
    });
    return 'ok';
  } catch (thrown) {
    return (thrown as { code: string }).code;
  }
}

const bomb = (spreads: number, levels: number) =>
  `{ a { ...f0 } } ${Array.from({ length: levels }, (_, i) => `fragment f${i} on T { ${`...f${i + 1} `.repeat(spreads)}}`).join(' ')} fragment f${levels} on T { b }`;

const HOSTILE: Readonly<Record<string, [text: string, code: string]>> = {
  '10,000 repeated fields': [`{ ${'a '.repeat(10_000)}}`, 'OPERATION_TOO_LARGE'],
  'a fragment bomb of 2^40': [bomb(2, 40), 'OPERATION_TOO_LARGE'],
  'a fragment bomb of 100^100': [bomb(100, 100), 'OPERATION_TOO_LARGE'],
  '200 x 100 inline fragments': [`{ ${`... { ${'... { a } '.repeat(100)} } `.repeat(200)} }`, 'OPERATION_TOO_LARGE'],
  '5,000 levels of nesting': [`${'{a'.repeat(5_000)}${'}'.repeat(5_000)}`, 'OPERATION_TOO_LARGE'],
  '5,000 levels of a list value': [`{ a(b: ${'['.repeat(5_000)}${']'.repeat(5_000)}) }`, 'OPERATION_TOO_LARGE'],
  '30 levels of fields': [`${'{a'.repeat(30)}${'}'.repeat(30)}`, 'OPERATION_SHAPE'],
  '1,001 aliases': [`{ ${Array.from({ length: 1_001 }, (_, i) => `a${i}: a`).join(' ')} }`, 'OPERATION_SHAPE'],
  '51 root fields by a fragment': [`{ ...f ...f ...f } fragment f on Query { ${'a '.repeat(17)} }`, 'OPERATION_SHAPE'],
  '101 directives': [`{ a ${'@x '.repeat(101)} }`, 'OPERATION_SHAPE'],
};

describe('an operation beyond a limit of size', () => {
  for (const [name, [text, code]] of Object.entries(HOSTILE)) {
    it(`is refused: ${name}`, () => expect(judge(text)).toBe(code));
  }

  it('does not affect the next one', () => {
    expect(judge('{ __proto__: a constructor: b toString: c hasOwnProperty }')).toBe('ok');
    expect(judge('{ a(nik: "3275010101010001") { b } }')).toBe('ok');
  });
});

describe('introspection', () => {
  it('is found wherever it is selected', () => {
    expect(introspects(parse('{ __schema { types { name } } }'))).toBe(true);
    expect(introspects(parse('{ a: __type(name: "T") { name } }'))).toBe(true);
    expect(introspects(parse('{ ... on Query { ...f } } fragment f on Query { x: __schema { __typename } }'))).toBe(
      true,
    );
    expect(introspects(parse('{ __typename a { __typename schema } }'))).toBe(false);
  });

  it('is open to roles with its scope', () => {
    expect(() => checkIntrospectionScope(true, { scopes: new Set(['schema:introspect']) })).not.toThrow();
    expect(() => checkIntrospectionScope(true, { scopes: new Set() })).toThrow(
      expect.objectContaining({ code: 'INTROSPECTION_REFUSED', status: 403 }),
    );
    expect(() => checkIntrospectionScope(false, { scopes: new Set() })).not.toThrow();
  });
});
