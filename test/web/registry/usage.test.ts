/** Counts by client, and what nobody uses by type. */
import { expect, it } from 'vitest';
import { clientsIn, runsOf } from '../../../web/registry/clients.ts';
import type { Operation } from '../../../web/registry/shapes.ts';
import { unusedByType } from '../../../web/registry/unused-by-type.ts';

const operation = (name: string, clients: readonly (readonly [string | null, string | null, number])[]): Operation => ({
  hash: name,
  name,
  title: name,
  count: clients.reduce((sum, [, , count]) => sum + count, 0),
  lastDay: '2026-11-29',
  clients: clients.map(([client, version, count]) => ({ name: client, version, count })),
  errors: [],
});
const OPERATIONS = [
  operation('Front', [
    ['dashboard', '1', 4],
    ['dashboard', '2', 3],
    [null, null, 2],
  ]),
  operation('Map', [
    ['dashboard', '2', 8],
    ['mobile', null, 30],
  ]),
];

it('names each client once with the runs of all of its versions, the busiest first', () => {
  expect(clientsIn(OPERATIONS)).toEqual([
    { name: 'mobile', count: 30 },
    { name: 'dashboard', count: 15 },
    { name: null, count: 2 },
  ]);
});

it('counts of one client only its own runs, also of those without a name', () => {
  const runs = (client: string | null | undefined) =>
    runsOf(OPERATIONS, client).map(({ name, count }) => [name, count]);
  expect(runs('dashboard')).toEqual([
    ['Map', 8],
    ['Front', 7],
  ]);
  expect(runs(null)).toEqual([['Front', 2]]);
  expect(runs('nobody')).toEqual([]);
  expect(runs(undefined)).toEqual([
    ['Front', 9],
    ['Map', 38],
  ]);
});

it('puts what nobody uses under its type, the type with most of it first', () => {
  expect(unusedByType(['B.y', 'A.x', 'B', 'B.x.first', 'C.x'])).toEqual([
    { type: 'B', coordinates: ['B', 'B.x.first', 'B.y'] },
    { type: 'A', coordinates: ['A.x'] },
    { type: 'C', coordinates: ['C.x'] },
  ]);
});
