/** The vectors of persons and counts. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { monthFor, perturb, recordKeys, scatter, shown } from '../src/counts.js';
import { isNik, personTokens, seal, unseal } from '../src/persons.js';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the vectors state their own shape
const vectorsOf = (name: string): any =>
  JSON.parse(readFileSync(new URL(`../../vectors/${name}.json`, import.meta.url), 'utf8'));

test('a NIK has its token, and what is no NIK is refused', () => {
  const { identityKey, vectors, refused } = vectorsOf('person-tokens');
  const tokenOf = personTokens(identityKey);
  for (const { nik, token } of vectors) assert.equal(tokenOf(nik), token);
  assert.deepEqual(refused.filter(isNik), []);
});

test('records and cells have their keys', () => {
  const { recordKey, records, recordKeys: keys, otherRecords, cells, scattered } = vectorsOf('cell-keys');
  const keyOf = recordKeys(recordKey, records);
  for (const { id, recordKey: key } of keys) assert.equal(keyOf(id), key);
  const otherKeyOf = recordKeys(recordKey, otherRecords.records);
  for (const { id, recordKey: key } of otherRecords.recordKeys) assert.equal(otherKeyOf(id), key);
  for (const { ids, cellKey } of cells)
    assert.equal(
      ids.map(keyOf).reduce((sum: number, key: number) => (sum + key) >>> 0, 0),
      cellKey,
    );
  for (const each of [...cells, ...scattered]) assert.equal(scatter(each.cellKey), each.scattered);
});

test('counts are published as the p-table says', () => {
  const { vectors, people } = vectorsOf('p-table');
  for (const { count, key, published } of vectors) assert.equal(perturb(count, key), published);
  for (const { count, cellKey, published } of people)
    assert.equal(shown({ n: count, key: cellKey }, { sub: 'public', roles: [], scopes: [] }), published);
});

test('who may not count exactly counts the month that has ended in Jakarta', () => {
  const public_ = { sub: 'public', roles: [], scopes: [] };
  assert.equal(monthFor(public_, Date.parse('2026-01-01T01:00:00+07:00')), '2025-12');
  assert.equal(monthFor(public_, Date.parse('2025-12-31T23:00:00+07:00')), '2025-11');
  assert.equal(monthFor({ ...public_, month: '2025-03' }, 0), '2025-03');
  assert.equal(monthFor({ ...public_, cells: 'exact', month: '2025-03' }, 0), null);
});

test('a sealed name opens in its own record only', () => {
  const key = 'ab'.repeat(32);
  const sealed = seal(key, 'one', 'Siti');
  assert.equal(unseal(key, 'one', sealed), 'Siti');
  assert.throws(() => unseal(key, 'other', sealed));
  assert.equal(sealed.includes('Siti'), false);
});
