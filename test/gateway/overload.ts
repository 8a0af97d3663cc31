/**
 * Many at once of a dear question, against a gateway that runs (`npm start`), with health and a light question asked beside them, from
 * a thread of their own: opening hundreds of connections keeps whoever does it busy.
 * `npx node test/gateway/overload.ts [url] [how many] [process id of the gateway]` prints what came, how long it took and what memory it needed.
 */
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

const [url = 'http://127.0.0.1:4000', many = '500', pid] = process.argv.slice(2);
/** Every village's cover by all it can be divided by, as often as the public budget permits: found by asking. */
const COVER = 'coverage { total covered eligibleNotCovered atRisk byOccupation { occupation total covered } }';
const dear = (times: number): string =>
  `{ city { districts { villages { name ${Array.from({ length: times }, (_, n) => `a${n}: ${COVER}`).join(' ')} } } } }`;
const LIGHT = '{ city { participants } }';

/** Each client from an address of its own of this machine, so that it is the load that is met and not one client's budget. */
const ADDRESSES = 50;
let asked = 0;

async function ask(query: string, address = ++asked % ADDRESSES): Promise<{ code: string; ms: number; bytes: number }> {
  const began = performance.now();
  const { status, text } = await send(JSON.stringify({ query }), `127.0.1.${address + 1}`);
  const { errors } = JSON.parse(text) as { errors?: { extensions: { code: string } }[] };
  return {
    code: `${status} ${errors?.[0]?.extensions.code ?? ''}`.trim(),
    ms: performance.now() - began,
    bytes: text.length,
  };
}

function send(body: string, localAddress: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': body.length };
    request(`${url}/graphql`, { method: 'POST', headers, localAddress, agent: false }, (response) => {
      let text = '';
      response
        .setEncoding('utf8')
        .on('data', (chunk: string) => (text += chunk))
        .on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode!, text }));
    })
      .on('error', reject)
      .end(body);
  });
}

const residentMb = (): number =>
  pid === undefined
    ? 0
    : Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1_000);
const at = (values: number[], share: number): number =>
  Math.round(values.sort((one, other) => one - other)[Math.floor((values.length - 1) * share)] ?? 0);

async function every20ms(act: () => Promise<unknown>, until: () => boolean): Promise<number[]> {
  const took: number[] = [];
  while (!until()) {
    const began = performance.now();
    await act();
    took.push(performance.now() - began);
    await wait(20);
  }
  return took;
}

interface Beside {
  readonly light: number[];
  readonly health: number[];
}

/** In the other thread: asks until it is told to end. */
async function askBeside(): Promise<Beside> {
  let over = false;
  parentPort!.once('message', () => (over = true));
  const [light, health] = await Promise.all([
    every20ms(
      () => ask(LIGHT),
      () => over,
    ),
    every20ms(
      () => fetch(`${url}/health/live`).then((response) => response.text()),
      () => over,
    ),
  ]);
  return { light, health };
}

async function beside(work: () => Promise<unknown>): Promise<Beside> {
  const thread = new Worker(new URL(import.meta.url), { argv: process.argv.slice(2) });
  const came = new Promise<Beside>((resolve, reject) => thread.once('message', resolve).once('error', reject));
  await new Promise((begun) => thread.once('online', begun));
  await work();
  thread.postMessage('end');
  return came;
}

async function main(): Promise<void> {
  let times = 1;
  while (times < 90 && (await ask(dear(times + 1))).code === '200') times++;
  const question = dear(times);
  console.log('the dearest has', times, 'aliases');
  console.log('once', await ask(question), 'light', await ask(LIGHT), 'memory MB', residentMb());
  const alone = await beside(() => wait(2_000));
  console.log('ms p50 p99 alone:', ...shares(alone));
  let over = false;
  let most = 0;
  const memory = every20ms(
    async () => void (most = Math.max(most, residentMb())),
    () => over,
  );
  const codes: Record<string, number> = {};
  let all = 0;
  const loaded = await beside(async () => {
    const began = performance.now();
    const answers = await Promise.all(Array.from({ length: Number(many) }, () => ask(question)));
    all = Math.round(performance.now() - began);
    for (const { code } of answers) codes[code] = (codes[code] ?? 0) + 1;
  });
  over = true;
  await memory;
  console.log(many, 'at once:', codes, `all within ${all} ms, memory at most ${most} MB`);
  console.log('ms p50 p99 beside:', ...shares(loaded));
  console.log('ms p50 p99 after:', ...shares(await beside(() => wait(2_000))), 'memory MB', residentMb());
}

const shares = ({ light, health }: Beside): unknown[] => [
  `light ${at(light, 0.5)} ${at(light, 0.99)}`,
  `health ${at(health, 0.5)} ${at(health, 0.99)}`,
  `of ${light.length} and ${health.length}`,
];

if (isMainThread) await main();
else parentPort!.postMessage(await askBeside());
