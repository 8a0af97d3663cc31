/** A program for held-answers.test.ts, under `--expose-gc`: prints how many answered requests are left when only young objects have been collected. */
import { Agent, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getHeapStatistics } from 'node:v8';
import { LeavingServer } from '../../../gateway/http/leave.ts';

const collectYoung = (globalThis as unknown as { gc: (options: { type: 'minor' }) => void }).gc;
const REQUESTS = 200;
const ROUNDS = 10;
const WARM_ROUNDS = 5;
const AT_ONCE = 20;

/** Each answer holds this many bytes, as those of a gateway hold the request and all that was read for it. */
const HELD = 80_000;
const leaving = new LeavingServer({}, (_request, response) => {
  Object.assign(response, { held: new Array<number>(HELD / 8).fill(0.5) });
  setTimeout(() => response.end('ok'), 1);
});
await new Promise<void>((resolve) => leaving.server.listen(0, '127.0.0.1', resolve));
const { port } = leaving.server.address() as AddressInfo;
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

function request(): Promise<void> {
  return new Promise((resolve, reject) => {
    get({ port, agent }, (response) => response.on('end', resolve).resume()).on('error', reject);
  });
}

async function round(): Promise<number> {
  for (let sent = 0; sent < REQUESTS; sent += AT_ONCE) await Promise.all(Array.from({ length: AT_ONCE }, request));
  // An object is old after two collections.
  for (let times = 0; times < 3; times++) collectYoung({ type: 'minor' });
  return getHeapStatistics().used_heap_size;
}

for (let index = 0; index < WARM_ROUNDS; index++) await round();
(globalThis as unknown as { gc: () => void }).gc();
const before = getHeapStatistics().used_heap_size;
let most = 0;
for (let index = 0; index < ROUNDS; index++) most = Math.max(most, (await round()) - before);
process.stdout.write(String(Math.round(most / HELD)));
process.exit();
