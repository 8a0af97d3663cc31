/**
 * A supergraph in a file that may change in every way files do: written in place, in pieces, replaced by a rename (editors,
 * `mv`), behind a symbolic link that is moved (a mounted ConfigMap), on a file system that tells of nothing.
 */
import { createHash } from 'node:crypto';
import { watch, type FSWatcher } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { reasonOf } from '../../base/errors.ts';
import { supergraphFault } from './errors.ts';
import type { OfferSupergraph, SupergraphSource } from './supergraph-source.ts';

/** How long a file must stay as it is before it counts as written, ms: a composer writes a supergraph in one or two. */
const SETTLE = 60;
/** A file that never stays as it is for `SETTLE` is taken as it is after this many looks. */
const LOOKS = 50;

/** @param poll how often the file is looked at where nothing tells of a change, ms */
export function supergraphFile(path: string, poll = 2_000): SupergraphSource {
  const file = resolve(path);
  return {
    name: `file ${path}`,
    open: async (offer, report) => {
      const sdl = await read(file);
      const watcher = new FileWatcher(file, poll, hashOf(sdl), offer, report);
      return { sdl, close: () => watcher.close() };
    },
  };
}

class FileWatcher {
  readonly #file: string;
  readonly #offer: OfferSupergraph;
  readonly #report: (problem: Error) => void;
  readonly #timer: NodeJS.Timeout;
  #watcher: FSWatcher | undefined;
  /** The hash of what was offered last. */
  #offered: string;
  /** What the file looked like at the last poll. */
  #looks = '';
  #looking: Promise<void> | undefined;
  /** Something happened while the file was being looked at. */
  #again = false;
  #missing = false;
  #closed = false;

  constructor(file: string, poll: number, offered: string, offer: OfferSupergraph, report: (problem: Error) => void) {
    this.#file = file;
    this.#offered = offered;
    this.#offer = offer;
    this.#report = report;
    this.#watcher = this.#watchFolder();
    this.#timer = setInterval(() => void this.#poll(), poll);
    this.#timer.unref();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    this.#watcher?.close();
    await this.#looking;
  }

  /** The folder, not the file: a watched file that is replaced by a rename is watched no more. */
  #watchFolder(): FSWatcher | undefined {
    try {
      const watcher = watch(dirname(this.#file), { persistent: false }, (_event, name) => {
        if (name === null || name === basename(this.#file)) this.#look();
      });
      // Too many watches, a folder that is gone: polling goes on.
      watcher.on('error', () => watcher.close());
      return watcher;
    } catch {
      return undefined;
    }
  }

  async #poll(): Promise<void> {
    const looks = await stat(this.#file).then(
      ({ ino, size, mtimeMs }) => `${ino} ${size} ${mtimeMs}`,
      () => 'missing',
    );
    if (looks === this.#looks) return;
    this.#looks = looks;
    this.#look();
  }

  #look(): void {
    this.#again = true;
    this.#looking ??= this.#lookUntilQuiet();
  }

  async #lookUntilQuiet(): Promise<void> {
    // Not before `#looking` is set: it is cleared in the step that finds nothing new, so that no change falls between.
    await undefined;
    while (this.#again && !this.#closed) {
      this.#again = false;
      try {
        const sdl = await this.#settled();
        this.#missing = false;
        const hash = hashOf(sdl);
        if (hash === this.#offered || this.#closed) continue;
        this.#offered = hash;
        this.#offer(sdl);
      } catch (thrown) {
        this.#sayOnce(thrown as Error);
      }
    }
    this.#looking = undefined;
  }

  /** The file's text once it reads the same twice, a moment apart. */
  async #settled(): Promise<string> {
    let before = await read(this.#file);
    for (let look = 0; look < LOOKS && !this.#closed; look++) {
      await wait(SETTLE);
      const now = await read(this.#file);
      if (now === before) break;
      before = now;
    }
    return before;
  }

  /** A file that has gone is told of once, not at every look. */
  #sayOnce(problem: Error): void {
    if (!this.#missing && !this.#closed) this.#report(problem);
    this.#missing = true;
  }
}

/** @throws CodedError SUPERGRAPH_UNREADABLE */
async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (thrown) {
    throw supergraphFault('SUPERGRAPH_UNREADABLE', reasonOf(thrown), { cause: thrown });
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
