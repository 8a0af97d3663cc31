/** Others have their turn by time: what is made of each row may take long. The clock is this test's. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BSONRegExp } from 'bson';
import { afterEach, expect, it, vi } from 'vitest';
import { inSlices } from '../../store/aggregate/in-slices.ts';
import { scan } from '../../store/index/scan.ts';
import { patternTest } from '../../store/query/pattern.ts';
import { sorted } from '../../store/query/sorter.ts';
import { StorageEngine } from '../../store/storage/engine.ts';
import { insertRow } from '../../store/storage/rows.ts';
import { encode } from '../../store/value/encode.ts';
import { documentOf, type Document } from '../../store/value/types.ts';

afterEach(() => vi.restoreAllMocks());

const DOCUMENTS = Array.from({ length: 20 }, (_none, i) => documentOf({ _id: i }));

/** @param ms that pass for each thing read @returns how often others had their turn */
function turns(stream: Iterable<unknown>, ms: number): number {
  let [now, pauses] = [performance.now(), 0];
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  for (const one of stream) {
    if (one === undefined) pauses += 1;
    now += ms;
  }
  return pauses;
}

it.each<[string, (engine: StorageEngine) => Iterable<unknown>]>([
  [
    'a collection',
    ({ live, catalog }) =>
      scan(live, catalog.find('d', 'rows')!, { kind: 'collection', reverse: false } as never, noCost()),
  ],
  [
    'an index',
    ({ live, catalog }) => {
      const rows = catalog.find('d', 'rows')!;
      const bounds = { ranges: [{ low: Buffer.alloc(0), high: Buffer.of(0xff) }], exact: true };
      return scan(live, rows, { kind: 'index', index: rows.indexes[0]!, bounds, reverse: false } as never, noCost());
    },
  ],
  ['a list', () => inSlices(DOCUMENTS)],
  ['a sort', () => sorted(DOCUMENTS.map((item: Document) => ({ key: '', item, size: 1 })))],
])('%s pauses after a few rows where each takes long, and not where it does not', (_what, streamOf) => {
  const folder = mkdtempSync(join(tmpdir(), 'store-turn-'));
  const engine = StorageEngine.open(folder);
  engine.writeNow(() => {
    const rows = engine.catalog.create('d', 'rows');
    for (const document of DOCUMENTS)
      insertRow({ view: engine.live, catalog: engine.catalog }, rows, { document, bytes: encode(document) });
  });
  expect(turns(streamOf(engine), 5)).toBeGreaterThan(10);
  expect(turns(streamOf(engine), 0)).toBe(0);
  vi.restoreAllMocks();
  engine.close();
  rmSync(folder, { recursive: true });
});

const noCost = (): { keys: number; documents: number } => ({ keys: 0, documents: 0 });

it.each([
  ['parts that may be left out', `${'a?'.repeat(26)}${'a'.repeat(26)}$`, `${'a'.repeat(60)}!`],
  ['parts that may be one of two', `${'(?:a|a)'.repeat(40)}$`, `${'a'.repeat(60)}!`],
  ['a bounded repetition of several', `${'a{0,30}'.repeat(12)}$`, `${'a'.repeat(60)}!`],
])('a pattern of %s is ended when it tries too many ways', (_what, pattern, text) => {
  expect(() => patternTest(new BSONRegExp(pattern, ''))(text)).toThrow(/tried too many ways/);
});
