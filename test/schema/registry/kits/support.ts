/** A kit written for one test file, in a folder that goes with it. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { composeSubgraphs, type Composed } from '../../../../schema/composition/compose-subgraphs.ts';
import { ownServices } from '../../../../schema/compose.ts';
import { runConformance, type ConformanceResult } from '../../../../schema/registry/conformance/run-conformance.ts';
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
  return composeSubgraphs([...ownServices(), { name: 'health', url: 'http://127.0.0.1:4006/graphql', sdl }]);
}

interface StartedKit {
  /** The program and its arguments; it prints `health: URL` once it answers. */
  readonly command: readonly string[];
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly claimsKey: string;
  readonly sdl: string;
}

/** @returns what conformance says of a kit that runs as a program of its own, filled with its sample */
export async function kitResults({ command, folder, env, claimsKey, sdl }: StartedKit): Promise<ConformanceResult[]> {
  const [program, ...args] = command;
  const child = spawn(program!, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  let complaints = '';
  child.stderr.on('data', (chunk) => (complaints += String(chunk)));
  try {
    const url = await new Promise<string>((resolve, reject) => {
      createInterface(child.stdout).on('line', (line) => line.startsWith('health: ') && resolve(line.slice(8)));
      child.once('exit', () => reject(new Error(`it did not start: ${complaints}`)));
    });
    const districts = ['32.75.01', '32.75.02', '32.75.03'].map((code) => ({ code }));
    const examples = { HealthDistrict: [...districts, { code: '32.75.12' }], District: districts };
    const options = { examples, agency: 'DINKES', still: true };
    const results: ConformanceResult[] = [];
    for await (const result of runConformance({ url, name: 'health', sdl, claimsKey, options })) results.push(result);
    return results;
  } finally {
    child.kill();
    await ended;
  }
}
