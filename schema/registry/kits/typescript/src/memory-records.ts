import type { Tally } from './counts.js';
import type { Records, StoredRecord, Visible } from './records.js';

/** Records of this process alone, gone when it ends. */
export function memoryRecords(): Records {
  const rows = new Map<string, StoredRecord>();
  const seen = (visible: Visible): StoredRecord[] =>
    [...rows.values()].filter(({ agency }) => visible === 'all' || (visible !== 'none' && visible.agency === agency));
  return {
    byIds: async (ids, visible) => seen(visible).filter(({ _id }) => ids.includes(_id)),
    byTokens: async (tokens, visible) => seen(visible).filter(({ token }) => tokens.includes(token)),
    page: async (after, size, visible) =>
      seen(visible)
        .filter(({ _id }) => _id > after)
        .sort((one, other) => (one._id < other._id ? -1 : 1))
        .slice(0, size),
    async countByDistrict(districts, day) {
      const runs = [...rows.values()].filter(({ from, to }) => from <= day && (to === null || to > day));
      return new Map(
        districts.map((district): [string, Tally] => {
          const here = runs.filter((row) => row.district === district);
          const people = new Map(here.map(({ token, recordKey }) => [token, recordKey]));
          return [district, { n: people.size, key: [...people.values()].reduce((sum, key) => (sum + key) >>> 0, 0) }];
        }),
      );
    },
    async add(records) {
      for (const record of records) rows.set(record._id, record);
    },
    ping: async () => {},
    close: async () => {},
  };
}
