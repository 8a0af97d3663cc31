import { buildASTSchema, GraphQLError, lexicographicSortSchema, parse, print, printSchema } from 'graphql';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SliceScheduler } from '../../../base/time-slices.ts';
import { buildSchemaInSlices, parseInSlices, printInSlices } from '../../../gateway/supergraph/in-slices.ts';
import { largeSupergraph } from '../../support/large-supergraph.ts';
import { PEOPLE } from '../plan/fixtures.ts';

const scheduler = new SliceScheduler();
const OWN = readFileSync(new URL('../../../schema/supergraph.graphql', import.meta.url), 'utf8');
const ODD = `
  "A brace } in a description {" directive @d(a: I = { b: [{ c: "}" }] }) on OBJECT
  scalar S union U = A | B # }
  """ } """ type A @d(a: { b: [] }) { f(x: I = { b: [] }): S } type B { g: Int }
  input I { b: [I!] c: String = "{" } enum E { ONE TWO } interface N { h: E }
  type Query { u: U n: N } extend type B { i: Int } ${'type Long { f: Int }'.repeat(1)} ${Array.from({ length: 400 }, (_, n) => `type T${n} { f${n}: String }`).join(' ')}`;

describe.each(
  Object.entries({
    'our own supergraph': OWN,
    'a small one': PEOPLE,
    'a large one': largeSupergraph(2_000),
    'odd ones': ODD,
  }),
)('slices of %s', (_name, sdl) => {
  it('parse, print and build as graphql-js does in one piece', async () => {
    const whole = parse(sdl, { noLocation: true });
    const document = await parseInSlices(sdl, scheduler);
    expect(document).toEqual(whole);
    expect(await printInSlices(document, scheduler)).toBe(print(whole));
    const options = { assumeValid: true, assumeValidSDL: true };
    const [mine, theirs] = [await buildSchemaInSlices(document, scheduler), buildASTSchema(whole, options)];
    expect(printSchema(lexicographicSortSchema(mine))).toBe(printSchema(lexicographicSortSchema(theirs)));
    expect([
      mine.getQueryType()?.name,
      mine.getMutationType()?.name,
      mine.getDirectives().map(({ name }) => name),
    ]).toEqual([
      theirs.getQueryType()?.name,
      theirs.getMutationType()?.name,
      theirs.getDirectives().map(({ name }) => name),
    ]);
  });
});

describe('what is no schema', () => {
  it.each(['', '   ', 'type Query {', 'type Query { a: Int } }', 'this is none', '"', '{', ']'])(
    'is refused as graphql-js refuses it: %j',
    async (text) => {
      expect(() => parse(text)).toThrow(GraphQLError);
      await expect(parseInSlices(text, scheduler)).rejects.toThrow(GraphQLError);
    },
  );
});
