/**
 * A supergraph in a file, which may change in every way files do. It may be written in place or in pieces, or replaced by a rename
 * (editors, `mv`). It may stand behind a symbolic link that moves (a mounted ConfigMap), or on a file system that reports no changes.
 */
import { watch, type FSWatcher } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isVariantOf, variantFile } from '../../base/contract-variant.ts';
import { reasonOf } from '../../base/errors.ts';
import { supergraphFault } from './errors.ts';
import { supergraphId } from './supergraph-id.ts';
import type { OfferSupergraph, SupergraphSource, SupergraphTexts } from './supergraph-source.ts';

/** How long a file must stay unchanged before it counts as written, ms. A composer writes a supergraph in 1 or 2 ms. */
const SETTLE = 60;
/** A file that never stays unchanged for `SETTLE` is used as it is after this many readings. */
const MOST_READINGS = 50;

/**
 * Reads a file and watches it. Only a supergraph whose text differs from the last one is offered. Of several files none is offered before all
 * are of one composition.
 * @param poll how often the file is checked where the file system reports no changes, ms
 * @param contracts names of the contracts whose variants are in files beside it, with their names before its ending
 */
export function supergraphFile(path: string, poll = 2_000, contracts: readonly string[] = []): SupergraphSource {
  const files = new SupergraphFiles(resolve(path), contracts);
  return {
    name: `file ${path}`,
    open: async (offer, report) => {
      const read = async (): Promise<Texts> => {
        const texts = await files.read();
        requireOne(texts);
        return texts;
      };
      const texts = await read();
      const watcher = new FileWatcher(files, poll, hashOf(texts), offer, report);
      return { ...texts, read, failingSince: () => watcher.failingSince, close: () => watcher.close() };
    },
  };
}

/** What the files say together. */
type Texts = Required<SupergraphTexts>;

/** The file of a supergraph, and those of its variants. */
class SupergraphFiles {
  readonly #file: string;
  readonly #contracts: readonly { readonly name: string; readonly file: string }[];

  constructor(file: string, contracts: readonly string[]) {
    this.#file = file;
    this.#contracts = contracts.map((name) => ({ name, file: variantFile(file, name) }));
  }

  get folder(): string {
    return dirname(this.#file);
  }

  has(name: string): boolean {
    return this.#all().some((file) => basename(file) === name);
  }

  /** @throws CodedError SUPERGRAPH_UNREADABLE */
  async read(): Promise<Texts> {
    const contracts = this.#contracts.map(async ({ name, file }) => ({ name, sdl: await read(file) }));
    return { sdl: await read(this.#file), contracts: await Promise.all(contracts) };
  }

  /** @returns inode, size and time of each */
  async stat(): Promise<string> {
    const stats = this.#all().map((file) =>
      stat(file).then(
        ({ ino, size, mtimeMs }) => `${ino} ${size} ${mtimeMs}`,
        () => 'missing',
      ),
    );
    return (await Promise.all(stats)).join();
  }

  #all(): readonly string[] {
    return [this.#file, ...this.#contracts.map(({ file }) => file)];
  }
}

/** @throws CodedError SUPERGRAPH_CONTRACT where a variant is of another supergraph */
function requireOne({ sdl, contracts }: Texts): void {
  const id = supergraphId(sdl);
  for (const contract of contracts)
    if (!isVariantOf(contract, id)) throw supergraphFault('SUPERGRAPH_CONTRACT', contract.name);
}

class FileWatcher {
  readonly #files: SupergraphFiles;
  readonly #offer: OfferSupergraph;
  readonly #report: (problem: Error) => void;
  readonly #timer: NodeJS.Timeout;
  #watcher: FSWatcher | undefined;
  /** The hash of what was offered last. */
  #offered: string;
  /** Inode, size and time of each file at the last poll. */
  #stat = '';
  #reading: Promise<void> | undefined;
  /** Whether the file may have changed while it was being read. */
  #again = false;
  /** ms since 1970. */
  failingSince: number | undefined;
  #closed = false;

  constructor(
    files: SupergraphFiles,
    poll: number,
    offered: string,
    offer: OfferSupergraph,
    report: (problem: Error) => void,
  ) {
    this.#files = files;
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
      const watcher = watch(this.#files.folder, { persistent: false }, (_event, name) => {
        if (name === null || this.#files.has(name)) this.#changed();
      });
      // Too many watchers, or a folder that is gone: polling continues.
      watcher.on('error', () => watcher.close());
      return watcher;
    } catch {
      return undefined;
    }
  }

  async #poll(): Promise<void> {
    const found = await this.#files.stat();
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
      const texts = await this.#stableTexts();
      requireOne(texts);
      this.failingSince = undefined;
      const hash = hashOf(texts);
      if (hash === this.#offered || this.#closed) return;
      this.#offered = hash;
      this.#offer(texts.sdl, texts.contracts);
    } catch (thrown) {
      this.#reportOnce(thrown as Error);
    }
  }

  /** The texts once they read the same twice, a moment apart. */
  async #stableTexts(): Promise<Texts> {
    let before = await this.#files.read();
    for (let count = 0; count < MOST_READINGS && !this.#closed; count++) {
      await wait(SETTLE);
      const now = await this.#files.read();
      if (hashOf(now) === hashOf(before)) break;
      before = now;
    }
    return before;
  }

  /** A missing file, or one of another composition, is reported once, not at every poll. */
  #reportOnce(problem: Error): void {
    if (this.failingSince === undefined && !this.#closed) this.#report(problem);
    this.failingSince ??= Date.now();
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

function hashOf({ sdl, contracts }: Texts): string {
  return supergraphId(JSON.stringify([sdl, contracts]));
}
