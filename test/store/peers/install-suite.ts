/** Installs what a suite needs, by its lock file, once: the folder's name has the lock's hash. */
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** No script of a package runs. @returns the folder that has the node_modules @throws where npm fails */
export function installSuite(pins: string, cache: string): string {
  const lock = readFileSync(join(pins, 'package-lock.json'));
  const home = join(cache, createHash('sha256').update(lock).digest('hex').slice(0, 16));
  const done = join(home, 'installed');
  if (existsSync(done)) return home;
  mkdirSync(home, { recursive: true });
  for (const name of ['package.json', 'package-lock.json']) cpSync(join(pins, name), join(home, name));
  const flags = ['--ignore-scripts', '--legacy-peer-deps', '--omit=optional', '--no-audit', '--no-fund'];
  const { status } = spawnSync('npm', ['ci', ...flags, '--loglevel=error'], {
    cwd: home,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error(`npm ci ended with ${status} in ${home}`);
  writeFileSync(done, '');
  return home;
}
