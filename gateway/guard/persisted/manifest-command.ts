/** `npm run manifest -- [folder or file …]`: writes the manifest from schema/operations/ and the documents of clients. */
import { globSync } from 'node:fs';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { reasonOf } from '../../../base/errors.ts';
import { ignoreClosedPipe } from '../../../base/ignore-closed-pipe.ts';
import { privateFile } from '../../../base/private-files.ts';
import { readSettings } from '../../../base/settings.ts';
import { persistedFault } from './errors.ts';
import { buildManifest } from './manifest.ts';
import { persistedSettings } from './settings.ts';

type Write = (line: string) => void;

const DEFAULT_FOLDER = 'schema/operations';

/**
 * Runs one command line. A request for help writes it and changes nothing.
 * @param argv arguments after the program's name
 * @param write receives each line of output
 * @param env its MANIFEST is where a gateway with the same environment reads the manifest
 * @throws CodedError BAD_MANIFEST, and the manifest stays as it was
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
    .argument('[paths...]', `folders or files; by default ${DEFAULT_FOLDER}`)
    .option('--out <path>', 'where it is written; by default the path in MANIFEST', manifest)
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
  // By default it lies in the data folder, which only its owner may enter.
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
  ignoreClosedPipe();
  try {
    // eslint-disable-next-line no-restricted-properties -- a program reads its environment
    await manifestCommand(process.argv.slice(2), (line) => void process.stdout.write(`${line}\n`), process.env);
  } catch (thrown) {
    process.stderr.write(`${reasonOf(thrown)}\n`);
    process.exitCode = 1;
  }
}
