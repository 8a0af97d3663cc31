import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultOf, pages, settingTables, tableIn } from '../../docs/tables.ts';

describe('the documents', async () => {
  it.each((await pages()).map((page) => ({ ...page, name: basename(page.path) })))(
    '$name lists what the code has, no more and no less (npm run docs writes it)',
    ({ path, table }) => {
      expect(tableIn(readFileSync(path, 'utf8'))).toBe(table);
    },
  );

  it('print defaults in words that their options take, and that mean the same', async () => {
    const settings = (await settingTables()).flatMap(({ value }) => Object.values(value));
    const printed = settings
      .map((setting) => ({ setting, words: defaultOf(setting) }))
      .filter(({ words }) => words !== undefined);
    expect(printed.length).toBeGreaterThan(50);
    for (const {
      setting: { env, schema, unit },
      words,
    } of printed) {
      // A folder of the project is printed from its root.
      if (unit !== 'path') expect(schema.safeParse(words), env).toEqual(schema.safeParse(undefined));
    }
  });
});
