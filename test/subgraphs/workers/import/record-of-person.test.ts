/** Which record a row without a key means. */
import { expect, it } from 'vitest';
import { recordOfPerson } from '../../../../subgraphs/workers/import/record-of-person.ts';
import type { Worker } from '../../../../subgraphs/workers/models.ts';

type Standing = Pick<Worker, 'status' | 'exitReason'>;

/** `EXITED:MOVED_OUT` has left for that reason. */
function standing(text: string): Standing {
  const [status, exitReason = null] = text.split(':');
  return { status, exitReason } as Standing;
}

it.each([
  ['EXITED:MOVED_OUT', 'EXITED:MOVED_OUT'],
  ['PROPOSED ACTIVE', 'ACTIVE'],
  ['PROPOSED NEEDS_REPAIR VERIFYING', 'VERIFYING'],
  ['INELIGIBLE SUSPENDED PROPOSED', 'SUSPENDED'],
  ['EXITED:MOVED_OUT PROPOSED', 'PROPOSED'],
  ['EXITED:OWN_REQUEST REGISTERED PROPOSED', 'REGISTERED'],
  ['DUPLICATE EXITED:DUPLICATE EXITED:DIED', 'EXITED:DIED'],
  ['DUPLICATE PROPOSED', 'PROPOSED'],
])('of %s it is %s', (records, meant) =>
  expect(recordOfPerson(records.split(' ').map(standing))).toEqual(standing(meant)),
);

it.each([
  'PROPOSED PROPOSED',
  'PROPOSED INELIGIBLE',
  'ACTIVE REGISTERED PROPOSED',
  'EXITED:MOVED_OUT EXITED:DIED',
  'DUPLICATE EXITED:DUPLICATE',
])('of %s none: it names several', (records) =>
  expect(recordOfPerson(records.split(' ').map(standing))).toBe('several'),
);

it('of none there is none', () => expect(recordOfPerson([])).toBeUndefined());
