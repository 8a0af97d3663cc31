/**
 * `npm run dev`: `npm start`, restarted when a file of its rooms changes, and the page served by Vite, which reloads changed files.
 * It takes the options of `npm start`. Ctrl-C ends both. Node's own `--watch` sends messages from every thread, which the code that owns
 * the store's and the planner's threads would take for answers. So the folders are watched here.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createServer, type ViteDevServer } from 'vite';
import { gatewayDefaults } from './gateway/settings.ts';
import { proxyTo } from './web/proxy-to.ts';

const ROOMS = ['base', 'gateway', 'schema', 'store', 'subgraphs'];
/** Editors write a file in several steps: a restart waits until no file has changed for this time, ms. */
const QUIET = 150;

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const argv = process.argv.slice(2);

/** The port of the gateway, as start.ts reads it; start.ts also validates it. */
function gatewayPort(): string {
  const { port } = parseArgs({
    args: argv,
    options: { port: { type: 'string' } },
    strict: false,
    allowPositionals: true,
  }).values;
  return typeof port === 'string' ? port : (process.env['PORT'] ?? String(gatewayDefaults({}).port));
}

/** Vite in front of the gateway. Both have one origin, as in production, so that the gateway accepts the page as its own. */
async function serveExplorer(port: string): Promise<ViteDevServer> {
  const server = await createServer({
    configFile: here('web/vite.config.ts'),
    server: { host: '127.0.0.1', proxy: proxyTo(`http://127.0.0.1:${port}`) },
  });
  return server.listen();
}

const start = (): ChildProcess =>
  spawn(
    process.execPath,
    ['--import', here('base/runtime.mjs'), '--disable-warning=ExperimentalWarning', here('start.ts'), ...argv],
    { stdio: 'inherit' },
  );

const isOver = (program: ChildProcess): boolean => program.exitCode !== null || program.signalCode !== null;

/** Stops a program in order, so that its port and its store are free for the next one. */
async function stopped(program: ChildProcess): Promise<void> {
  if (isOver(program)) return;
  const exit = once(program, 'exit');
  program.kill('SIGTERM');
  await exit;
}

/** The gateway's program, which is replaced by a new one after each change. */
class RestartedProgram {
  #program = start();
  #isEnding = false;
  #changing = Promise.resolve();
  #quiet: NodeJS.Timeout | undefined;

  /** Restarts the program once no file has changed for a while. */
  changed(file: string): void {
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => {
      this.#changing = this.#changing.then(() => this.#restart(file));
    }, QUIET);
  }

  /** True from the first call of `end`. */
  isEnding(): boolean {
    return this.#isEnding;
  }

  /** Stops the program for good. */
  async end(): Promise<void> {
    this.#isEnding = true;
    clearTimeout(this.#quiet);
    await this.#changing;
    await stopped(this.#program);
  }

  async #restart(file: string): Promise<void> {
    if (this.isEnding()) return;
    say(`${file} has changed`);
    await stopped(this.#program);
    if (!this.isEnding()) this.#program = start();
  }
}

const page = await serveExplorer(gatewayPort());
say(`page while you work on it: ${page.resolvedUrls?.local[0] ?? ''} (it answers once the gateway is up)`);

const program = new RestartedProgram();
const watchers = ROOMS.map((room) =>
  watch(here(room), { recursive: true }, (_event, file) => program.changed(`${room}/${file ?? ''}`)),
);

const end = async (): Promise<void> => {
  if (program.isEnding()) return;
  for (const watcher of watchers) watcher.close();
  await Promise.all([program.end(), page.close()]);
};

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void end());
