import { mkdtemp, rename, rm, symlink, unlink, writeFile, appendFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { supergraphFile } from '../../../gateway/supergraph/supergraph-file.ts';

let folder: string;
let file: string;
const closers: (() => Promise<void>)[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'supergraph-'));
  file = join(folder, 'supergraph.graphql');
  await writeFile(file, 'first');
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  await rm(folder, { recursive: true });
});

async function watched(path = file, poll = 100) {
  const offered: string[] = [];
  const problems: Error[] = [];
  const opened = await supergraphFile(path, poll).open(
    (sdl) => offered.push(sdl),
    (problem) => problems.push(problem),
  );
  closers.push(opened.close);
  return { offered, problems, sdl: opened.sdl };
}
const eventually = (offered: string[], expected: string[]) =>
  vi.waitFor(() => expect(offered).toEqual(expected), { timeout: 5_000, interval: 20 });

describe('a supergraph in a file', () => {
  it('is read once, and offered when it changes', async () => {
    const { sdl, offered } = await watched();
    expect(sdl).toBe('first');
    await writeFile(file, 'second');
    await eventually(offered, ['second']);
  });

  it('is offered when it is replaced by a rename, again and again', async () => {
    const { offered } = await watched();
    for (const text of ['second', 'third']) {
      await writeFile(join(folder, 'new'), text);
      await rename(join(folder, 'new'), file);
      await vi.waitFor(() => expect(offered.at(-1)).toBe(text), { timeout: 5_000 });
    }
  });

  it('is offered whole when it is written in pieces', async () => {
    const { offered } = await watched();
    await writeFile(file, 'a');
    for (const piece of 'bcdefgh') {
      await wait(15);
      await appendFile(file, piece);
    }
    await eventually(offered, ['abcdefgh']);
  });

  it('is not offered when the same text is written again', async () => {
    const { offered } = await watched();
    await writeFile(file, 'first');
    await wait(300);
    await writeFile(file, 'second');
    await eventually(offered, ['second']);
  });

  it('is found again behind a link that was moved, which the file system does not report', async () => {
    for (const version of ['one', 'two']) {
      await mkdir(join(folder, version));
      await writeFile(join(folder, version, 'supergraph.graphql'), version);
    }
    await symlink(join(folder, 'one'), join(folder, 'data'));
    const link = join(folder, 'mounted');
    await mkdir(link);
    await symlink(join(folder, 'data', 'supergraph.graphql'), join(link, 'supergraph.graphql'));
    const { sdl, offered } = await watched(join(link, 'supergraph.graphql'));
    expect(sdl).toBe('one');
    await symlink(join(folder, 'two'), join(folder, 'next'));
    await rename(join(folder, 'next'), join(folder, 'data'));
    await eventually(offered, ['two']);
  });

  it('may be missing for a while: that is reported once', async () => {
    const { offered, problems } = await watched();
    await unlink(file);
    await vi.waitFor(() => expect(problems).toHaveLength(1), { timeout: 5_000 });
    await wait(300);
    expect(problems).toMatchObject([{ code: 'SUPERGRAPH_UNREADABLE' }]);
    await writeFile(file, 'back');
    await eventually(offered, ['back']);
  });

  it('is refused at the start when it does not exist', async () => {
    await expect(watched(join(folder, 'nowhere'))).rejects.toMatchObject({
      code: 'SUPERGRAPH_UNREADABLE',
      message: expect.stringContaining('ENOENT') as string,
    });
  });

  it('offers and reports nothing once it is closed', async () => {
    const { offered } = await watched();
    await closers.pop()!();
    await writeFile(file, 'second');
    await wait(300);
    expect(offered).toEqual([]);
  });
});
