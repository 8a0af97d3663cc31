/** The number of the last sync, in the store's file: written in a commit of its own before each, so whatever log has it has all before it. */
import { asText, type SqlFile } from './sql-file.ts';
import { NO_POINT, type SyncPoint } from './sync-mark.ts';

const HAS_META = "SELECT 1 FROM sqlite_schema WHERE name = 'meta'";

/** The point of a file; `NO_POINT` for one that has none. */
export function storedPoint(file: SqlFile): SyncPoint {
  const row = file.get(HAS_META) && file.get("SELECT value FROM meta WHERE name = 'sync'");
  return row === undefined ? NO_POINT : (JSON.parse(asText(row.value)) as SyncPoint);
}

/** Writes a point. It changes one page where there is one, since the key stays. */
export function writePoint(file: SqlFile, point: SyncPoint): void {
  const text = JSON.stringify(point);
  if (file.run("UPDATE meta SET value = ? WHERE name = 'sync'", text) === 0)
    file.run("INSERT INTO meta (name, value) VALUES ('sync', ?)", text);
}

/** Takes the point out of a file that goes on without the mark beside it: a copy, or one whose loss was accepted. */
export function forgetPoint(file: SqlFile): void {
  if (file.get(HAS_META) !== undefined) file.run("DELETE FROM meta WHERE name = 'sync'");
}
