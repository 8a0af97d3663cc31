/**
 * `npm run dev`: `npm start`, begun anew when a file of its rooms changes, and the explorer by Vite, whose page follows its files.
 * Takes the options of `npm start`. Ctrl-C ends both. Node's own `--watch` sends messages of its own from every thread, which
 * the store's and the planner's owners would take for answers; so the folders are watched here.
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
/** Editors write a file in several steps, ms. */
const QUIET = 150;

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const argv = process.argv.slice(2);

/** Where the gateway will listen, as start.ts reads it; judged there. */
function gatewayPort(): string {
  const { port } = parseArgs({
    args: argv,
    options: { port: { type: 'string' } },
    strict: false,
    allowPositionals: true,
  }).values;
  return typeof port === 'string' ? port : (process.env['PORT'] ?? String(gatewayDefaults({}).port));
}

/** Vite in front of the gateway: one origin, as in production, so that the gateway takes the page for its own. */
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

/** It stops in order first: its port and its store are free when the next one begins. */
async function stopped(program: ChildProcess): Promise<void> {
  if (isOver(program)) return;
  const exit = once(program, 'exit');
  program.kill('SIGTERM');
  await exit;
}

const explorer = await serveExplorer(gatewayPort());
say(`explorer while you work on it: ${explorer.resolvedUrls?.local[0] ?? ''} (it answers once the gateway is up)`);

let program = start();
let ending = false;
let changing = Promise.resolve();
let quiet: NodeJS.Timeout | undefined;

function changed(file: string): void {
  clearTimeout(quiet);
  quiet = setTimeout(() => {
    changing = changing.then(async () => {
      if (ending) return;
      say(`${file} has changed`);
      await stopped(program);
      if (!ending) program = start();
    });
  }, QUIET);
}

const watchers = ROOMS.map((room) =>
  watch(here(room), { recursive: true }, (_event, file) => changed(`${room}/${file ?? ''}`)),
);

async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  clearTimeout(quiet);
  for (const watcher of watchers) watcher.close();
  await changing;
  await Promise.all([stopped(program), explorer.close()]);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void end());
