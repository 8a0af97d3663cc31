/** What the guard stands on: the audit's database, the clock, Redis. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../prometheus.ts';
import { startProgram, startStoreProgram, type Program } from '../programs.ts';
import type { Question, Scenario, Stage } from '../scenario.ts';
import { hasSmallDisk, smallDisk } from '../small-disk.ts';
import {
  authorizationOf,
  INNOCENT,
  personal,
  startTownGraph,
  type TownGraph,
  type TownOptions,
} from '../town-graph.ts';

interface Guarded extends TownGraph {
  readonly innocent: Question;
  readonly personal: Question;
}

/** With persons, and who may ask for them. */
async function startGuarded(folder: string, options: TownOptions = {}): Promise<Guarded> {
  const graph = await startTownGraph(folder, { ...options, guarded: true });
  const [dashboard, auditor] = await Promise.all(
    ['dashboard', 'auditor'].map((role) => authorizationOf(folder, '--role', role, '--seconds', '3600')),
  );
  return { ...graph, innocent: { ...INNOCENT, authorization: dashboard }, personal: personal(auditor!) };
}

async function fullDiskStage(folder: string): Promise<Stage> {
  const disk = smallDisk(join(folder, 'audit'), 16)!;
  const store = await startStoreProgram(disk.folder);
  const graph = await startGuarded(folder, {
    words: ['--audit-uri', store.address],
    env: { AUDIT_KEY: 'an audit key of thirty-two bytes!!', AUDIT_GRACE: '1000' },
  });
  const pid = store.child.pid!;
  return {
    ...graph,
    innocent: [graph.innocent],
    affected: [graph.personal],
    allowed: ['AUDIT_UNAVAILABLE'],
    told: { log: /the audit cannot be written/, metric: /^sigap_audit_failing_seconds/, alert: 'AuditFailing' },
    break: () => disk.fill(pid),
    mend: () => disk.free(pid),
    close: async () => {
      await graph.close();
      await store.kill();
      disk.close();
    },
  };
}

const HOUR = 3_600_000;

/** Each question has a token of its own, since one that is known is not looked at again until it ends. */
async function tokensOf(folder: string): Promise<(of: number) => string> {
  const seconds = Array.from({ length: 500 }, (_, at) => String(3_600 + at));
  const tokens = await Promise.all(
    seconds.map((each) => authorizationOf(folder, '--role', 'auditor', '--seconds', each)),
  );
  return (of) => tokens[of % tokens.length]!;
}

async function clockStage(folder: string, jump: number, code: string): Promise<Stage> {
  const clock = join(folder, 'clock');
  writeFileSync(clock, '0');
  const preload = `--import ${new URL('../jumping-clock.mjs', import.meta.url).href}`;
  const graph = await startGuarded(folder, { env: { CHAOS_CLOCK: clock, NODE_OPTIONS: preload } });
  return {
    ...graph,
    innocent: [INNOCENT],
    affected: [personal(await tokensOf(folder))],
    allowed: [code],
    // By default 5 a second of one code for ten minutes.
    told: { metric: new RegExp(`^sigap_errors_total\\{code="${code}"`), alert: 'ClientsRefused', above: 5 },
    break: () => writeFileSync(clock, String(jump)),
    mend: () => writeFileSync(clock, '0'),
  };
}

const startRedis = (port: string): Promise<Program> =>
  startProgram(['redis-server', '--port', port, '--save', '', '--bind', '127.0.0.1'], /Ready to accept/);

async function redisStage(folder: string, fault: 'killed' | 'frozen'): Promise<Stage> {
  const port = String(await freePort());
  let redis = await startRedis(port);
  const graph = await startGuarded(folder, { env: { REDIS_URL: `redis://127.0.0.1:${port}` } });
  const breaks = {
    killed: () => redis.kill(),
    frozen: () => void redis.child.kill('SIGSTOP'),
  };
  const mends = {
    killed: async () => void (redis = await startRedis(port)),
    frozen: () => void redis.child.kill('SIGCONT'),
  };
  return {
    ...graph,
    innocent: [graph.innocent, graph.personal],
    affected: [],
    allowed: [],
    told: { log: /Redis does not answer/, metric: /^sigap_budgets_apart/, alert: 'BudgetsApart' },
    break: breaks[fault],
    mend: mends[fault],
    close: async () => {
      await graph.close();
      await redis.kill();
    },
  };
}

const withoutRedis = (): string | undefined =>
  spawnSync('redis-server', ['--version']).status === 0 ? undefined : 'redis-server (Debian: redis-server) is not here';

/** Each a row of the table. */
export const GUARD_SCENARIOS: readonly Scenario[] = [
  {
    name: "disk full: the audit's",
    does: 'Nothing more fits on the disk of the database of AUDIT_URI.',
    hold: 4_000,
    missing: () => (hasSmallDisk() ? undefined : 'neither mount for root nor prlimit (util-linux) is here'),
    open: fullDiskStage,
  },
  {
    name: 'clock jumps: ahead',
    does: "The gateway's clock is set two hours ahead, and back.",
    hold: 3_000,
    short: true,
    open: (folder) => clockStage(folder, 2 * HOUR, 'TOKEN_EXPIRED'),
  },
  {
    name: 'clock jumps: back',
    does: "The gateway's clock is set two hours back, and ahead again.",
    hold: 3_000,
    open: (folder) => clockStage(folder, -2 * HOUR, 'BAD_TOKEN'),
  },
  {
    name: 'Redis gone',
    does: 'Redis, where gateways count budgets together, is killed and started again.',
    hold: 3_000,
    missing: withoutRedis,
    open: (folder) => redisStage(folder, 'killed'),
  },
  {
    name: 'Redis frozen',
    does: 'Redis keeps its connections and answers nothing (SIGSTOP).',
    hold: 3_000,
    missing: withoutRedis,
    open: (folder) => redisStage(folder, 'frozen'),
  },
];
