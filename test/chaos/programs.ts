/** Programs that a gateway stands on, as processes of their own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export interface Program {
  readonly child: ChildProcess;
  /** What it said of where it is. */
  readonly address: string;
  /** By SIGKILL. */
  kill(): Promise<void>;
}

/** @param command the program with its words @param words what it says once it is up, with its address as the first group @throws Error with what it said where it ends before */
export async function startProgram(
  [command, ...args]: readonly [string, ...string[]],
  words: RegExp,
  env: Readonly<Record<string, string>> = {},
): Promise<Program> {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const exit = once(child, 'exit');
  let said = '';
  const address = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        said += String(chunk);
        const found = words.exec(said);
        if (found !== null) resolve(found[1] ?? '');
      });
    void exit.then(() => reject(new Error(`${command} ${args.join(' ')} ended:\n${said}`)));
  });
  return {
    child,
    address,
    kill: async () => {
      child.kill('SIGKILL');
      await exit;
    },
  };
}

/** A file of this project as a program. */
export const node = (...words: readonly string[]): readonly [string, ...string[]] => [
  process.execPath,
  '--disable-warning=ExperimentalWarning',
  ...words,
];

/** The embedded store over a folder. */
export const startStoreProgram = (folder: string, port = '0'): Promise<Program> =>
  startProgram(node('store/main.ts', '--port', port, '--folder', folder), /(mongodb:\/\/[^\s'"]+)/);
