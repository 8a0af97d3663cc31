/** CONTRIBUTING.md: a name stands for one thing. */
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const EXPORTED = /^export (?:async )?(?:abstract )?(?:function\*?|class|const|let|interface|type) (\w+)/gm;

/** Names that several files export, and why they may. */
const SHARED: Readonly<Record<string, string>> = {
  run: 'each measurement of bench/ is a program with one entry',
};

it('no exported name is exported by two files', () => {
  const files = globSync('{base,bench,cli,gateway,schema,store,subgraphs}/**/*.ts', { cwd: root }).filter(
    // Made from the SDL, one for each agency.
    // Kits and what a dashboard starts from are programs of their own.
    (file) => !/resolver-types\.ts$|^schema\/registry\/kits\/typescript\/|^cli\/client\/template\//.test(file),
  );
  const owners = new Map<string, string[]>();
  for (const file of files)
    for (const name of new Set(
      [...readFileSync(`${root}/${file}`, 'utf8').matchAll(EXPORTED)].map(([, name]) => name!),
    ))
      owners.set(name, [...(owners.get(name) ?? []), file]);
  expect(files.length).toBeGreaterThan(300);
  expect([...owners].filter(([name, files]) => files.length > 1 && !(name in SHARED))).toEqual([]);
});
