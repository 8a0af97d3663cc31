import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dataFolder, noteStart, startedFolder } from '../../base/data-folder.ts';

let folder: string;
const notes = (): string => join(folder, `sigap-graph-${userInfo().uid}`);
/** As if another process had noted its start: this one's parent runs. */
const noted = (pid: number, data: string): void => writeFileSync(join(notes(), String(pid)), data);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'data-folder-'));
  vi.stubEnv('TMPDIR', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

describe('the data folder of a command', () => {
  it('is the one that is given, then that of the start that runs, then .data', () => {
    expect(dataFolder()).toBe('.data');
    const forget = noteStart('/srv/sigap');
    expect(dataFolder()).toBe('/srv/sigap');
    expect(dataFolder('here')).toBe('here');
    forget();
    expect(dataFolder()).toBe('.data');
    expect(readdirSync(notes())).toEqual([]);
  });

  it('is asked for where several run, and is that of this folder where one of them is', () => {
    noteStart('/srv/one');
    noted(process.ppid, '/srv/two');
    expect(() => startedFolder()).toThrow(
      /SEVERAL_STARTS|--data or DATA \(path\), one of \/srv\/\w+, \/srv\/\w+, got nothing/,
    );
    noted(process.ppid, resolve('.data'));
    expect(startedFolder()).toBe(resolve('.data'));
  });

  it('is not that of a start that was killed', () => {
    noteStart('/srv/one')();
    // Larger than any process number of Linux.
    noted(2 ** 22 + 1, '/srv/killed');
    expect(startedFolder()).toBeUndefined();
  });

  it('is not what others may have written', () => {
    mkdirSync(notes(), { mode: 0o777 });
    chmodSync(notes(), 0o777);
    noted(process.ppid, '/srv/planted');
    expect(startedFolder()).toBeUndefined();
    noteStart('/srv/one');
    expect(readdirSync(notes())).toEqual([String(process.ppid)]);
  });
});
