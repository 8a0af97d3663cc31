import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { settingTables } from '../../docs/tables.ts';

it('docs/config.md names every flag that may hold a secret, and no other', async () => {
  const secret = (await settingTables())
    .flatMap(({ value }) => Object.values(value))
    .filter((setting) => setting.secret && setting.flag !== undefined)
    .map(({ flag }) => flag!.split(' ')[0]!);
  const sentence = /In production (.*?), whose addresses/.exec(readFileSync('docs/config.md', 'utf8'))![1]!;
  expect([...sentence.matchAll(/`(--[\w-]+)`/g)].map(([, flag]) => flag).sort()).toEqual([...new Set(secret)].sort());
});
