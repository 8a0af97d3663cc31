import { describe, expect, it } from 'vitest';
import { faultsOf } from '../../../base/errors.ts';
import type { Execute } from '../../../gateway/fetch/in-process-transport.ts';
import { fetcherFor, question } from './fetcher-under-test.ts';
import { SubgraphCaller } from '../../../gateway/fetch/subgraph-caller.ts';

const NIK = '3275010101010000';

describe('a subgraph in this process', () => {
  it('gets the request with its variables as they are, and its answer arrives as it is', async () => {
    const variables = { representations: [{ __typename: 'Worker', id: 'w1' }] };
    const reply = { data: { workers: [{ id: 'w1' }] } };
    let seen: Parameters<Execute>[0] | undefined;
    const fetcher = fetcherFor({ workers: { execute: (request) => ((seen = request), reply) } });
    expect(
      await fetcher.fetch(
        question({
          variables,
          caller: new SubgraphCaller({ 'accept-language': 'id', authorization: 'Bearer x', cookie: 'y' }),
        }),
      ),
    ).toBe(reply);
    expect(seen!.variables).toBe(variables);
    expect(seen!.headers).toEqual({ 'accept-language': 'id' });
  });

  it('gets variables that were handed in as text', async () => {
    const fetcher = fetcherFor({ workers: { execute: ({ variables }) => ({ data: { variables } }) } });
    expect(await fetcher.fetch(question({ variablesText: '{"a":[1]}' }))).toEqual({ data: { variables: { a: [1] } } });
  });

  it('shares identical queries, and never mutations', async () => {
    let runs = 0;
    const fetcher = fetcherFor({ workers: { execute: async () => ({ data: { run: ++runs } }) } });
    await Promise.all([fetcher.fetch(question()), fetcher.fetch(question())]);
    expect(runs).toBe(1);
    await Promise.all([fetcher.fetch(question({ kind: 'mutation' })), fetcher.fetch(question({ kind: 'mutation' }))]);
    expect(runs).toBe(3);
  });

  it.each<[string, Execute, RegExp]>([
    [
      'throws',
      () => {
        throw new Error(NIK);
      },
      /its function threw$/,
    ],
    [
      'rejects with a coded error',
      () => Promise.reject(faultsOf({ STORE_DOWN: { status: 500, what: NIK, solve: '' } })('STORE_DOWN')),
      /its function threw \(STORE_DOWN\)$/,
    ],
    ['answers nothing', () => undefined as never, /expected a JSON object, got a undefined/],
    ['answers a list as data', () => ({ data: [NIK] }) as never, /"data" to be an object or null, got a list/],
  ])('that %s costs a coded error without what it said', async (_what, execute, message) => {
    const thrown = fetcherFor({ workers: { execute } }).fetch(question());
    await expect(thrown).rejects.toMatchObject({
      code: 'SUBGRAPH_BAD_RESPONSE',
      message: expect.stringMatching(message),
    });
    await expect(thrown).rejects.not.toMatchObject({ message: expect.stringContaining(NIK) });
  });

  it('that never ends times out at the deadline and frees its place', async () => {
    let hang = true;
    const fetcher = fetcherFor(
      { workers: { execute: () => (hang ? new Promise(() => {}) : { data: {} }) } },
      { limits: { concurrency: 1, timeout: 50 } },
    );
    await expect(fetcher.fetch(question())).rejects.toMatchObject({ code: 'SUBGRAPH_TIMEOUT' });
    hang = false;
    expect(await fetcher.fetch(question())).toEqual({ data: {} });
  });

  it('that answers after the deadline changes nothing', async () => {
    const late = Promise.withResolvers<{ data: Record<string, never> }>();
    const fetcher = fetcherFor({ workers: { execute: () => late.promise } }, { limits: { timeout: 40 } });
    await expect(fetcher.fetch(question())).rejects.toMatchObject({ code: 'SUBGRAPH_TIMEOUT' });
    late.resolve({ data: {} });
    await late.promise;
    expect(fetcher.status()[0]).toMatchObject({ active: 0, asked: 1, failed: 1 });
  });
});
