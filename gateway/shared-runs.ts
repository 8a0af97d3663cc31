/**
 * Identical queries in flight run once. Identical means: the same prepared operation (and so the same text, name, rights
 * and generation), the same variables, and a caller whom no subgraph could tell from the other. An answer is never kept
 * beyond its last waiting caller, so nobody gets an older one than he would have got alone.
 */
import { PassingMap } from '../base/passing-map.ts';
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

export function sharedRuns(): SharedRuns {
  const underWay = new WeakMap<PreparedOperation, PassingMap<string, Promise<Outcome>>>();
  return {
    run(prepared, variables, identity, run) {
      if (prepared.kind !== 'query') return run();
      let runs = underWay.get(prepared);
      if (runs === undefined) underWay.set(prepared, (runs = new PassingMap()));
      const key = `${identity.length}:${identity}${variables === undefined ? '' : JSON.stringify(variables)}`;
      let outcome = runs.get(key);
      if (outcome === undefined) {
        outcome = run().finally(() => runs.delete(key));
        runs.set(key, outcome);
      }
      return outcome;
    },
  };
}
