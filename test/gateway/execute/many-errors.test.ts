import { describe, expect, it } from 'vitest';
import { readSubgraphErrors } from '../../../gateway/execute/subgraph-errors.ts';
import { Federation } from '../../contract/executor/federation.ts';

const MANY = 100_000;
const THINGS = 'type Query { things: [Thing] } type Thing @key(fields: "id") { id: ID! n: Int tags: [Int] }';
const graphAnswering = (reply: object): Federation =>
  new Federation({ things: { sdl: THINGS, answer: () => reply as never } });
const codeAt = (errors: readonly { extensions?: Record<string, unknown> }[] | undefined, place: number): unknown =>
  errors?.at(place)?.extensions?.['code'];

describe('a hundred thousand errors of one reply', () => {
  const errors = Array.from({ length: MANY }, (_, n) => ({ message: 'no', path: ['things', n, 'n'] }));

  it('are reported as the first hundred, and the number of the others', () => {
    const told = readSubgraphErrors({ errors } as never, 'things');
    expect(told).toHaveLength(101);
    expect(told[0]).toMatchObject({ message: 'no', path: ['things', 0, 'n'] });
    expect(told[100]).toMatchObject({
      message: expect.stringContaining('99900 more of the subgraph things') as string,
      path: undefined,
      extensions: { code: 'MORE_ERRORS', service: 'things' },
    });
  });

  it('leave as these, with the data that was received', async () => {
    const answer = await graphAnswering({ data: { things: [{ n: 1 }, { n: null }] }, errors }).ours({
      query: '{ things { n } }',
    });
    expect(answer.data).toEqual({ things: [{ n: 1 }, { n: null }] });
    expect(answer.errors).toHaveLength(101);
    expect(codeAt(answer.errors, -1)).toBe('MORE_ERRORS');
  });

  it('make no null that may be theirs into a value that something else is worked out from', async () => {
    const asked: unknown[] = [];
    const far = [
      ...Array.from({ length: 100 }, () => ({ message: 'no', path: ['things', 0, 'n'] })),
      { message: 'no', path: ['things', 1, 'n'] },
    ];
    const graph = new Federation({
      things: {
        sdl: THINGS,
        answer: () =>
          ({
            data: {
              things: [
                { __typename: 'Thing', id: '0', n: null },
                { __typename: 'Thing', id: '1', n: null },
              ],
            },
            errors: far,
          }) as never,
      },
      twice: {
        sdl: 'type Thing @key(fields: "id") { id: ID! n: Int @external twice: Int @requires(fields: "n") }',
        answer: (request: unknown) => {
          asked.push(request);
          return { data: { _entities: [] } } as never;
        },
      },
    });
    const answer = await graph.ours({ query: '{ things { twice } }' });
    expect(asked).toEqual([]);
    expect(answer.data).toEqual({ things: [{ twice: null }, { twice: null }] });
  });
});

describe('a reply with a hundred thousand values that do not fit', () => {
  it('is reported as the first thousand, and the number of the others', async () => {
    const answer = await graphAnswering({
      data: { things: [{ tags: Array.from({ length: MANY }, () => 'no number') }] },
    }).ours({ query: '{ things { tags } }' });
    expect((answer.data as { things: { tags: unknown[] }[] }).things[0]!.tags.every((tag) => tag === null)).toBe(true);
    expect(answer.errors).toHaveLength(1_001);
    expect(answer.errors!.at(-1)).toMatchObject({
      message: expect.stringContaining('99000 more') as string,
      extensions: { code: 'MORE_ERRORS' },
    });
  });
});

it('a message of a subgraph is cut before anything scans it', () => {
  const [told] = readSubgraphErrors({ errors: [{ message: 'Did you mean '.repeat(MANY) }] } as never, 'things');
  expect(told!.message.length).toBeLessThanOrEqual(2_001);
});

it('is not cut in the middle of a number', () => {
  const [told] = readSubgraphErrors(
    { errors: [{ message: `${'x'.repeat(1_989)} 3275010101010001` }] } as never,
    'things',
  );
  expect(told!.message).toBe(`${'x'.repeat(1_989)}…`);
});

it('a path longer than any reply is deep counts as none', () => {
  const [told] = readSubgraphErrors(
    { errors: [{ message: 'no', path: ['things', ...Array.from({ length: MANY }, () => 0)] }] } as never,
    'things',
  );
  expect(told!.path).toBeUndefined();
});
