/**
 * Requests in the log: a line for each where ACCESS_LOG is on, a warning for each that took longer than SLOW_REQUEST, and at debug what was
 * refused. No variable, no text of an operation, no address and no caller's name: an operation by its name, a caller by their roles.
 */
import type { QueryPlan } from '@apollo/query-planner';
import type { Log } from '../../base/log.ts';
import type { SettingsOf } from '../../base/settings.ts';
import type { RequestWatch } from '../watch/request-watch.ts';
import type { ToldError } from './codes.ts';
import { planOutline } from './plan-outline.ts';
import type { observeSettings } from './settings.ts';
import { toldClient, toldCodes, toldOperation } from './told-request.ts';

/** Logs a request that has ended. */
export type LogRequest = (watch: RequestWatch, errors: readonly ToldError[]) => void;

/** @returns logs what the options ask for */
export function logRequests(
  { accessLog, slowRequest = Infinity }: SettingsOf<typeof observeSettings>,
  log: Log,
): LogRequest {
  // What is asked for by an option is told also where the level is one that tells less.
  const access = accessLog && log.level !== 'silent' ? log.child({}, { level: 'info' }) : undefined;
  return (watch, errors) => {
    const isSlow = watch.duration > slowRequest;
    access?.info(lineOf(watch, errors), 'request');
    if (isSlow) log.warn({ ...lineOf(watch, errors), ...workOf(watch) }, 'slow request');
    const isRefused = watch.status >= 400 || watch.refusal !== undefined;
    if (access === undefined && isRefused && log.isLevelEnabled('debug'))
      log.debug(lineOf(watch, errors), 'request refused');
  };
}

/** One request as the log tells it; ms with two digits. */
function lineOf(watch: RequestWatch, errors: readonly ToldError[]): Readonly<Record<string, unknown>> {
  const { requestId, trace, method, status, roles, bytesIn, bytesOut, duration, shared, abandoned } = watch;
  return {
    requestId,
    traceId: trace?.traceId,
    method,
    status,
    operation: toldOperation(watch),
    client: clientOf(watch),
    roles,
    codes: toldCodes(errors),
    bytesIn,
    bytesOut,
    ms: rounded(duration),
    stages: stagesOf(watch),
    shared: shared || undefined,
    abandoned: abandoned || undefined,
  };
}

function stagesOf(watch: RequestWatch): Readonly<Record<string, number>> {
  const stages: Record<string, number> = {};
  watch.eachStage((stage, _, ms) => (stages[stage] = rounded(ms)));
  return stages;
}

function clientOf(watch: RequestWatch): string | undefined {
  const [name, version] = [toldClient(watch, 'name'), toldClient(watch, 'version')];
  return name === undefined || version === undefined ? name : `${name} ${version}`;
}

/** What a slow request had to do. */
function workOf({ operation, fetches }: RequestWatch): Readonly<Record<string, unknown>> {
  return {
    plan: operation && planOutline(operation.plan as QueryPlan),
    fetches: fetches?.map(({ subgraph, at, ms, code }) => ({ subgraph, at: rounded(at), ms: ms && rounded(ms), code })),
  };
}

const rounded = (ms: number): number => Math.round(ms * 100) / 100;
