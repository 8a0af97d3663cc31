/** The databases that have a collection. */
import { Long } from 'bson';
import { documentOf, looksInt, toNumber, type Document, type Value } from '../value/types.ts';
import { compileFilter } from '../query/match.ts';
import { parseFilter } from '../query/parse.ts';
import type { Request } from './request.ts';

/** The command listDatabases. Sizes are those of documents and keys in bytes, without empty space in pages. */
export async function listDatabases(request: Request): Promise<Record<string, unknown>> {
  const filter = compileFilter(parseFilter(request.document('filter') ?? new Map<string, Value>()));
  const names = [...new Set(request.catalog.list().map(({ db }) => db))].sort();
  if (request.flag('nameOnly')) return { databases: names.map((name) => documentOf({ name })).filter(filter) };
  const databases: Document[] = [];
  for (const name of names)
    databases.push(documentOf({ name, sizeOnDisk: whole(await sizeOf(request, name)), empty: false }));
  const listed = databases.filter(filter);
  const total = listed.reduce((bytes, one) => bytes + toNumber(one.get('sizeOnDisk') as number), 0);
  return { databases: listed, totalSize: whole(total), totalSizeMb: whole(Math.floor(total / 2 ** 20)) };
}

async function sizeOf(request: Request, db: string): Promise<number> {
  let bytes = 0;
  for (const collection of request.catalog.list(db)) bytes += await request.read(request.engine.live.size(collection));
  return bytes;
}

function whole(value: number): number | Long {
  return looksInt(value) ? value : Long.fromNumber(value);
}
