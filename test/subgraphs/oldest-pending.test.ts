import { expect, test } from 'vitest';
import { EXACT, PERTURBED } from '../../subgraphs/counts/tally.ts';
import { Snapshot } from '../../subgraphs/summary.ts';
import { funnels } from '../../subgraphs/workers/funnel.ts';

const pending = (requestedOn: string, n: number) => ({ agency: 'DISHUB', verdict: 'PENDING', requestedOn, days: null, n, key: 0 });
const funnelOf = (cells: readonly object[], exactness = PERTURBED) =>
  funnels(new Snapshot([{ _id: 'verifications:00', source: 'verifications', partition: '00', cells: cells as never, computedAt: new Date(0) }]), exactness).get('DISHUB')!;

test.each([
  ['five are of its age', [pending('2025-11-10', 2), pending('2025-11-20', 3), pending('2025-12-30', 9)], '2025-11-10'],
  ['four are of its age, though many wait', [pending('2025-11-10', 4), pending('2025-12-30', 900)], null],
])('the oldest pending request where %s', (_where, cells, day) => {
  expect(funnelOf(cells).pending.oldest('2025-12-31')).toBe(day);
});

test('ages are counted to a day, every band is there', () => {
  const cells = [pending('2025-12-24', 6), pending('2025-12-23', 7), pending('2025-11-30', 8)];
  expect(funnelOf(cells, EXACT).pending.byAge('2025-12-31').map(({ age, count }) => [age, count])).toEqual([['D0_7', 6], ['D8_14', 7], ['D15_30', 0], ['D31_UP', 8]]);
});

test('days to an answer: half of them, nine of ten, and how many came in time', () => {
  const answered = (days: number, n: number) => ({ agency: 'DISHUB', verdict: 'MATCH', requestedOn: null, days, n, key: 0 });
  const { turnaround } = funnelOf([answered(2, 40), answered(9, 50), answered(45, 9), answered(120, 1), pending('2025-11-10', 6)], EXACT);
  expect([turnaround.medianDays, turnaround.p90Days, turnaround.within.map(({ days, answered: n }) => [days, n])]).toEqual([9, 9, [[7, 40], [30, 90], [90, 99]]]);
  expect(funnelOf([answered(2, 4)], EXACT).turnaround).toMatchObject({ medianDays: null, p90Days: null });
});
