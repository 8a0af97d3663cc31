import { expect, test } from 'vitest';
import { oldestOf, type Funnel } from '../../subgraphs/workers/summary.ts';

const funnelOf = (...pending: Funnel['pending']): Funnel => ({ pending }) as Funnel;

test.each([
  ['nobody waits', funnelOf(), undefined],
  ['five are of its age', funnelOf({ requestedOn: '2025-11-10', n: 2 }, { requestedOn: '2025-11-20', n: 3 }, { requestedOn: '2025-12-30', n: 9 }), '2025-11-10'],
  ['four are of its age, though many wait', funnelOf({ requestedOn: '2025-11-10', n: 4 }, { requestedOn: '2025-12-30', n: 900 }), undefined],
])('the oldest pending request where %s', (_where, funnel, day) => {
  expect(oldestOf(funnel, '2025-12-31')).toBe(day);
});
