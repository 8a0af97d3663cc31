/**
 * Identical queries in flight run once. Identical means: the same prepared operation (and so the same text, name, rights
 * and generation), the same variables, and a caller whom no subgraph could tell from the other. An answer is never kept
 * beyond its last waiting caller, so nobody gets an older one than he would have got alone.
 */
import type { Outcome } from './execute/compile-operation.ts';
import type { PreparedOperation } from './plan/prepared-operation.ts';

export type Variables = Readonly<Record<string, unknown>> | undefined;

export interface SharedRuns {
  /**
   * @param identity equal for callers whom no subgraph can tell apart
   * @param run runs the operation; it must not end because one of its callers has gone
   */
  run(prepared: PreparedOperation, variables: Variables, identity: string, run: () => Promise<Outcome>): Promise<Outcome>;
}

/** Emptied when it is over: a Map that has been outgrown holds on to what was in it (base/tied.ts). */
interface UnderWay {
  outcome: Promise<Outcome> | undefined;
}

export function sharedRuns(): SharedRuns {
  const underWay = new WeakMap<PreparedOperation, Map<string, UnderWay>>();
  return {
    run(prepared, variables, identity, run) {
      if (prepared.kind !== 'query') return run();
      let runs = underWay.get(prepared);
      if (runs === undefined) underWay.set(prepared, (runs = new Map()));
      const key = `${identity.length}:${identity}${variables === undefined ? '' : JSON.stringify(variables)}`;
      const same = runs.get(key)?.outcome;
      if (same !== undefined) return same;
      const mine: UnderWay = { outcome: undefined };
      runs.set(key, mine);
      return (mine.outcome = run().finally(() => {
        runs.delete(key);
        mine.outcome = undefined;
      }));
    },
  };
}
