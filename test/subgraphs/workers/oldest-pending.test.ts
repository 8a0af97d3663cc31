import { expect, test } from 'vitest';
import { EXACT, PERTURBED } from '../../../subgraphs/counts/tally.ts';
import { CountsSnapshot } from '../../../subgraphs/counts/materialized-counts.ts';
import { funnels } from '../../../subgraphs/workers/funnel.ts';

const pending = (requestedOn: string, n: number) => ({
  agency: 'DISHUB',
  verdict: 'PENDING',
  requestedOn,
  days: null,
  n,
  key: 0,
});
const funnelOf = (cells: readonly object[], exactness = PERTURBED) =>
  funnels(
    new CountsSnapshot([
      {
        _id: 'verifications:00',
        source: 'verifications',
        partition: '00',
        cells: cells as never,
        computedAt: new Date(0),
      },
    ]),
    exactness,
  ).of('DISHUB');

test.each([
  ['five are of its age', [pending('2025-11-10', 2), pending('2025-11-20', 3), pending('2025-12-30', 9)], '2025-11-10'],
  ['four are of its age, though many wait', [pending('2025-11-10', 4), pending('2025-12-30', 900)], null],
])('the oldest pending request where %s, exactly', (_where, cells, day) => {
  expect(funnelOf(cells, EXACT).waiting.oldest('2025-12-31')).toBe(day);
});

test.each([
  // A key of 0 takes as much away as can be: 4 are shown as none, 25 as 15, 24 as 14.
  [
    'no request of a higher age is shown, though there are four',
    [pending('2025-11-10', 4), pending('2025-12-20', 25)],
    '2025-12-20',
  ],
  ['15 are shown, so that they are five at least', [pending('2025-11-10', 25)], '2025-11-10'],
  ['14 are shown, which may be four', [pending('2025-11-10', 24)], null],
])('the oldest pending request where %s, perturbed', (_where, cells, day) => {
  expect(funnelOf(cells).waiting.oldest('2025-12-31')).toBe(day);
});

test('whether days are shown follows from the number shown, for each count and key', () => {
  for (const n of [1, 4, 5, 9, 13, 14, 21, 22, 40]) {
    for (const part of [0, 0.2, 0.4, 0.6, 0.8, 0.999]) {
      const of = (verdict: string) => [
        {
          ...pending('2025-11-10', n),
          verdict,
          days: verdict === 'PENDING' ? null : 3,
          key: Math.floor(part * 2 ** 32),
        },
      ];
      const [waiting, answered] = [funnelOf(of('PENDING')), funnelOf(of('MATCH'))];
      const { count } = waiting.waiting.byAge('2025-12-31').at(-1)!;
      expect(waiting.waiting.oldest('2025-12-31') !== null).toBe(count >= 5 + PERTURBED.noise);
      expect(answered.turnaround.medianDays !== null).toBe(answered.answered >= 5 + PERTURBED.noise);
    }
  }
});

test('ages are counted to a day, and every band has a row', () => {
  const cells = [pending('2025-12-24', 6), pending('2025-12-23', 7), pending('2025-11-30', 8)];
  expect(
    funnelOf(cells, EXACT)
      .waiting.byAge('2025-12-31')
      .map(({ age, count }) => [age, count]),
  ).toEqual([
    ['D0_7', 6],
    ['D8_14', 7],
    ['D15_30', 0],
    ['D31_UP', 8],
  ]);
});

test('pending requests are read once a day, however often they are queried', () => {
  let read = 0;
  const counted = (day: string, n: number) =>
    Object.defineProperty(pending(day, n), 'requestedOn', { get: () => (read++, day) });
  const { waiting } = funnelOf([counted('2025-12-24', 6), counted('2025-12-23', 7)], EXACT);
  const askedFor = (day: string): unknown => [waiting.byAge(day).map(({ count }) => count), waiting.oldest(day)];
  const first = askedFor('2025-12-31');
  expect(first).toEqual([[6, 7, 0, 0], '2025-12-23']);
  const once = read;
  expect([askedFor('2025-12-31'), read]).toEqual([first, once]);
  expect(askedFor('2026-01-08')).toEqual([[0, 0, 13, 0], '2025-12-23']);
  expect(askedFor('2025-12-31')).toEqual(first);
});

test('days to an answer: of half the answers, of nine in ten, and how many answers were in time', () => {
  const answered = (days: number, n: number) => ({
    agency: 'DISHUB',
    verdict: 'MATCH',
    requestedOn: null,
    days,
    n,
    key: 0,
  });
  const { turnaround } = funnelOf(
    [answered(2, 40), answered(9, 50), answered(45, 9), answered(120, 1), pending('2025-11-10', 6)],
    EXACT,
  );
  expect([
    turnaround.medianDays,
    turnaround.p90Days,
    turnaround.within.map(({ days, answered: n }) => [days, n]),
  ]).toEqual([
    9,
    9,
    [
      [7, 40],
      [30, 90],
      [90, 99],
    ],
  ]);
  expect(funnelOf([answered(2, 4)], EXACT).turnaround).toMatchObject({ medianDays: null, p90Days: null });
});
