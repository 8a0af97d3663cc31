/** No file imports itself by way of others, types included: lint looks at what is imported at run time only. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const IMPORTED = /^(?:import|export|\}).*? from '(\.[^']+)';$/gm;

const imports = new Map(
  globSync('{*,{base,bench,cli,gateway,schema,store,subgraphs}/**/*}.ts', { cwd: root }).map((file) => [
    file,
    [...readFileSync(join(root, file), 'utf8').matchAll(IMPORTED)].map(([, path]) => join(dirname(file), path!)),
  ]),
);

/** @returns the files of a way from a file back to itself, or nothing */
function cycleFrom(file: string, path: readonly string[], done: Set<string>): readonly string[] | undefined {
  if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
  if (done.has(file)) return undefined;
  for (const imported of imports.get(file) ?? []) {
    const cycle = cycleFrom(imported, [...path, file], done);
    if (cycle) return cycle;
  }
  done.add(file);
  return undefined;
}

it('no file imports itself by way of others', () => {
  expect([...imports.values()].flat().length).toBeGreaterThan(1_500);
  const done = new Set<string>();
  for (const file of imports.keys()) expect(cycleFrom(file, [], done)).toBeUndefined();
});
