/** The vectors of persons and counts, by our own code. claims.test.ts beside it has those of claims. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { perturbationBy, readPTable, type PTable } from '../../../../subgraphs/counts/ptable.ts';
import { recordKeys } from '../../../../subgraphs/counts/record-key.ts';
import { scatter } from '../../../../subgraphs/counts/scatter.ts';
import { PERTURBED, together } from '../../../../subgraphs/counts/tally.ts';
import { isNik, personTokens } from '../../../../subgraphs/data/person-token.ts';

const vectorsOf = <Vectors>(name: string): Vectors =>
  JSON.parse(
    readFileSync(new URL(`../../../../schema/registry/vectors/${name}.json`, import.meta.url), 'utf8'),
  ) as Vectors;

it('a NIK has the token that the vectors say, and what is no NIK has none', () => {
  const { identityKey, vectors, refused } = vectorsOf<{
    identityKey: string;
    vectors: readonly { nik: string; token: string }[];
    refused: readonly string[];
  }>('person-tokens');
  const tokenOf = personTokens(identityKey);
  expect(vectors.map(({ nik }) => ({ nik, token: tokenOf(nik) }))).toEqual(vectors);
  expect(vectors.every(({ nik }) => isNik(nik))).toBe(true);
  expect(refused.filter(isNik)).toEqual([]);
});

interface RecordKeys {
  readonly records: string;
  readonly recordKeys: readonly { readonly id: string; readonly recordKey: number }[];
}

it('records and cells have the keys that the vectors say', () => {
  const vectors = vectorsOf<
    RecordKeys & {
      recordKey: string;
      otherRecords: RecordKeys;
      cells: readonly { ids: readonly string[]; count: number; cellKey: number; scattered: number }[];
      scattered: readonly { cellKey: number; scattered: number }[];
    }
  >('cell-keys');
  for (const each of [vectors, vectors.otherRecords]) {
    const keyOf = recordKeys(vectors.recordKey, each.records);
    expect(each.recordKeys.map(({ id }) => ({ id, recordKey: keyOf(id) }))).toEqual(each.recordKeys);
  }
  const keyOf = recordKeys(vectors.recordKey, vectors.records);
  for (const { ids, count, cellKey, scattered } of vectors.cells) {
    const tally = together(ids.map((id) => ({ n: 1, key: keyOf(id) })));
    expect([tally.n, tally.key, scatter(tally.key)]).toEqual([count, cellKey, scattered]);
  }
  expect(vectors.scattered.map(({ cellKey }) => ({ cellKey, scattered: scatter(cellKey) }))).toEqual(vectors.scattered);
});

it('counts are published as the vectors say, by the table that our subgraphs use', () => {
  const { version, parameters, rows, vectors, people } = vectorsOf<
    PTable & {
      vectors: readonly { count: number; key: number; published: number }[];
      people: readonly { count: number; cellKey: number; published: number }[];
    }
  >('p-table');
  expect({ version, parameters, rows }).toEqual(readPTable());
  const perturb = perturbationBy(readPTable());
  expect(vectors.map(({ count, key }) => ({ count, key, published: perturb(count, key) }))).toEqual(vectors);
  expect(
    people.map(({ count, cellKey }) => ({ count, cellKey, published: PERTURBED.show({ n: count, key: cellKey }) })),
  ).toEqual(people);
});
