import { describe, expect, it } from 'vitest';
import type { Denial, FieldTransform } from '../../../gateway/disclosure/field-policy.ts';
import { Federation } from '../../contract/executor/federation.ts';

const person = { name: 'Ani', nik: '3275', tags: ['a', 'b'], age: 7 };
const graph = new Federation({
  a: {
    sdl: 'type Query { me: P all: [N] } interface N { name: String! nik: String } type P implements N { name: String! nik: String tags: [String] age: Int! }',
    resolvers: { Query: { me: () => person, all: () => [{ __typename: 'P', ...person, nik: null }] } },
  },
});

describe('a field policy', () => {
  it('changes a value by the coordinate of the object type or of its interface', async () => {
    const transforms = new Map<string, FieldTransform>([
      ['N.nik', (value: unknown) => `${String(value).slice(0, 2)}…`],
      ['P.tags', (value: unknown) => (value as string[]).length],
    ]);
    const answer = await graph.ours({ query: '{ me { nik tags name } all { nik } }' }, { transforms });
    expect(answer).toEqual({ data: { me: { nik: '32…', tags: 2, name: 'Ani' }, all: [{ nik: null }] } });
  });

  it("denies a field with null and the denial's code, at every place", async () => {
    const denied = new Map<string, Denial>([['P.nik', { code: 'FORBIDDEN', message: 'not for you' }]]);
    const answer = await graph.ours({ query: '{ me { n: nik name } all { nik } }' }, { denied });
    expect(answer.data).toEqual({ me: { n: null, name: 'Ani' }, all: [{ nik: null }] });
    expect(answer.errors).toEqual([
      { message: 'not for you', path: ['me', 'n'], extensions: { code: 'FORBIDDEN' } },
      { message: 'not for you', path: ['all', 0, 'nik'], extensions: { code: 'FORBIDDEN' } },
    ]);
  });

  it('propagates the null of a denied field that is never null, without another error', async () => {
    const deniedPaths = new Map([['me.age', { code: 'FORBIDDEN', message: 'not for you' }]]);
    const answer = await graph.ours({ query: '{ me { age name } }' }, { deniedPaths });
    expect(answer.data).toEqual({ me: null });
    expect(answer.errors?.map(({ path }) => path)).toEqual([['me', 'age']]);
  });
});
