import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pages, tableIn } from '../../docs/tables.ts';

describe('the documents', async () => {
  it.each((await pages()).map((page) => ({ ...page, name: basename(page.path) })))('$name lists what the code has, no more and no less (npm run docs writes it)', ({ path, table }) => {
    expect(tableIn(readFileSync(path, 'utf8'))).toBe(table);
  });
});
