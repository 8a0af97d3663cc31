/** The store could be a package of its own: its README states what a copy of the folder needs in addition, and it needs no more. */
import { readFileSync, readdirSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const ROOM = resolve('store');
const BASE = resolve('base');
const README = readFileSync(join(ROOM, 'README.md'), 'utf8');

const files = readdirSync(ROOM, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => join(ROOM, name));

/** What a file imports: statically, by `import()`, by `require()` or as the file of a thread. */
function importsOf(file: string): string[] {
  const source = readFileSync(file, 'utf8');
  const found = source.matchAll(/(?:\bfrom |\bimport\(|\bimport |\brequire\(|new URL\()'([^']+)'/g);
  return [...found].map(([, name]) => name!);
}

/** Files that are imported from a folder, with those that they import there in turn. */
function reached(folder: string, from: readonly string[]): string[] {
  const seen = new Set<string>();
  const visit = (file: string): void => {
    for (const name of importsOf(file).filter((one) => one.startsWith('.'))) {
      const target = resolve(file, '..', name);
      if (!target.startsWith(folder) || seen.has(target)) continue;
      seen.add(target);
      visit(target);
    }
  };
  from.forEach(visit);
  return [...seen].map((file) => relative('.', file)).sort();
}

/** The names in backticks of the README's line that begins with these words. */
function stated(words: string): string[] {
  const line = README.split('\n').find((one) => one.startsWith(words));
  return [...(line ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name!).sort();
}

test('it imports the files of base that its README states', () => {
  const direct = files.flatMap((file) =>
    importsOf(file)
      .filter((name) => name.startsWith('.'))
      .map((name) => resolve(file, '..', name))
      .filter((target) => target.startsWith(BASE))
      .map((target) => relative('.', target)),
  );
  expect([...new Set(direct)].sort()).toEqual(stated('Of this tree'));
});

test('those files import no others of base than the README states', () => {
  const brought = reached(BASE, files);
  const own = stated('Of this tree');
  expect(brought.filter((name) => !own.includes(name))).toEqual(stated('These import'));
});

test('it imports nothing else of the tree', () => {
  const outside = files.flatMap((file) =>
    importsOf(file)
      .filter((name) => name.startsWith('.'))
      .map((name) => resolve(file, '..', name))
      .filter((target) => !target.startsWith(ROOM) && !target.startsWith(BASE)),
  );
  expect(outside).toEqual([]);
});

test('it imports the packages that its README states, and Node itself', () => {
  const packages = files.flatMap((file) => importsOf(file).filter((name) => !name.startsWith('.')));
  const names = packages
    .filter((name) => !name.startsWith('node:') && !builtinModules.includes(name))
    .map((name) => name.split('/')[0]!);
  expect([...new Set(names)].sort()).toEqual(stated('Of npm'));
});
