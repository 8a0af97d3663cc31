/** Writes to the documents of a query, one after another. */
import { decode } from '../value/decode.ts';
import type { StorageWork } from '../storage/engine.ts';
import type { Collection } from '../storage/catalog.ts';
import { matchingRows, prepare, type DocumentQuery } from './rows-matching.ts';
import { patiently } from './write-one.ts';
import type { Request } from './request.ts';

/**
 * Calls `use` with each row of the query and its bytes, if it still matches when its turn comes; again after a transaction that
 * held its lock has ended. @param use returns whether it was the last
 */
export function* eachStored(
  request: Request,
  collection: Collection,
  query: DocumentQuery,
  use: (row: number, stored: Buffer) => boolean,
): StorageWork<void> {
  const prepared = prepare(request.view, collection, query);
  for (const found of matchingRows(request.view, collection, query, prepared)) {
    if (found !== undefined) {
      const wasLast = yield* patiently(() => {
        const stored = request.view.get(collection, found.row);
        return stored !== undefined && prepared.matches(decode(stored)) && use(found.row, stored);
      });
      if (wasLast) return;
    }
    yield undefined;
  }
}
