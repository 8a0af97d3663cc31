import type { Channel } from 'node:diagnostics_channel';
import { expect, it, onTestFinished } from 'vitest';
import {
  breakerChange,
  fetchEnd,
  fetchStart,
  type FetchEnd,
  type FetchStart,
} from '../../../gateway/fetch/fetch-events.ts';
import { question, workersAnswering } from './fetcher-under-test.ts';
import { http, json } from './raw-subgraph.ts';

function heard<Event>(channel: Channel, also: (event: Event) => void = () => {}): Event[] {
  const events: Event[] = [];
  const listener = (event: unknown): void => {
    events.push(event as Event);
    also(event as Event);
  };
  channel.subscribe(listener);
  onTestFinished(() => void channel.unsubscribe(listener));
  return events;
}

it('publishes each request once with its callers, size and duration, and without variables', async () => {
  const { fetcher } = await workersAnswering((socket) => void socket.write(json({ data: { nik: 'x' } })));
  const starts = heard<FetchStart>(fetchStart);
  const ends = heard<FetchEnd>(fetchEnd);
  await Promise.all(
    [1, 2].map(() => fetcher.fetch(question({ operationName: 'Q', variables: { nik: '3275010101010000' } }))),
  );
  expect(starts).toHaveLength(1);
  expect(starts[0]).toMatchObject({ subgraph: 'workers', kind: 'query', operationName: 'Q' });
  expect(ends).toEqual([
    {
      start: starts[0],
      subgraph: 'workers',
      kind: 'query',
      code: undefined,
      duration: expect.any(Number),
      bytes: 20,
      tries: 1,
      fetches: 1,
      callers: 2,
    },
  ]);
  expect(JSON.stringify([starts, ends])).not.toContain('3275');
});

it('says of a request how many fetches of the plan it carries', async () => {
  const { fetcher } = await workersAnswering((socket) => void socket.write(json({ data: {} })));
  const starts = heard<FetchStart>(fetchStart);
  const ends = heard<FetchEnd>(fetchEnd);
  await fetcher.fetch(question({ fetches: 3 }));
  expect([...starts, ...ends].map(({ fetches }) => fetches)).toEqual([3, 3]);
});

it('lets a listener add a header, as tracing does', async () => {
  const { fetcher, subgraph } = await workersAnswering((socket) => void socket.write(json({ data: {} })));
  heard<FetchStart>(fetchStart, ({ headers }) => headers.push('traceparent', '00-1-2-01'));
  await fetcher.fetch(question());
  expect(subgraph.requests[0]!.head).toContain('traceparent: 00-1-2-01');
});

it('tells the code of a failure, the tries it took, and a change of the breaker', async () => {
  const { fetcher } = await workersAnswering((socket) => void socket.write(http(503, '', ['retry-after: 9'])), {
    limits: { retries: 1, breakerFailures: 50, breakerPause: 60_000, deduplicate: false },
  });
  const ends = heard<FetchEnd>(fetchEnd);
  const changes = heard(breakerChange);
  for (let time = 0; time < 20; time++) await fetcher.fetch(question()).catch(() => {});
  expect(ends[0]).toMatchObject({ code: 'SUBGRAPH_BAD_RESPONSE', tries: 1, callers: 1 });
  expect(changes).toEqual([{ subgraph: 'workers', state: 'open' }]);
});
