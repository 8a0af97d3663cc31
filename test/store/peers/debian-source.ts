/** Source packages of Debian: the suites of drivers that npm packages do without. */
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Place } from './suite.ts';

export interface DebianSource {
  readonly package: string;
  readonly version: string;
  readonly file: string;
  readonly sha256: string;
}

const LISTS = ['sources.list', 'sources.list.d/debian.sources'];

/** Fetches as the machine does its packages, with lists of its own: nothing of the machine's apt is changed. */
function fetchSource(source: DebianSource, cache: string): void {
  const apt = join(cache, 'apt');
  for (const folder of ['sources', 'lists/partial', 'archives/partial'])
    mkdirSync(join(apt, folder), { recursive: true });
  for (const list of LISTS.filter((name) => existsSync(join('/etc/apt', name)))) {
    const text = readFileSync(join('/etc/apt', list), 'utf8').replaceAll(/^Types:.*$/gm, 'Types: deb-src');
    const name = list.endsWith('.sources') ? 'debian.sources' : 'debian.list';
    writeFileSync(join(apt, 'sources', name), text.replaceAll(/^deb /gm, 'deb-src '));
  }
  const options = [
    ['Dir::Etc::sourcelist', '/dev/null'],
    ['Dir::Etc::sourceparts', join(apt, 'sources')],
    ['Dir::State::lists', join(apt, 'lists')],
    ['Dir::Cache', apt],
  ].flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  // Neither exit code judges: of the parts of a source one is needed, and its hash says whether it came.
  spawnSync('apt-get', [...options, 'update'], { stdio: 'ignore' });
  const wanted = `${source.package}=${source.version}`;
  spawnSync('apt-get', [...options, 'source', '--download-only', wanted], { cwd: cache, stdio: 'ignore' });
}

/** Unpacks a source into the folder of the suite. @throws where it cannot be had, or is another than the one that was listed */
export const unpackDebianSource =
  (source: DebianSource) =>
  ({ folder, cache }: Place): void => {
    const path = join(cache, source.file);
    if (!existsSync(path)) fetchSource(source, cache);
    if (!existsSync(path))
      throw new Error(`${source.package} ${source.version} cannot be had: it needs apt-get and Debian's sources`);
    const hash = createHash('sha256').update(readFileSync(path)).digest('hex');
    if (hash !== source.sha256) throw new Error(`${path}: expected sha256 ${source.sha256}, got ${hash}`);
    const { status } = spawnSync('tar', ['-xzf', path, '-C', folder, '--strip-components=1'], { stdio: 'inherit' });
    if (status !== 0) throw new Error(`tar ended with ${status} on ${path}`);
  };
