import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const ignored = (path: string): boolean => {
  try {
    return (
      execFileSync('git', ['check-ignore', '--no-index', path], { encoding: 'utf8', stdio: 'pipe' }).trim() === path
    );
  } catch {
    return false;
  }
};

it('git takes neither the secrets of .env nor the data of a start, but the example', () => {
  for (const path of ['.env', '.env.local', '.env.production', '.data/store.db', '.data/keys/audit-key'])
    expect(ignored(path), path).toBe(true);
  expect(ignored('.env.example')).toBe(false);
});

it('Docker does not either', () => {
  const lines = readFileSync('.dockerignore', 'utf8').split('\n');
  expect(lines).toEqual(expect.arrayContaining(['.env', '.env.*', '.data']));
  expect(lines.indexOf('!.env.example')).toBeGreaterThan(lines.indexOf('.env.*'));
});
