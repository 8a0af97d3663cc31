/**
 * A supergraph in a file, which may change in every way files do. It may be written in place or in pieces, or replaced by a rename
 * (editors, `mv`). It may stand behind a symbolic link that moves (a mounted ConfigMap), or on a file system that reports no changes.
 */
import { createHash } from 'node:crypto';
import { watch, type FSWatcher } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { reasonOf } from '../../base/errors.ts';
import { supergraphFault } from './errors.ts';
import type { OfferSupergraph, SupergraphSource } from './supergraph-source.ts';

/** How long a file must stay unchanged before it counts as written, ms. A composer writes a supergraph in 1 or 2 ms. */
const SETTLE = 60;
/** A file that never stays unchanged for `SETTLE` is used as it is after this many readings. */
const MOST_READINGS = 50;

/**
 * Reads a file and watches it. Only a supergraph whose text differs from the last one is offered.
 * @param poll how often the file is checked where the file system reports no changes, ms
 */
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
  /** The hash of the supergraph that was offered last. */
  #offered: string;
  /** Inode, size and time of the file at the last poll. */
  #stat = '';
  #reading: Promise<void> | undefined;
  /** Whether the file may have changed while it was being read. */
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
    await this.#reading;
  }

  /** Watches the folder, not the file: a watched file that is replaced by a rename is watched no more. */
  #watchFolder(): FSWatcher | undefined {
    try {
      const watcher = watch(dirname(this.#file), { persistent: false }, (_event, name) => {
        if (name === null || name === basename(this.#file)) this.#changed();
      });
      // Too many watchers, or a folder that is gone: polling continues.
      watcher.on('error', () => watcher.close());
      return watcher;
    } catch {
      return undefined;
    }
  }

  async #poll(): Promise<void> {
    const found = await stat(this.#file).then(
      ({ ino, size, mtimeMs }) => `${ino} ${size} ${mtimeMs}`,
      () => 'missing',
    );
    if (found === this.#stat) return;
    this.#stat = found;
    this.#changed();
  }

  #changed(): void {
    this.#again = true;
    this.#reading ??= this.#readUntilUnchanged();
  }

  async #readUntilUnchanged(): Promise<void> {
    // Continue only after `#reading` is set. It is cleared in the same step that finds nothing new, so no change is lost.
    await Promise.resolve();
    while (this.#again && !this.#closed) {
      this.#again = false;
      await this.#offerIfChanged();
    }
    this.#reading = undefined;
  }

  async #offerIfChanged(): Promise<void> {
    try {
      const sdl = await this.#stableText();
      this.#missing = false;
      const hash = hashOf(sdl);
      if (hash === this.#offered || this.#closed) return;
      this.#offered = hash;
      this.#offer(sdl);
    } catch (thrown) {
      this.#reportOnce(thrown as Error);
    }
  }

  /** The file's text once it reads the same twice, a moment apart. */
  async #stableText(): Promise<string> {
    let before = await read(this.#file);
    for (let count = 0; count < MOST_READINGS && !this.#closed; count++) {
      await wait(SETTLE);
      const now = await read(this.#file);
      if (now === before) break;
      before = now;
    }
    return before;
  }

  /** A missing file is reported once, not at every poll. */
  #reportOnce(problem: Error): void {
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
