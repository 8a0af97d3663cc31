/**
 * Many at once of a dear question, against a gateway that runs (`npm start`), with health and a light question asked beside them.
 * `node test/gateway/overload.ts [url] [how many] [process id of the gateway]` prints what came, how long it took and what memory it needed.
 */
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

const [url = 'http://127.0.0.1:4000', many = '500', pid] = process.argv.slice(2);
/** Every village's cover by all it can be divided by, as often as the public budget permits: found by asking. */
const COVER = 'coverage { total covered eligibleNotCovered atRisk byOccupation { occupation total covered } }';
const dear = (times: number): string => `{ city { districts { villages { name ${Array.from({ length: times }, (_, n) => `a${n}: ${COVER}`).join(' ')} } } } }`;
const LIGHT = '{ city { participants } }';

/** Each client from an address of its own of this machine, so that it is the load that is met and not one client's budget. */
const ADDRESSES = 50;
let asked = 0;

async function ask(query: string, address = ++asked % ADDRESSES): Promise<{ code: string; ms: number; bytes: number }> {
  const began = performance.now();
  const { status, text } = await send(JSON.stringify({ query }), `127.0.1.${address + 1}`);
  const { errors } = JSON.parse(text) as { errors?: { extensions: { code: string } }[] };
  return { code: `${status} ${errors?.[0]?.extensions.code ?? ''}`.trim(), ms: performance.now() - began, bytes: text.length };
}

function send(body: string, localAddress: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': body.length };
    request(`${url}/graphql`, { method: 'POST', headers, localAddress, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk)).on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode!, text }));
    }).on('error', reject).end(body);
  });
}

const residentMb = (): number => (pid === undefined ? 0 : Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1_000));
const at = (values: number[], share: number): number => Math.round(values.sort((one, other) => one - other)[Math.floor((values.length - 1) * share)] ?? 0);

async function beside(act: () => Promise<unknown>, until: () => boolean): Promise<number[]> {
  const took: number[] = [];
  while (!until()) {
    const began = performance.now();
    await act();
    took.push(performance.now() - began);
    await wait(20);
  }
  return took;
}

let times = 1;
while (times < 90 && (await ask(dear(times + 1))).code === '200') times++;
const DEAR = dear(times);
const once = await ask(DEAR);
console.log('the dearest has', times, 'aliases');
console.log('once', once, 'light', await ask(LIGHT), 'memory MB', residentMb());
let turn = 0;
const alone = await beside(() => ask(LIGHT), () => turn++ >= 50);
let over = false;
let most = 0;
const began = performance.now();
const health = beside(() => fetch(`${url}/health/live`).then((response) => response.text()), () => over);
const light = beside(() => ask(LIGHT), () => over);
const memory = beside(async () => void (most = Math.max(most, residentMb())), () => over);
const answers = await Promise.all(Array.from({ length: Number(many) }, () => ask(DEAR)));
const all = performance.now() - began;
over = true;
await memory;
const codes: Record<string, number> = {};
for (const { code } of answers) codes[code] = (codes[code] ?? 0) + 1;
console.log(many, 'at once:', codes, `all within ${Math.round(all)} ms, memory at most ${most} MB`);
console.log('ms p50 p99: light alone', at(alone, 0.5), at(alone, 0.99), '· light beside', at(await light, 0.5), at(await light, 0.99), '· health beside', at(await health, 0.5), at(await health, 0.99));
turn = 0;
const after = await beside(() => ask(LIGHT), () => turn++ >= 50);
console.log('light after', at(after, 0.5), at(after, 0.99), 'memory MB', residentMb());
