/**
 * `npm run bench fetch`: the CPU time that one request to a subgraph costs this process, by the gateway's fetcher and by its alternatives:
 * undici's `request()`, its `fetch`, and `node:http`. The subgraph is the shop's, on the other core.
 */
import { Agent, request as nodeRequest } from 'node:http';
import { fetch as undiciFetch, Pool } from 'undici';
import { logOf } from '../base/log.ts';
import { readSettings } from '../base/settings.ts';
import { createFetcher } from '../gateway/fetch/create-fetcher.ts';
import { bodyStartOf } from '../gateway/fetch/request-body.ts';
import { fetchSettings } from '../gateway/fetch/settings.ts';
import { GATEWAY_CORE, LOAD_CORE, pin, Program } from './gateway/contender.ts';
import { median } from './gateway/rounds.ts';
import { SubgraphCaller } from '../gateway/fetch/subgraph-caller.ts';

const QUERY =
  'query($representations:[_Any!]!){_entities(representations:$representations){...on Product{reviews{id body product{__typename upc}}}}}';
const variables = { representations: ['1', '2', '3', '4'].map((upc) => ({ __typename: 'Product', upc })) };
const body = JSON.stringify({ query: QUERY, variables });
const headers = {
  'content-type': 'application/json',
  accept: 'application/graphql-response+json, application/json;q=0.9',
};
const ROUNDS = 5;
const QUESTIONS = 10_000;
const AT_ONCE = 32;

export async function run(): Promise<void> {
  pin(process.pid, GATEWAY_CORE);
  const { program, said } = await Program.start<{ ports: Record<string, number> }>(
    './memory-subgraphs.ts',
    [],
    LOAD_CORE,
  );
  const ways = waysTo(`http://127.0.0.1:${said.ports['reviews']}`);
  const costs = new Map<string, number[]>(Object.keys(ways).map((name) => [name, []]));
  for (let round = -1; round < ROUNDS; round++) {
    for (const [name, ask] of Object.entries(ways)) {
      const cost = await costOf(ask);
      if (round >= 0) costs.get(name)!.push(cost);
    }
  }
  const ours = median(costs.get('our fetcher')!);
  for (const [name, all] of costs)
    console.log(
      `${name.padEnd(24)} ${median(all).toFixed(1).padStart(6)} µs CPU a question   ${(median(all) / ours).toFixed(2)}x ours`,
    );
  await program.stop();
  process.exit();
}

/** @returns µs of CPU time per request */
async function costOf(ask: () => Promise<unknown>): Promise<number> {
  let left = QUESTIONS;
  const before = process.cpuUsage();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (left-- > 0) await ask();
    }),
  );
  const { user, system } = process.cpuUsage(before);
  return (user + system) / QUESTIONS;
}

function waysTo(url: string): Record<string, () => Promise<unknown>> {
  const limits = { ...readSettings('fetch', fetchSettings, [], {})!, deduplicate: false };
  const ours = (more: Partial<typeof limits>) =>
    createFetcher({ subgraphs: { reviews: { url } }, limits: { ...limits, ...more }, log: logOf('bench', 'silent') });
  const [fetcher, sharing] = [ours({}), ours({ deduplicate: true })];
  const question = {
    subgraph: 'reviews',
    query: QUERY,
    bodyStart: bodyStartOf(QUERY),
    variables,
    kind: 'query',
    caller: new SubgraphCaller({}),
  } as const;
  const pool = new Pool(url, { connections: limits.concurrency });
  const agent = new Agent({ keepAlive: true, maxSockets: limits.concurrency });
  return {
    'our fetcher': () => fetcher.fetch({ ...question, deadline: performance.now() + 10_000 }),
    'ours, sharing': () => sharing.fetch({ ...question, deadline: performance.now() + 10_000 }),
    'undici request()': async () => (await pool.request({ path: '/', method: 'POST', headers, body })).body.json(),
    'undici fetch()': async () => (await undiciFetch(url, { method: 'POST', headers, body, dispatcher: pool })).json(),
    'node:http': () =>
      new Promise((resolve, reject) => {
        nodeRequest(
          url,
          { method: 'POST', agent, headers: { ...headers, 'content-length': Buffer.byteLength(body) } },
          (response) => {
            const chunks: Buffer[] = [];
            response
              .on('data', (chunk: Buffer) => chunks.push(chunk))
              .on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString())));
          },
        )
          .on('error', reject)
          .end(body);
      }),
  };
}
