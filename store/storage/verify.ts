/** Whether a store's file is whole: SQLite's own structure, and the checksum of every document. */
import { existsSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { DamagedFile, fileFault } from './file-fault.ts';
import { asBuffer, asText, SqlFile } from './sql-file.ts';

const MOST_FINDINGS = 10;

/** Checks a file; one that does not exist is whole. @throws DamagedFile, CodedError STORE_UNWRITABLE */
export function verifyFile(path: string): void {
  if (!existsSync(path)) return;
  const findings = findingsOf(path);
  if (findings.length > 0) throw new DamagedFile(path, findings.slice(0, MOST_FINDINGS));
}

function findingsOf(path: string): string[] {
  let file: SqlFile | undefined;
  try {
    file = new SqlFile(path);
    // A read transaction: the file as of one moment, whatever is written meanwhile.
    file.exec('BEGIN');
    const structure = file
      .all(`PRAGMA quick_check(${MOST_FINDINGS})`)
      .map((row) => asText(row.quick_check))
      .filter((line) => line !== 'ok');
    return structure.length > 0 ? structure : damagedDocuments(file);
  } catch (thrown) {
    throw fileFault(path, thrown);
  } finally {
    file?.close();
  }
}

function damagedDocuments(file: SqlFile): string[] {
  const hasCollections = file.get("SELECT 1 FROM sqlite_schema WHERE name = 'collections'") !== undefined;
  if (!hasCollections) return [];
  return file.all('SELECT id, db, name FROM collections').flatMap(({ id, db, name }) => {
    const rows = damagedRows(file, Number(id));
    return rows.length === 0
      ? []
      : [`${asText(db)}.${asText(name)}: the checksum of row ${rows.slice(0, MOST_FINDINGS).join(', ')} does not fit`];
  });
}

function damagedRows(file: SqlFile, id: number): number[] {
  const damaged: number[] = [];
  let after = 0;
  for (;;) {
    const rows = file.all(`SELECT rid, bson, crc FROM d${id} WHERE rid > ? ORDER BY rid LIMIT 1000`, after);
    for (const { rid, bson, crc } of rows) if (crc32(asBuffer(bson)) !== Number(crc)) damaged.push(Number(rid));
    if (rows.length < 1000) return damaged;
    after = Number(rows[rows.length - 1]!.rid);
  }
}
