/**
 * Stops and starts a gateway of several workers again and again while clients ask without a pause, half of them over connections that
 * they keep. A client tries a refused connection again; everything else that is no right answer is a failure.
 * `npx node test/gateway/restart-under-load.ts [restarts] [workers]` prints what came of it.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { composeSmall, startSmallSubgraph } from '../support/small-graph.ts';
import { freePort } from '../support/free-port.ts';

export interface Restarts {
  readonly restarts: number;
  /** `all`: the whole program is ended and started anew. `one`: one worker is ended, and the primary replaces it. */
  readonly which: 'all' | 'one';
  readonly workers?: number;
  readonly clients?: number;
}

export interface Came {
  answered: number;
  /** Connections that were refused and tried again. */
  refused: number;
  /** What else came, by what it was. */
  readonly failed: Record<string, number>;
}

const BODY = JSON.stringify({ query: '{ people { name home { name } } }' });

export async function restartUnderLoad({ restarts, which, workers = 2, clients = 16 }: Restarts): Promise<Came> {
  const folder = mkdtempSync(join(tmpdir(), 'restart-'));
  const [people, places] = await Promise.all([startSmallSubgraph('people'), startSmallSubgraph('places')]);
  const file = join(folder, 'supergraph.graphql');
  writeFileSync(file, composeSmall({ people: people.url, places: places.url }));
  const words = [
    '--supergraph',
    file,
    '--port',
    String(await freePort()),
    '--workers',
    String(workers),
    '--explorer',
    'off',
    '--guard',
    'off',
    '--drain-delay',
    '200',
  ];
  let gateway = await startGateway(words);
  const load = clientsOf(Number(words[3]), clients);
  try {
    for (let restart = 0; restart < restarts; restart++) {
      await load.answersMore(200);
      if (which === 'one') await replaceOne(gateway);
      else {
        await endOf(gateway.process);
        gateway = await startGateway(words);
      }
    }
    await load.answersMore(200);
    return await load.stop();
  } finally {
    gateway.process.kill('SIGTERM');
    await Promise.all([people.stop(), places.stop()]);
    rmSync(folder, { recursive: true });
  }
}

interface Gateway {
  readonly process: ChildProcess;
  said(): string;
}

async function startGateway(words: readonly string[]): Promise<Gateway> {
  const gateway = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'gateway/main.ts', ...words], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  gateway.stderr.on('data', (chunk) => (said += chunk));
  while (!said.includes('gateway listens')) {
    if (gateway.exitCode !== null) throw new Error(said);
    await wait(20);
  }
  return { process: gateway, said: () => said };
}

function endOf(gateway: ChildProcess): Promise<void> {
  const ended = new Promise<void>((resolve) => gateway.once('exit', () => resolve()));
  gateway.kill('SIGTERM');
  return ended;
}

async function replaceOne({ said }: Gateway): Promise<void> {
  const serving = (): number[] =>
    [...said().matchAll(/"worker":(\d+),"msg":"a worker serves"/g)].map((line) => Number(line[1]));
  const before = serving();
  process.kill(before.at(-2)!, 'SIGTERM');
  while (serving().length === before.length) await wait(20);
}

function clientsOf(port: number, many: number) {
  const came: Came = { answered: 0, refused: 0, failed: {} };
  let going = true;
  const keeping = new Agent({ keepAlive: true });
  const client = async (agent: Agent | undefined): Promise<void> => {
    while (going) {
      const how = await ask(port, agent ?? new Agent());
      if (how === 'answered') came.answered++;
      else if (how === 'ECONNREFUSED') {
        came.refused++;
        await wait(25);
      } else came.failed[how] = (came.failed[how] ?? 0) + 1;
    }
  };
  const running = Promise.all(
    Array.from({ length: many }, (_, index) => client(index % 2 === 0 ? keeping : undefined)),
  );
  return {
    answersMore: async (more: number): Promise<void> => {
      const enough = came.answered + more;
      while (came.answered < enough) await wait(5);
    },
    stop: async (): Promise<Came> => {
      going = false;
      await running;
      keeping.destroy();
      return came;
    },
  };
}

/** @returns `answered`, or what came in place of the right answer */
function ask(port: number, agent: Agent): Promise<string> {
  return new Promise((resolve) => {
    const asked = request(
      {
        port,
        host: '127.0.0.1',
        path: '/graphql',
        method: 'POST',
        agent,
        headers: { 'content-type': 'application/json', 'content-length': BODY.length },
      },
      (response) => {
        let text = '';
        response
          .setEncoding('utf8')
          .on('data', (chunk: string) => (text += chunk))
          .on('error', (error) => resolve(error.message));
        response.on('end', () =>
          resolve(
            response.statusCode === 200 && text.includes('Bekasijaya') && !text.includes('errors')
              ? 'answered'
              : `${response.statusCode} ${text.slice(0, 100)}`,
          ),
        );
      },
    );
    asked.on('error', (error: NodeJS.ErrnoException) =>
      resolve(
        error.code === 'ECONNREFUSED'
          ? error.code
          : `${error.code ?? error.message} on a ${asked.reusedSocket ? 'kept' : 'new'} connection`,
      ),
    );
    asked.end(BODY);
  });
}

if (import.meta.main) {
  const [restarts = 20, workers = 2] = process.argv.slice(2).map(Number);
  for (const which of ['all', 'one'] as const)
    console.log(which, restarts, 'restarts:', JSON.stringify(await restartUnderLoad({ restarts, which, workers })));
}
