import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const folders = globSync('subgraphs/*/subgraph.ts')
  .map(dirname)
  .concat(['subgraphs/server', 'subgraphs/counts', 'subgraphs/data', 'subgraphs/sample']);

it.each(folders)('the README of %s names each of its files, in 25 lines at most', (folder) => {
  const text = readFileSync(join(folder, 'README.md'), 'utf8');
  const files = globSync(`${folder}/*.{ts,json,geojson}`).map((file) => basename(file));
  expect(files.length).toBeGreaterThan(0);
  expect(files.filter((file) => !text.includes(`\`${file}\``))).toEqual([]);
  expect(text.split('\n').length).toBeLessThanOrEqual(26);
});
