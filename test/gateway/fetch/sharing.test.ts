import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { fetcherFor, question, workersAnswering } from './fetcher-under-test.ts';
import { json } from './raw-subgraph.ts';
import { SubgraphCaller } from '../../../gateway/fetch/subgraph-caller.ts';

/** A subgraph that answers nothing until it is let. */
async function held(limits = {}) {
  const waiting: Socket[] = [];
  const made = await workersAnswering((socket) => void waiting.push(socket), { limits });
  const release = (value: unknown = { data: { workers: [] } }): void => {
    for (const socket of waiting.splice(0)) socket.write(json(value));
  };
  return { ...made, waiting, release };
}

describe('identical queries under way', () => {
  it('are sent once, and every caller gets the reply', async () => {
    const { fetcher, subgraph, waiting, release } = await held();
    const answers = Promise.all([1, 2, 3].map(() => fetcher.fetch(question({ variables: { a: 1 } }))));
    await expect.poll(() => waiting.length).toBe(1);
    release({ data: { workers: [{ id: 'w1' }] } });
    expect(await answers).toEqual(Array(3).fill({ data: { workers: [{ id: 'w1' }] } }));
    expect(subgraph.requests).toHaveLength(1);
  });

  it('are sent anew when the first has waited long: the subgraph may have forgotten it', async () => {
    const { fetcher, subgraph } = await workersAnswering((socket, { number }) => {
      if (number > 1) socket.write(json({ data: { number } }));
    });
    const wait = 1_000;
    const forgotten = fetcher.fetch(question({ deadline: performance.now() + wait })).catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, wait / 5));
    const later = () => fetcher.fetch(question({ deadline: performance.now() + wait }));
    expect(await later()).toEqual({ data: { number: 2 } });
    expect(await later()).toEqual({ data: { number: 3 } });
    expect(await forgotten).toMatchObject({ code: 'SUBGRAPH_TIMEOUT' });
    expect(subgraph.requests).toHaveLength(3);
  });

  it('are sent again once something has changed, and those after it are shared again', async () => {
    const { fetcher, subgraph, waiting, release } = await held();
    const answers: Promise<unknown>[] = [];
    for (let time = 0; time < 2; time++) {
      answers.push(fetcher.fetch(question()), fetcher.fetch(question()));
      fetcher.partFromRequests();
    }
    await expect.poll(() => waiting.length).toBe(2);
    release();
    await Promise.all(answers);
    expect(subgraph.requests).toHaveLength(2);
  });

  it('are sent again once the first is answered: nothing is cached', async () => {
    const { fetcher, subgraph, waiting, release } = await held();
    for (let time = 0; time < 2; time++) {
      const answer = fetcher.fetch(question());
      await expect.poll(() => waiting.length).toBe(1);
      release();
      await answer;
    }
    expect(subgraph.requests).toHaveLength(2);
  });

  it.each([
    ['of other variables', {}, { variables: { a: 2 } }],
    ['of another text', {}, { query: '{ workers { name } }' }],
    ['of another operation name', {}, { operationName: 'Other' }],
    [
      'of another forwarded header',
      { caller: new SubgraphCaller({ 'accept-language': 'id' }) },
      { caller: new SubgraphCaller({ 'accept-language': 'en' }) },
    ],
    ['with a forwarded header beside one without', {}, { caller: new SubgraphCaller({ 'accept-language': 'en' }) }],
    ['that are mutations', { kind: 'mutation' as const }, { kind: 'mutation' as const }],
  ])('%s are never shared', async (_what, first, second) => {
    const { fetcher, waiting, release } = await held();
    const answers = Promise.all([fetcher.fetch(question(first)), fetcher.fetch(question(second))]);
    await expect.poll(() => waiting.length).toBe(2);
    release();
    await answers;
  });

  it('of callers who differ in a credential are shared for subgraphs that do not see it, and not for the one that does', async () => {
    const asked: string[] = [];
    const seer = (name: string) => ({
      execute: async () => {
        asked.push(name);
        await new Promise(setImmediate);
        return { data: {} };
      },
    });
    const fetcher = fetcherFor(
      { workers: seer('workers'), billing: seer('billing') },
      { limits: { forwardHeaders: ['billing:authorization'], ownSubgraphs: ['billing'] } },
    );
    const ask = (subgraph: string) =>
      ['one', 'two'].map((token) =>
        fetcher.fetch(question({ subgraph, caller: new SubgraphCaller({ authorization: `Bearer ${token}` }) })),
      );
    await Promise.all([...ask('workers'), ...ask('billing')]);
    expect(asked.sort()).toEqual(['billing', 'billing', 'workers']);
  });

  it('of callers who differ in a header that is not forwarded are shared', async () => {
    const { fetcher, subgraph, waiting, release } = await held();
    const answers = Promise.all(
      ['a', 'b'].map((cookie) => fetcher.fetch(question({ caller: new SubgraphCaller({ cookie }) }))),
    );
    await expect.poll(() => waiting.length).toBe(1);
    release();
    await answers;
    expect(subgraph.requests).toHaveLength(1);
    expect(subgraph.requests[0]!.head).not.toContain('cookie');
  });

  it('are not shared when sharing is off', async () => {
    const { fetcher, waiting, release } = await held({ deduplicate: false });
    const answers = Promise.all([fetcher.fetch(question()), fetcher.fetch(question())]);
    await expect.poll(() => waiting.length).toBe(2);
    release();
    await answers;
  });

  it('go on for the others when one caller leaves, each with their own deadline', async () => {
    const { fetcher, subgraph, waiting, release } = await held();
    const leaver = new AbortController();
    const leaving = fetcher.fetch(question({ signal: leaver.signal }));
    const hasty = fetcher.fetch(question({ deadline: performance.now() + 60 }));
    const patient = fetcher.fetch(question());
    leaver.abort();
    await expect(leaving).rejects.toMatchObject({ code: 'SUBGRAPH_ABANDONED', status: 499 });
    await expect(hasty).rejects.toMatchObject({ code: 'SUBGRAPH_TIMEOUT' });
    expect(waiting).toHaveLength(1);
    release();
    expect(await patient).toEqual({ data: { workers: [] } });
    expect(subgraph.requests).toHaveLength(1);
  });

  it('end on the wire when the last caller has left', async () => {
    const { fetcher, subgraph, waiting } = await held();
    const leaver = new AbortController();
    const leaving = Promise.allSettled([1, 2].map(() => fetcher.fetch(question({ signal: leaver.signal }))));
    await expect.poll(() => waiting.length).toBe(1);
    leaver.abort();
    await leaving;
    await expect.poll(subgraph.open).toBe(0);
    await expect.poll(() => fetcher.status()[0]).toMatchObject({ active: 0, failed: 0, lastFailure: undefined });
  });

  it('are refused at once for a caller who has left already', async () => {
    const { fetcher, subgraph } = await held();
    await expect(fetcher.fetch(question({ signal: AbortSignal.abort() }))).rejects.toMatchObject({
      code: 'SUBGRAPH_ABANDONED',
    });
    expect(subgraph.requests).toHaveLength(0);
  });
});
