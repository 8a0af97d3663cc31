import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keptSecret } from '../../base/kept-secret.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'secret-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('makes a secret once and gives the same after every start', () => {
  const path = join(folder, 'keys', 'rounding');
  const secret = keptSecret(path);
  expect(secret).toMatch(/^[0-9a-f]{64}$/);
  expect(keptSecret(path)).toBe(secret);
  expect(keptSecret(join(folder, 'keys', 'other'))).not.toBe(secret);
});

it('lets nobody else read it', () => {
  const path = join(folder, 'keys', 'rounding');
  keptSecret(path);
  expect(statSync(path).mode & 0o077).toBe(0);
});
