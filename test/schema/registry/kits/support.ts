/** A kit written for one test file, in a folder that goes with it. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeSubgraphs, type Composed } from '../../../../schema/composition/compose-subgraphs.ts';
import { ownServices } from '../../../../schema/compose.ts';
import { writeKit } from '../../../../schema/registry/kits/write-kit.ts';

export interface WrittenKit {
  readonly folder: string;
  readonly files: readonly string[];
  read(file: string): string;
  remove(): void;
}

export function writtenKit(language: string, name = 'health', owner = 'DINKES'): WrittenKit {
  const parent = mkdtempSync(join(tmpdir(), 'kit-'));
  const folder = join(parent, name);
  const files = writeKit({ name, owner, language, folder });
  return {
    folder,
    files,
    read: (file) => readFileSync(join(folder, file), 'utf8'),
    remove: () => rmSync(parent, { recursive: true, force: true }),
  };
}

/** @returns what our five subgraphs and the kit compose to, under all checks */
export function composedWithOurs(kit: WrittenKit, files: readonly string[]): Composed {
  const sdl = files.map((file) => kit.read(file)).join('\n');
  return composeSubgraphs([...ownServices(), { name: 'health', url: 'http://127.0.0.1:4010/graphql', sdl }]);
}
