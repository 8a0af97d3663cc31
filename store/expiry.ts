/** Removes documents whose time by a TTL index is over. */
import { decode } from './value/decode.ts';
import { parseFilter } from './query/parse.ts';
import { boundsOf } from './index/bounds.ts';
import { scan } from './index/scan.ts';
import { removeRow } from './storage/rows.ts';
import type { StorageEngine, StorageWork } from './storage/engine.ts';
import { Blocked } from './storage/view.ts';

/** Removes what has expired. @param now in milliseconds since 1970 @returns how many documents */
export async function expire(engine: StorageEngine, now = Date.now()): Promise<number> {
  return engine.write(expireAll(engine, now), false);
}

function* expireAll(engine: StorageEngine, now: number): StorageWork<number> {
  let removed = 0;
  for (const collection of engine.catalog.list()) {
    for (const index of collection.indexes) {
      if (index.expireAfterSeconds === undefined || !engine.live.serves(index)) continue;
      const before = new Date(now - index.expireAfterSeconds * 1000);
      const bounds = boundsOf(index, parseFilter(new Map([[index.fields[0]!.path, new Map([['$lte', before]])]])));
      for (const row of scan(
        engine.live,
        collection,
        { kind: 'index', index, bounds, reverse: false, sorted: false },
        { keys: 0, documents: 0 },
      )) {
        if (row !== undefined)
          removed += removeUnlessHeld(() =>
            removeRow({ view: engine.live, catalog: engine.catalog }, collection, row.row, decode(row.bytes)),
          );
        yield undefined;
      }
    }
  }
  return removed;
}

/** A document that a transaction has locked is left for the next time. */
function removeUnlessHeld(remove: () => void): number {
  try {
    remove();
    return 1;
  } catch (thrown) {
    if (thrown instanceof Blocked) return 0;
    throw thrown;
  }
}
