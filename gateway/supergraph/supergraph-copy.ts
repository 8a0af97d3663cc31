/** The last supergraph that served, with its signature, in a file for its owner alone: a gateway starts from it when the registry is gone. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { privateFile, privateFolder } from '../../base/private-files.ts';
import type { SignedSupergraph } from './registry-client.ts';

/** The copy of one variant, in a folder that is for one registry. */
export class SupergraphCopy {
  readonly #folder: string;
  readonly #name: string;

  constructor(folder: string, variant = '') {
    this.#folder = folder;
    this.#name = `supergraph${variant === '' ? '' : `-${encodeURIComponent(variant)}`}.graphql`;
  }

  /** @returns the copy; undefined where there is none or it is cut off: whether it is whole its signature says */
  read(): SignedSupergraph | undefined {
    try {
      const [signature = '', ...lines] = readFileSync(join(this.#folder, this.#name), 'utf8').split('\n');
      if (!signature.startsWith(MARK) || lines.length === 0) return undefined;
      return { signature: signature.slice(MARK.length), sdl: lines.join('\n') };
    } catch {
      return undefined;
    }
  }

  /** Replaces the copy at once, so that no other program reads half of it. @throws Error where the folder cannot be written */
  write({ sdl, signature }: SignedSupergraph): void {
    this.#replace(this.#name, `${MARK}${signature}\n${sdl}`);
  }

  /** @returns the public key of the registry as it was the first time */
  readKey(): string | undefined {
    try {
      return readFileSync(join(this.#folder, KEY), 'utf8').trim() || undefined;
    } catch {
      return undefined;
    }
  }

  /** @throws Error where the folder cannot be written */
  writeKey(key: string): void {
    this.#replace(KEY, `${key}\n`);
  }

  #replace(name: string, text: string): void {
    privateFolder(this.#folder);
    const path = join(this.#folder, name);
    // Of several gateways on one folder each writes a file of its own first.
    const next = `${path}.${process.pid}`;
    privateFile(next);
    writeFileSync(next, text);
    renameSync(next, path);
  }
}

const KEY = 'registry.key';

/** A comment of GraphQL, so that the file can be read as a supergraph. */
const MARK = '# signature: ';
