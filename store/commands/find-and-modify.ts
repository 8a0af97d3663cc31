/** findAndModify: one document is found, changed or removed, and returned as it was before or is after. */
import { storeFault } from '../errors.ts';
import { decode } from '../value/decode.ts';
import { documentOf, type Document, type Value } from '../value/types.ts';
import { isReplacement } from '../update/update.ts';
import type { StorageWork } from '../storage/engine.ts';
import type { Collection } from '../storage/catalog.ts';
import { eachStored } from './each-stored.ts';
import { projectionOf, queryOf } from './find.ts';
import { retryOf } from './retry.ts';
import { refuseUnfit, type DocumentQuery } from './rows-matching.ts';
import { changeOne, collectionFor, removeOne } from './write-one.ts';
import { updateOf, upsert } from './write.ts';
import type { Request } from './request.ts';

/** The command findAndModify. @throws StoreError FailedToParse and those of the update */
export function findAndModify(request: Request): Promise<Record<string, unknown>> {
  const removing = request.flag('remove');
  if (removing && request.command.has('update'))
    throw storeFault('FailedToParse', "Cannot specify both an 'update' and 'remove'=true");
  if (!removing && !request.command.has('update'))
    throw storeFault('FailedToParse', "Either an 'update' or 'remove'=true must be specified");
  if (removing && request.flag('new'))
    throw storeFault(
      'FailedToParse',
      "Cannot specify both 'new'=true and 'remove'=true; 'remove' always returns the deleted document",
    );
  return request.write(once(request));
}

function* once(request: Request): StorageWork<Record<string, unknown>> {
  const retry = retryOf(request);
  const before = retry.done(0);
  if (before !== undefined) return Object.fromEntries(before);
  const reply = yield* run(request);
  retry.note(0, 1, documentOf(reply));
  return reply;
}

function* run(request: Request): StorageWork<Record<string, Value>> {
  const query = { ...queryOf(request), limit: undefined };
  const project = projectionOf(request, query);
  const projected = (document: Document | undefined): Value =>
    document === undefined ? null : project === undefined ? document : project(document);
  const collection = request.flag('upsert') ? collectionFor(request) : request.collection;
  if (collection === undefined) refuseUnfit(query);
  if (collection === undefined)
    return reply(null, { n: 0, ...(request.flag('remove') ? {} : { updatedExisting: false }) });
  if (request.flag('remove')) {
    const removed = yield* removeFirst(request, collection, query);
    return reply(projected(removed), { n: removed === undefined ? 0 : 1 });
  }
  const change = request.command.get('update')!;
  const apply = updateOf(request, change, request.command, query.filter, false);
  const changed = yield* changeFirst(request, collection, query, apply);
  if (changed !== undefined)
    return reply(projected(request.flag('new') ? changed.after : changed.before), { n: 1, updatedExisting: true });
  if (!request.flag('upsert')) return reply(null, { n: 0, updatedExisting: false });
  const document = yield* upsert(request, collection, query.filter, apply, isReplacement(change));
  return reply(request.flag('new') ? projected(document) : null, {
    n: 1,
    updatedExisting: false,
    upserted: document.get('_id')!,
  });
}

function reply(value: Value, lastErrorObject: Readonly<Record<string, Value>>): Record<string, Value> {
  return { lastErrorObject: documentOf(lastErrorObject), value };
}

function* removeFirst(
  request: Request,
  collection: Collection,
  query: DocumentQuery,
): StorageWork<Document | undefined> {
  let removed: Document | undefined;
  yield* eachStored(request, collection, query, (row, stored) => {
    removeOne(request, collection, row, stored);
    removed = decode(stored);
    return true;
  });
  return removed;
}

function* changeFirst(
  request: Request,
  collection: Collection,
  query: DocumentQuery,
  apply: ReturnType<typeof updateOf>,
): StorageWork<{ before: Document; after: Document } | undefined> {
  let changed: { before: Document; after: Document } | undefined;
  yield* eachStored(request, collection, query, (row, stored) => {
    const after = apply(decode(stored), false);
    changeOne(request, collection, row, stored, after);
    changed = { before: decode(stored), after };
    return true;
  });
  return changed;
}
