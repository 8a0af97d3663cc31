/** bulkWrite (MongoDB 8): inserts, updates and deletes in several collections by one command, each with its own success or error. */
import { Long } from 'bson';
import { storeFault } from '../errors.ts';
import { decode } from '../value/decode.ts';
import { embed, encode, encodeBatch } from '../value/encode.ts';
import { shown } from '../value/shown.ts';
import { isDocument, isNumeric, toNumber, type Document, type Value } from '../value/types.ts';
import { isTrue } from '../query/match.ts';
import type { StorageWork } from '../storage/engine.ts';
import { checkedDb, checkedName, type Request } from './request.ts';
import { retryOf } from './retry.ts';
import { checkBatch, removeStatement, statements, updateStatement, writeError } from './write.ts';
import { collectionFor, insertOne, patiently } from './write-one.ts';
import { NOT_OK, OK } from './ok.ts';

/** What one statement did: part of the reply, and what a retry notes. */
type Outcome = { readonly n: number; readonly nModified?: number; readonly upserted?: Value };
type Kind = 'insert' | 'update' | 'delete';

/** The command bulkWrite. @throws StoreError Unauthorized, FailedToParse, BadValue, InvalidNamespace … */
export async function bulkWrite(request: Request): Promise<Buffer> {
  if (request.db !== 'admin') throw storeFault('Unauthorized', 'bulkWrite may only be run against the admin database.');
  const operations = statements(request, 'ops').map((bytes) => decode(bytes));
  checkBatch(operations);
  const targets = statements(request, 'nsInfo').map((bytes) => targetOf(request, decode(bytes)));
  for (const operation of operations) kindOf(operation, targets);
  return request.write(runAll(request, operations, targets));
}

/** The request as one on a collection that `nsInfo` names. @throws StoreError InvalidNamespace */
function targetOf(request: Request, info: Document): Request {
  const namespace = shown(info.get('ns'));
  const dot = namespace.indexOf('.');
  const db = checkedDb(dot < 0 ? '' : namespace.slice(0, dot));
  const command = new Map(request.command).set('bulkWrite', checkedName(namespace.slice(dot + 1))).set('$db', db);
  return request.withCommand(command);
}

function kindOf(operation: Document, targets: readonly Request[]): { kind: Kind; target: Request } {
  const kind = operation.keys().next().value;
  if (kind !== 'insert' && kind !== 'update' && kind !== 'delete')
    throw storeFault(
      'FailedToParse',
      `BSON field 'bulkWrite.ops' must begin with insert, update or delete, got ${String(kind)}`,
    );
  const index = operation.get(kind);
  const target = isNumeric(index!) ? targets[toNumber(index)] : undefined;
  if (target === undefined) throw storeFault('BadValue', `BulkWrite ops entry ${kind} has an invalid nsInfo index.`);
  return { kind, target };
}

function* runAll(request: Request, operations: readonly Document[], targets: readonly Request[]): StorageWork<Buffer> {
  const retry = retryOf(request);
  const totals = { nErrors: 0, nInserted: 0, nMatched: 0, nModified: 0, nUpserted: 0, nDeleted: 0 };
  const errorsOnly = request.flag('errorsOnly');
  const items: Buffer[] = [];
  for (let idx = 0; idx < operations.length; idx += 1) {
    const { kind, target } = kindOf(operations[idx]!, targets);
    try {
      const before = retry.done(idx);
      const outcome = before === undefined ? yield* runOne(kind, target, operations[idx]!) : outcomeOf(before);
      if (before === undefined) retry.note(idx, 1, new Map(Object.entries(outcome)));
      addTo(totals, kind, outcome);
      if (!errorsOnly) items.push(success(idx, outcome));
    } catch (thrown) {
      totals.nErrors += 1;
      items.push(failure(request, idx, kind, thrown));
      if (request.command.get('ordered') !== false) break;
    }
    yield undefined;
  }
  return embed(
    encode({ ...totals, ok: OK }),
    'cursor',
    encodeBatch({ id: Long.ZERO, ns: 'admin.$cmd.bulkWrite' }, 'firstBatch', items),
  );
}

/** What a statement did, as a retry has noted it. */
function outcomeOf(note: Document): Outcome {
  return Object.fromEntries(note) as unknown as Outcome;
}

function success(idx: number, { upserted, ...counts }: Outcome): Buffer {
  return encode({ ok: OK, idx, ...counts, ...(upserted === undefined ? {} : { upserted: { _id: upserted } }) });
}

function failure(request: Request, idx: number, kind: Kind, thrown: unknown): Buffer {
  const counts = kind === 'update' ? { n: 0, nModified: 0 } : { n: 0 };
  return encode({ ok: NOT_OK, ...writeError(request, idx, thrown), index: undefined, idx, ...counts });
}

function* runOne(kind: Kind, target: Request, operation: Document): StorageWork<Outcome> {
  switch (kind) {
    case 'insert': {
      const document = operation.get('document');
      if (!isDocument(document))
        throw storeFault('TypeMismatch', "BSON field 'bulkWrite.ops.document' must be an object");
      const collection = collectionFor(target);
      yield* patiently(() => insertOne(target, collection, encode(document)));
      return { n: 1 };
    }
    case 'update':
      return yield* updateStatement(
        target,
        new Map(operation)
          .set('q', operation.get('filter')!)
          .set('u', operation.get('updateMods')!)
          .set('c', operation.get('constants')!),
      );
    case 'delete':
      return {
        n: yield* removeStatement(
          target,
          new Map(operation).set('q', operation.get('filter')!).set('limit', isTrue(operation.get('multi')) ? 0 : 1),
        ),
      };
  }
}

function addTo(totals: Record<string, number>, kind: Kind, { n, nModified = 0, upserted }: Outcome): void {
  if (kind === 'insert') totals.nInserted! += n;
  else if (kind === 'delete') totals.nDeleted! += n;
  else if (upserted !== undefined) totals.nUpserted! += 1;
  else {
    totals.nMatched! += n;
    totals.nModified! += nModified;
  }
}
