import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { memoryCounters } from '../../../../gateway/guard/limits/open-counters.ts';
import {
  answersCounts,
  primaryCounters,
  type CountsRequest,
  type CountsReply,
  type ToPrimary,
} from '../../../../gateway/guard/limits/primary-counter.ts';
import { startGatewayProgram } from '../../../support/gateway-program.ts';
import { composeSmall, startSmallSubgraph } from '../../../support/small-graph.ts';

type Answer = ReturnType<typeof answersCounts>;

/** A worker's process: what it sends is answered as the primary does. */
function workerOf(answer: Answer) {
  const process = new EventEmitter();
  const messages: CountsRequest[] = [];
  const send = (asked: CountsRequest): void => {
    messages.push(asked);
    void answer(
      { isConnected: () => true, send: (told: CountsReply) => process.emit('message', told) } as never,
      asked,
    );
  };
  return { counters: primaryCounters(Object.assign(process, { send }) as never as ToPrimary), messages };
}

it('one client is counted once for all workers, and each kind apart', async () => {
  const counters = memoryCounters();
  const answer = answersCounts(counters);
  const [one, other] = [workerOf(answer), workerOf(answer)];
  expect(await one.counters.persons.add('a', 60)).toMatchObject({ total: 60 });
  expect(await other.counters.persons.add('a', 60)).toMatchObject({ total: 120 });
  expect(await one.counters.persons.add('a', -50)).toMatchObject({ total: 70 });
  expect(await other.counters.persons.add('b', 1)).toMatchObject({ total: 1 });
  expect(await one.counters.cost.add('a', 5)).toMatchObject({ total: 5 });
  await counters.close();
});

it('additions of one turn go in one message, and each gets its own total', async () => {
  const counters = memoryCounters();
  const { counters: worker, messages } = workerOf(answersCounts(counters));
  const asked = ['a', 'b', 'a', 'c', 'a'].map((key) => worker.requests.add(key, 1));
  expect((await Promise.all(asked)).map(({ total }) => total)).toEqual([1, 1, 2, 1, 3]);
  expect(messages).toHaveLength(1);
  await counters.close();
});

it('rejects what waits when the primary cannot be reached', async () => {
  const process = Object.assign(new EventEmitter(), {
    send: (_asked: unknown, _handle: unknown, _options: unknown, done: (failed: Error) => void) =>
      done(new Error('closed')),
  });
  const worker = primaryCounters(process as never as ToPrimary);
  await expect(worker.requests.add('a', 1)).rejects.toThrow('closed');
});

it('two workers together allow a client as many requests as one would', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'budget-'));
  const [people, places] = await Promise.all([startSmallSubgraph('people'), startSmallSubgraph('places')]);
  const file = join(folder, 'supergraph.graphql');
  writeFileSync(file, composeSmall({ people: people.url, places: places.url }));
  const roles = join(folder, 'roles.json');
  writeFileSync(
    roles,
    JSON.stringify({
      scopes: {},
      scopesFromToken: [],
      roles: {
        public: {
          title: 'Everybody',
          scopes: [],
          budget: { requestsPerMinute: 20, costPerRequest: 1_000, costPerMinute: 100_000, personsPerMinute: 0 },
        },
      },
    }),
  );
  const gateway = await startGatewayProgram(['--supergraph', file, '--roles', roles]);
  try {
    const statuses: number[] = [];
    for (let n = 0; n < 30; n++) {
      // A new connection each time, so that both workers receive requests.
      const response = await fetch(gateway.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', connection: 'close' },
        body: '{"query":"{ __typename }"}',
      });
      statuses.push(response.status);
      await response.text();
    }
    expect(statuses).toEqual([...Array<number>(20).fill(200), ...Array<number>(10).fill(429)]);
  } finally {
    gateway.child.kill('SIGKILL');
    await Promise.all([people.stop(), places.stop()]);
    rmSync(folder, { recursive: true });
  }
});
