/** `npm run manifest -- [folder or file …]`: writes the manifest from schema/operations/ and the documents of clients. */
import { globSync } from 'node:fs';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { reasonOf } from '../../../base/errors.ts';
import { privateFile } from '../../../base/private-files.ts';
import { readSettings } from '../../../base/settings.ts';
import { persistedFault } from './errors.ts';
import { buildManifest } from './manifest.ts';
import { persistedSettings } from './settings.ts';

type Write = (line: string) => void;

const DEFAULT_FOLDER = 'schema/operations';

/**
 * @param env its MANIFEST is where a gateway with the same environment reads it
 * @throws CodedError BAD_MANIFEST, and nothing is written then
 */
export async function manifestCommand(
  argv: readonly string[],
  write: Write,
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<void> {
  const { manifest } = readSettings('manifest', { manifest: persistedSettings.manifest }, [], env)!;
  const program = new Command('manifest')
    .exitOverride()
    .configureOutput({ writeOut: (text) => write(text.trimEnd()), writeErr: () => {} });
  program
    .description('writes the manifest of persisted operations from .graphql and .gql documents')
    .argument('[paths...]', `folders or files; ${DEFAULT_FOLDER} without any`)
    .option('--out <path>', 'where it is written; without it where MANIFEST says', manifest)
    .action(async (paths: string[], { out }: { out: string }) =>
      build(paths.length === 0 ? [DEFAULT_FOLDER] : paths, out, write),
    );
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError && /^commander\.help/.test(thrown.code))) throw thrown;
  }
}

async function build(paths: readonly string[], out: string, write: Write): Promise<void> {
  const files = (await Promise.all(paths.map(documentsIn))).flat();
  const texts = new Map(await Promise.all(files.map(async (file) => [file, await readFile(file, 'utf8')] as const)));
  const manifest = buildManifest(texts);
  if (manifest.operations.length === 0)
    throw persistedFault('BAD_MANIFEST', `expected operations in ${paths.join(', ')}, got none`);
  // It lies in the data folder unless told, which is its owner's alone.
  await mkdir(dirname(out), { recursive: true, mode: 0o700 });
  privateFile(`${out}.new`);
  await writeFile(`${out}.new`, `${JSON.stringify(manifest, null, 2)}\n`);
  await rename(`${out}.new`, out);
  write(`${manifest.operations.length} operations from ${files.length} files in ${out}`);
}

async function documentsIn(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw persistedFault('BAD_MANIFEST', `expected a folder or a file, got ${path}`);
  return found.isDirectory()
    ? globSync('**/*.{graphql,gql}', { cwd: path })
        .sort()
        .map((file) => join(path, file))
    : [path];
}

if (import.meta.main) {
  try {
    // eslint-disable-next-line no-restricted-properties -- a program's door
    await manifestCommand(process.argv.slice(2), (line) => void process.stdout.write(`${line}\n`), process.env);
  } catch (thrown) {
    process.stderr.write(`${reasonOf(thrown)}\n`);
    process.exitCode = 1;
  }
}
