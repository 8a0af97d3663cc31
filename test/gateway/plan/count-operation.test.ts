import { getOperationAST, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { countOperation } from '../../../gateway/plan/count-operation.ts';
import { checkCounts, countTokens } from '../../../gateway/plan/operation-limits.ts';
import { DEFAULT_LIMITS } from '../../../gateway/plan/planner-defaults.ts';

const counted = (text: string, name?: string) => {
  const document = parse(text);
  return countOperation(document, getOperationAST(document, name)!, countTokens(text, DEFAULT_LIMITS));
};
const code = (run: () => unknown): unknown => {
  try {
    run();
  } catch (thrown) {
    return (thrown as { code?: unknown }).code;
  }
  return 'nothing thrown';
};

/** `levels` fragments, each spreading the next one twice; the last has one field. */
function bomb(levels: number): string {
  const fragments = Array.from(
    { length: levels },
    (_, level) => `fragment F${level} on Query { ...F${level + 1} ...F${level + 1} }`,
  );
  return `{ ...F0 } ${fragments.join(' ')} fragment F${levels} on Query { a }`;
}

describe('counting an operation', () => {
  it('counts selections, depth, aliases, root fields, directives and tokens', () => {
    expect(counted('query A @x { a b: c { d ... on E @skip(if: true) { f { g } } } }')).toEqual({
      tokens: 29,
      selections: 6,
      depth: 3,
      nesting: 4,
      aliases: 1,
      rootFields: 2,
      directives: 2,
    });
  });

  it('counts a fragment every time it is spread', () => {
    const counts = counted('{ ...F a { ...F } ...F } fragment F on T { x: b c { d } }');
    expect(counts).toMatchObject({ selections: 1 + 3 * 3, depth: 3, aliases: 3, rootFields: 5 });
  });

  it('counts a bomb of 2^40 selections without walking it', () => {
    let read = 0;
    const document = parse(bomb(40), { noLocation: true });
    const watched = {
      ...document,
      definitions: document.definitions.map(
        (node) => new Proxy(node, { get: (target, key) => (read++, Reflect.get(target, key)) }),
      ),
    };
    const counts = countOperation(watched, getOperationAST(watched)!, 0);
    expect(counts.selections).toBe(2 ** 40);
    expect(counts.rootFields).toBe(2 ** 40);
    expect(read).toBeLessThan(1_000);
  });

  it('gives fragments that spread themselves, and unknown ones, no weight', () => {
    expect(counted('{ a ...F } fragment F on T { b ...G } fragment G on T { ...F ...Nobody }').selections).toBe(2);
  });

  it('counts the requested operation, not its neighbours', () => {
    expect(counted('query A { a } query B { a b c }', 'A').selections).toBe(1);
  });
});

describe('the limits of an operation', () => {
  it('refuses one token too many, without reading on', () => {
    const limits = { ...DEFAULT_LIMITS, tokens: 5 };
    expect(countTokens('{ a b c }', limits)).toBe(5);
    expect(code(() => countTokens('{ a b c d } "never closed', limits))).toBe('OPERATION_TOO_LARGE');
  });

  it('refuses a text that is too long, whatever is in it', () => {
    expect(code(() => countTokens('{ a }' + ' '.repeat(DEFAULT_LIMITS.text), DEFAULT_LIMITS))).toBe(
      'OPERATION_TOO_LARGE',
    );
  });

  it.each([
    ['braces', '{a', '}'],
    ['lists', '[', ']'],
    ['objects', '{a:', '}'],
  ])('refuses 5,000 nested %s', (_what, open, close) => {
    const text =
      open === '{a'
        ? open.repeat(5_000) + close.repeat(5_000)
        : `{ a(b: ${open.repeat(5_000)}1${close.repeat(5_000)}) }`;
    expect(code(() => countTokens(text, { ...DEFAULT_LIMITS, tokens: 1_000_000 }))).toBe('OPERATION_TOO_LARGE');
  });

  it('refuses a long chain of fragments, which no bracket shows', () => {
    const chain = Array.from({ length: 1_000 }, (_, link) => `fragment F${link} on Q { ...F${link + 1} }`).join(' ');
    expect(code(() => checkCounts(counted(`{ ...F0 } ${chain} fragment F1000 on Q { a }`), DEFAULT_LIMITS))).toBe(
      'OPERATION_TOO_LARGE',
    );
  });

  it('refuses expanded selections over the limit and states their number', () => {
    expect(() => checkCounts(counted(bomb(11)), DEFAULT_LIMITS)).not.toThrow();
    expect(() => checkCounts(counted(bomb(12)), DEFAULT_LIMITS)).toThrow(
      'expected at most 3000 selections with all fragments expanded, got 4096',
    );
    expect(code(() => checkCounts(counted(bomb(1_000)), DEFAULT_LIMITS))).toBe('OPERATION_TOO_LARGE');
  });
});
