import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { persistedSecret } from '../../base/persisted-secret.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'secret-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('makes a secret once and gives the same after every start', () => {
  const path = join(folder, 'keys', 'rounding');
  const secret = persistedSecret(path);
  expect(secret).toMatch(/^[0-9a-f]{64}$/);
  expect(persistedSecret(path)).toBe(secret);
  expect(persistedSecret(join(folder, 'keys', 'other'))).not.toBe(secret);
});

it('lets no other user read it', () => {
  const path = join(folder, 'keys', 'rounding');
  persistedSecret(path);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'keys')).mode & 0o777).toBe(0o700);
});

it('makes a secret private that other users could read before', () => {
  const path = join(folder, 'keys', 'rounding');
  const secret = persistedSecret(path);
  chmodSync(path, 0o644);
  chmodSync(join(folder, 'keys'), 0o755);
  expect(persistedSecret(path)).toBe(secret);
  expect([statSync(path).mode & 0o777, statSync(join(folder, 'keys')).mode & 0o777]).toEqual([0o600, 0o700]);
});
