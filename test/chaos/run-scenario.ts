/** Runs one scenario: calm, broken, mended; and says what clients saw, what the operator saw, and how long each took. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Clients, type Asked } from './clients.ts';
import { Operator } from './operator.ts';
import type { Scenario, Stage } from './scenario.ts';

/** What came of a scenario. */
export interface Outcome {
  readonly name: string;
  readonly does: string;
  /** Why it did not run. */
  readonly skipped?: string;
  /** While it was broken, until the affected were answered whole again: how -> how often. */
  readonly affected: Readonly<Record<string, number>>;
  readonly innocent: Readonly<Record<string, number>>;
  /** The slowest answer to an innocent question: before, and while it was broken, ms. */
  readonly innocentWorst: { readonly calm: number; readonly broken: number };
  /** From the break, ms: the first line of the log, and the first metric that moved. */
  readonly noticed: { readonly log?: number; readonly metric?: number };
  readonly log?: string;
  readonly metric?: string;
  /** Alerts whose condition came to hold -> ms from the break; undefined without Prometheus. */
  readonly alerts?: Readonly<Record<string, number>>;
  /** An alert of a rate over minutes: its limit and what was measured meanwhile, a second. */
  readonly above?: { readonly alert: string; readonly limit: number; readonly rate: number };
  /** From the mend until every question is answered whole, ms. */
  readonly healthy?: number;
  /** What should not have been. */
  readonly wrong: readonly string[];
}

/** ms before the break, and the longest until it must be healthy again. */
const [CALM, PATIENCE] = [1_500, 30_000];
/** So many whole answers in a row to affected questions mean that it is healthy. */
const IN_A_ROW = 10;

/** @param withAlerts whether Prometheus looks on, where there is one; it takes some seconds to begin */
export async function runScenario(scenario: Scenario, withAlerts = true): Promise<Outcome> {
  const { name, does } = scenario;
  const skipped = scenario.missing?.();
  if (skipped !== undefined) return { name, does, skipped, ...NOTHING };
  const folder = mkdtempSync(join(tmpdir(), 'chaos-'));
  let stage: Stage | undefined;
  try {
    stage = await scenario.open(folder);
    const operator = await Operator.at(stage.gateway, withAlerts ? folder : undefined);
    return await play(scenario, stage, operator).finally(() => operator.stop());
  } finally {
    stage?.gateway.child.kill('SIGKILL');
    await stage?.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const NOTHING = { affected: {}, innocent: {}, innocentWorst: { calm: 0, broken: 0 }, noticed: {}, wrong: [] };

async function play({ name, does, hold }: Scenario, stage: Stage, operator: Operator): Promise<Outcome> {
  const clients = new Clients(stage);
  try {
    await wait(CALM);
    await stage.ripe?.();
    const times = { broken: performance.now(), clock: Date.now(), mended: 0 };
    await stage.break();
    await wait(hold);
    await stage.mend();
    times.mended = performance.now();
    const healthy = await healthyAfter(clients, times.mended, stage.affected.length > 0);
    await wait(500);
    await clients.stop();
    return { name, does, ...judgement({ stage, operator, asked: clients.asked, times, healthy }) };
  } finally {
    await clients.stop();
  }
}

/** @returns ms; undefined where it is not healthy in time */
async function healthyAfter({ asked }: Clients, mended: number, isAffected: boolean): Promise<number | undefined> {
  while (performance.now() - mended < PATIENCE) {
    const after = asked.filter(({ at, isInnocent }) => at >= mended && isInnocent !== isAffected);
    const inOrder = after.toSorted((one, other) => one.at - other.at);
    const from = inOrder.findLastIndex(({ how }) => how !== 'whole') + 1;
    if (inOrder.length - from >= IN_A_ROW) return Math.max(0, Math.round(inOrder[from]!.at - mended));
    await wait(50);
  }
  return undefined;
}

interface Played {
  readonly stage: Stage;
  readonly operator: Operator;
  readonly asked: readonly Asked[];
  /** Of `performance.now()`, and the break by the clock. */
  readonly times: { readonly broken: number; readonly clock: number; readonly mended: number };
  readonly healthy: number | undefined;
}

function judgement(played: Played): Omit<Outcome, 'name' | 'does'> {
  const { stage, operator, asked, times, healthy } = played;
  const during = asked.filter(({ at }) => at >= times.broken && at < times.mended + (healthy ?? Infinity));
  const innocent = asked.filter(({ isInnocent }) => isInnocent);
  const line = operator
    .linesSince(times.clock - CALM / 2)
    .find(({ msg }) => stage.told.log !== undefined && stage.told.log.test(msg ?? ''));
  const growth = operator.movedSince(times.broken, stage.told);
  const rate = operator.rateBetween(times.broken, times.mended, stage.told);
  const alerts = operator.alertsSince(times.clock - CALM / 2);
  return {
    affected: counted(during.filter(({ isInnocent }) => !isInnocent)),
    innocent: counted(innocent),
    innocentWorst: {
      calm: worst(innocent.filter(({ at }) => at < times.broken)),
      broken: worst(innocent.filter(({ at }) => at >= times.broken)),
    },
    noticed: { log: line && Math.max(0, line.time - times.clock), metric: growth?.after },
    log: line?.msg,
    metric: growth?.series,
    above: stage.told.above === undefined ? undefined : { alert: stage.told.alert, limit: stage.told.above, rate },
    alerts: operator.hasAlerts ? Object.fromEntries(alerts) : undefined,
    healthy,
    wrong: [
      ...wrongAnswers(stage, asked, times.broken),
      ...(stage.told.log !== undefined && line === undefined
        ? [`no line of the log says ${stage.told.log.source}`]
        : []),
      ...(growth === undefined ? [`no metric ${stage.told.metric.source} moved`] : []),
      ...(stage.told.above !== undefined && !(rate > stage.told.above)
        ? [`${stage.told.metric.source} grew by ${rate.toFixed(1)} a second, which raises no ${stage.told.alert}`]
        : []),
      ...(operator.hasAlerts && stage.told.above === undefined && !alerts.has(stage.told.alert)
        ? [`the alert ${stage.told.alert} was not raised`]
        : []),
      ...(healthy === undefined ? [`not healthy within ${PATIENCE} ms of the mend`] : []),
    ],
  };
}

function wrongAnswers({ allowed }: Stage, asked: readonly Asked[], broken: number): string[] {
  const wrong = asked.flatMap(({ question, isInnocent, at, how, codes, lie }) => {
    if (how === 'whole') return [];
    if (isInnocent) return [`${question}, which has nothing to do with it, got ${how}`];
    if (at < broken && codes.every((code) => !allowed.includes(code)))
      return [`${question} got ${how} before anything was broken`];
    if (lie !== undefined) return [`${question}: ${lie}, with ${how}`];
    return codes.some((code) => !allowed.includes(code))
      ? [`${question} got ${how}, expected ${allowed.join(' or ')}`]
      : [];
  });
  return [...new Set(wrong)];
}

function counted(asked: readonly Asked[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { how } of asked) counts[how] = (counts[how] ?? 0) + 1;
  return counts;
}

const worst = (asked: readonly Asked[]): number => Math.round(Math.max(0, ...asked.map(({ ms }) => ms)));
