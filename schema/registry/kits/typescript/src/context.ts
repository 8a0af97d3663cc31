/** What one request works with. Loaders put the keys of one moment into one command; they are never kept for another request. */
import DataLoader from 'dataloader';
import type { Caller } from './claims.js';
import { lastDayOf, monthFor, shown } from './counts.js';
import { visibleTo, type Records, type StoredRecord, type Visible } from './records.js';

export interface Context {
  readonly records: Records;
  readonly visible: Visible;
  /** The month at whose end this caller counts; null: as the records are now. */
  readonly month: string | null;
  readonly byId: DataLoader<string, StoredRecord | null>;
  readonly byToken: DataLoader<string, StoredRecord[]>;
  /** People in a district, as this caller may see it. */
  readonly people: DataLoader<string, number>;
}

export function contextOf(records: Records, caller: Caller, now: number): Context {
  const visible = visibleTo(caller);
  const month = monthFor(caller, now);
  return {
    records,
    visible,
    month,
    byId: new DataLoader(async (ids) => {
      const found = new Map((await records.byIds(ids, visible)).map((row) => [row._id, row]));
      return ids.map((id) => found.get(id) ?? null);
    }),
    byToken: new DataLoader(async (tokens) => {
      const rows = await records.byTokens(tokens, visible);
      return tokens.map((token) => rows.filter((row) => row.token === token));
    }),
    people: new DataLoader(async (districts) => {
      const counted = await records.countByDistrict(districts, lastDayOf(month, now));
      return districts.map((district) => shown(counted.get(district) ?? { n: 0, key: 0 }, caller));
    }),
  };
}
