/** NOTICE names every package that is installed to run this and is not under a plain permissive licence, and no other. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Locked {
  version: string;
  license?: string;
  dev?: boolean;
}

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Locked> };
const notice = readFileSync('NOTICE', 'utf8');
const PERMISSIVE = new Set([
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'Python-2.0',
  'Unlicense',
  '(MIT AND BSD-3-Clause)',
]);

const runtime = Object.entries(lock.packages)
  .filter(([path, { dev }]) => path !== '' && dev !== true)
  .map(([path, { license }]) => ({
    path,
    name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
    license,
  }));
const named = [...notice.matchAll(/^ {2}(\S+)$/gm)].map((match) => match[1]!);

/** What the installed package itself says, which the lock file repeats. */
function saidBy(path: string): string | undefined {
  const file = `${path}/package.json`;
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { license?: string }).license : undefined;
}

describe('NOTICE', () => {
  it('names every runtime package whose licence is not a plain permissive one, and no other', () => {
    const others = runtime
      .filter(({ license }) => license === undefined || !PERMISSIVE.has(license))
      .map(({ name }) => name);
    expect([...new Set(others)].sort()).toEqual([...named].sort());
    expect(runtime.length).toBeGreaterThan(100);
  });

  it('says of each under which licence it is', () => {
    const elastic = runtime.filter(({ license }) => license === 'Elastic-2.0').map(({ name }) => name);
    expect(elastic).toHaveLength(5);
    const section = notice.slice(notice.indexOf('Elastic License 2.0'), notice.indexOf('Named without'));
    for (const name of elastic) expect(section).toContain(`\n  ${name}\n`);
  });

  it('stands on what the installed packages say themselves', () => {
    const installed = runtime.filter(({ path }) => saidBy(path) !== undefined);
    expect(installed.length).toBeGreaterThan(100);
    for (const { path, license } of installed) expect(saidBy(path), path).toBe(license);
  });

  it('is what the README leads to, with what it means for who offers a service', () => {
    const readme = readFileSync('README.md', 'utf8');
    expect(readme).toContain('](NOTICE)');
    expect(readme).toMatch(/Elastic License 2\.0/);
    expect(readme).toMatch(/managed service/);
  });
});
