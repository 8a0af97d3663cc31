/** The whole product, started as a user starts it: for tests in a browser. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Product {
  /** Where the page is, without a slash at the end. */
  readonly origin: string;
  /** Where its registry is. */
  readonly registry: string;
  /** Asks as a role does; the public without one. @throws Error with the answer's errors */
  ask<Data>(query: string, variables?: object, role?: string): Promise<Data>;
  stop(): Promise<void>;
}

const STARTED_WITHIN_MS = 240_000;
/** A line of what `npm start` says when it is up. */
const GRAPH = /^ +graph +(http\S+)\n/m;
const REGISTRY = /^ +(?:registry +)?(http\S+)\/docs +\(token/m;

/** @param data the folder of its store, with the sample in it: `filledFolder` of `sample.ts` */
export async function startProduct(data: string): Promise<Product> {
  const words = ['--import', './base/runtime.mjs', '--disable-warning=ExperimentalWarning', 'start.ts', '--port', '0'];
  const child = spawn(process.execPath, [...words, '--data', data], { stdio: ['ignore', 'pipe', 'pipe'] });
  const exit = once(child, 'exit');
  let said = '';
  const up = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        said += chunk;
        if (GRAPH.test(said) && REGISTRY.test(said)) resolve();
      });
  });
  const late = AbortSignal.timeout(STARTED_WITHIN_MS);
  await Promise.race([up, exit, once(late, 'abort')]);
  const graph = GRAPH.exec(said)?.[1];
  if (graph === undefined) {
    child.kill('SIGKILL');
    throw new Error(`the product did not start:\n${said}`);
  }
  const { origin } = new URL(graph);
  const tokens = await tokensOf(origin);
  return {
    origin,
    registry: REGISTRY.exec(said)![1]!,
    ask: (query, variables, role) => ask(origin, tokens, { query, variables, role }),
    async stop() {
      child.kill('SIGTERM');
      await exit;
    },
  };
}

/** As the page fetches them. */
async function tokensOf(origin: string): Promise<Readonly<Record<string, string>>> {
  const headers = { 'x-sigap-explorer': '1', origin };
  const reply = await fetch(`${origin}/explorer/tokens`, { method: 'POST', headers });
  return ((await reply.json()) as { tokens: Record<string, string> }).tokens;
}

interface Question {
  readonly query: string;
  readonly variables: object | undefined;
  readonly role: string | undefined;
}

async function ask<Data>(
  origin: string,
  tokens: Readonly<Record<string, string>>,
  { query, variables, role }: Question,
): Promise<Data> {
  const headers = {
    'content-type': 'application/json',
    ...(role !== undefined && { authorization: `Bearer ${tokens[role]}` }),
  };
  const reply = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ query, variables }),
  });
  const answer = (await reply.json()) as { data: Data; errors?: unknown };
  if (answer.errors !== undefined) throw new Error(`expected no errors, got ${JSON.stringify(answer.errors)}`);
  return answer.data;
}
