import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDataFolder, privateFile, privateFolder } from '../../base/private-files.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'private-'));
});
afterEach(() => {
  chmodSync(root, 0o700);
  rmSync(root, { recursive: true });
});
const rights = (path: string): string => (statSync(join(root, path)).mode & 0o777).toString(8);

it.each(['0', '022', '077', '0777'])("a file and a folder are their owner's alone under umask %s", (umask) => {
  const made = spawnSync(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    '--input-type=module-typescript',
    '-e',
    `
    import { privateFile, privateFolder } from ${JSON.stringify(join(process.cwd(), 'base/private-files.ts'))};
    process.umask(0o${umask});
    privateFolder(${JSON.stringify(join(root, 'data'))});
    privateFile(${JSON.stringify(join(root, 'data/file'))});`,
  ]);
  expect(made.stderr.toString()).toBe('');
  expect([rights('data'), rights('data/file')]).toEqual(['700', '600']);
});

describe('a folder of data', () => {
  it('becomes private with everything in it, whoever put it there; nothing outside is changed', () => {
    writeFileSync(join(root, 'elsewhere'), 'x', { mode: 0o644 });
    mkdirSync(join(root, 'data/keys/old'), { recursive: true, mode: 0o755 });
    for (const path of ['store.db', 'store.db-wal', 'store.db-shm', 'keys/audit-anchor', 'keys/old/key', 'a-backup'])
      writeFileSync(join(root, 'data', path), 'kept', { mode: 0o666 });
    symlinkSync(join(root, 'elsewhere'), join(root, 'data/link'));
    chmodSync(join(root, 'data'), 0o777);
    openDataFolder(join(root, 'data'));
    for (const path of ['data', 'data/keys', 'data/keys/old']) expect(rights(path), path).toBe('700');
    for (const path of ['store.db', 'store.db-wal', 'store.db-shm', 'keys/audit-anchor', 'keys/old/key', 'a-backup'])
      expect(rights(`data/${path}`), path).toBe('600');
    expect(rights('elsewhere')).toBe('644');
    expect(readFileSync(join(root, 'data/store.db'), 'utf8')).toBe('kept');
  });

  it('is tightened where it really is, when a link to it is named', () => {
    mkdirSync(join(root, 'disk/keys'), { recursive: true });
    for (const path of ['disk', 'disk/keys']) chmodSync(join(root, path), 0o755);
    writeFileSync(join(root, 'disk/store.db'), 'kept', { mode: 0o644 });
    symlinkSync(join(root, 'disk'), join(root, 'data'));
    openDataFolder(join(root, 'data'));
    for (const path of ['disk', 'disk/keys']) expect(rights(path), path).toBe('700');
    expect(rights('disk/store.db')).toBe('600');
  });

  it('holds a file that is named by a link to it for its owner alone too', () => {
    writeFileSync(join(root, 'secret'), 'kept', { mode: 0o644 });
    symlinkSync(join(root, 'secret'), join(root, 'link'));
    privateFile(join(root, 'link'));
    expect(rights('secret')).toBe('600');
  });

  it('may be new, empty, or a fresh disk', () => {
    mkdirSync(join(root, 'disk/lost+found'), { recursive: true });
    for (const path of ['new/one', 'disk']) {
      openDataFolder(join(root, path));
      expect(rights(path)).toBe('700');
    }
  });

  it('is refused with its permissions unchanged where it holds other things, or is a file', () => {
    mkdirSync(join(root, 'home/photos'), { recursive: true });
    chmodSync(join(root, 'home'), 0o755);
    expect(() => openDataFolder(join(root, 'home'))).toThrow(
      expect.objectContaining({
        code: 'DATA_FOLDER',
        message: expect.stringMatching(/home holds other things, such as photos/) as string,
      }) as Error,
    );
    expect(rights('home')).toBe('755');
    privateFile(join(root, 'file'));
    expect(() => openDataFolder(join(root, 'file'))).toThrow(expect.objectContaining({ code: 'DATA_FOLDER' }) as Error);
    expect(() => privateFolder(join(root, 'file/below'))).toThrow(
      expect.objectContaining({ code: 'DATA_FOLDER' }) as Error,
    );
  });

  it.skipIf(process.getuid?.() !== 0)(
    'of another user is named, not used (skipped where files cannot be given away)',
    () => {
      mkdirSync(join(root, 'data'));
      chmodSync(root, 0o755);
      chmodSync(join(root, 'data'), 0o755);
      const opened = spawnSync(process.execPath, [
        '--disable-warning=ExperimentalWarning',
        '--input-type=module-typescript',
        '-e',
        `
      process.setegid(65534); process.seteuid(65534);
      const { openDataFolder } = await import(${JSON.stringify(join(process.cwd(), 'base/private-files.ts'))});
      try { openDataFolder(${JSON.stringify(join(root, 'data'))}); } catch (thrown) { console.log(thrown.code, thrown.message); }`,
      ]);
      expect(opened.stdout.toString() + opened.stderr.toString()).toMatch(
        /^NOT_PRIVATE .*data, expected permissions 700, got 755 and EPERM/,
      );
    },
  );
});
