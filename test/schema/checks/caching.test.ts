import { describe, expect, it } from 'vitest';
import { compose, ROUTES, subgraphSdl } from '../../../schema/compose.ts';
import { composeSubgraphs } from '../../../schema/composition/compose-subgraphs.ts';
import { CACHED_HEADER } from '../../gateway/cache/cached-graph.ts';

const RIGHTS = '@requiresScopes(scopes: [["a:read"]])';

function problemsOf(sdl: string): readonly string[] {
  const { errors = [] } = composeSubgraphs([{ name: 'one', url: 'http://one.test', sdl: CACHED_HEADER + sdl }]);
  return errors.map(({ code, coordinate }) => `${code} ${coordinate}`);
}

describe('composition', () => {
  it.each([
    [
      'a personal field that may be kept',
      ['PRIVACY/PERSONAL_KEPT T.name'],
      `type Query { t: T } type T { id: ID! name: Int @personal ${RIGHTS} @cacheControl(maxAge: 60, scope: PRIVATE) }`,
    ],
    [
      'a field that leads to a person',
      ['PRIVACY/PERSONAL_KEPT Query.t'],
      `type Query { t: T @cacheControl(maxAge: 60) } type T @personal ${RIGHTS} { age: Int }`,
    ],
    [
      'a field that leads to an interface with a person behind it',
      ['PRIVACY/INTERFACE_LESS_PROTECTED I.age', 'PRIVACY/PERSONAL_KEPT Query.i'],
      `type Query { i: I @cacheControl(maxAge: 60, scope: PRIVATE) t: T } interface I { age: Int } type T implements I @personal ${RIGHTS} { age: Int }`,
    ],
    [
      'a personal type that may be kept',
      ['PRIVACY/PERSONAL_KEPT T'],
      `type Query { t: T } type T @personal ${RIGHTS} @cacheControl(maxAge: 60) { age: Int }`,
    ],
    [
      'a field with an access rule that may be kept for everybody, as it is without a scope',
      ['PRIVACY/GUARDED_KEPT_PUBLIC Query.a', 'PRIVACY/GUARDED_KEPT_PUBLIC Query.b'],
      `type Query { a: Int ${RIGHTS} @cacheControl(maxAge: 60) b: Int ${RIGHTS} @cacheControl(maxAge: 60, scope: PUBLIC) }`,
    ],
    [
      'a month that is no argument',
      ['PRIVACY/FROZEN_UNKNOWN Query.a'],
      'type Query { a(moth: String): Int @cacheControl(maxAge: 60) @frozen(month: "month") }',
    ],
    ['a month without a time beside it', ['PRIVACY/FROZEN_UNKNOWN Query.a'], 'type Query { a: Int @frozen }'],
  ])('fails for %s', (_what, expected, sdl) => {
    expect(problemsOf(sdl)).toEqual(expected);
  });

  it.each([
    ['a count for everybody', 'type Query { a: Int @cacheControl(maxAge: 60) }'],
    [
      'a field with an access rule for callers with the same rights',
      `type Query { a: Int ${RIGHTS} @cacheControl(maxAge: 60, scope: PRIVATE) }`,
    ],
    [
      'a person that may not be kept',
      `type Query { t: T @cacheControl(maxAge: 0) } type T @personal ${RIGHTS} { age: Int }`,
    ],
    [
      'a month that an argument names',
      'type Query { a(m: String): Int @cacheControl(maxAge: 60) @frozen(month: "m") }',
    ],
  ])('takes %s', (_what, sdl) => {
    expect(problemsOf(sdl)).toEqual([]);
  });

  it('of our graph fails with a coded error where the roster may be kept', () => {
    const services = Object.entries(ROUTES).map(([name, url]) => ({
      name,
      url,
      sdl: subgraphSdl(name)
        .replace(/(\): WorkerConnection) @listSize/, '$1 @cacheControl(maxAge: 60) @listSize')
        .replace(/(\n {2}\): Worker)\n/, '$1 @cacheControl(maxAge: 60)\n'),
    }));
    expect(() => compose(services)).toThrow(/PERSONAL_KEPT: Query\.worker is about persons/);
  });
});
