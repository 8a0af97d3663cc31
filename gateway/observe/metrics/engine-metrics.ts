/** The supergraph that serves, operations prepared for it, and the threads that plan. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Gauge, type Registry } from 'prom-client';
import { planDropped, planEnd, type PlanEnd } from '../../plan/plan-events.ts';
import type { PreparedStatus } from '../../plan/prepared-operation.ts';
import type { ExecutionEngine } from '../../supergraph/engine.ts';
import { schemaVersion } from '../../supergraph/generation.ts';
import { gaugesOf } from './gauge.ts';
import { sourceMetrics } from './source-metrics.ts';
import { CounterSeries, DurationHistogram } from './series.ts';

type Engine = Pick<ExecutionEngine, 'current' | 'events' | 'liveSince' | 'sourceFailingSince'>;

/** @returns stops counting */
export function engineMetrics(registry: Registry, engine: Engine): () => void {
  preparedGauges(registry, engine);
  sourceMetrics(registry, () => engine.sourceFailingSince());
  const stopSupergraphs = supergraphMetrics(registry, engine);
  const stopPlans = planMetrics(registry);
  return () => {
    stopSupergraphs();
    stopPlans();
  };
}

function supergraphMetrics(registry: Registry, engine: Engine): () => void {
  const changes = new CounterSeries(registry, {
    name: 'sigap_supergraph_changes_total',
    help: 'Supergraphs that were offered after the first: live or refused',
  });
  // Both from the start, at 0: an increase is seen only of a series that was there before.
  const [live, refused] = [changes.of({ outcome: 'live' }), changes.of({ outcome: 'refused' })];
  const onLive = (): void => {
    live.value++;
  };
  const onRefused = (): void => {
    refused.value++;
  };
  engine.events.on('live', onLive).on('refused', onRefused);
  new Gauge({
    name: 'sigap_supergraph_live_timestamp_seconds',
    help: 'When the supergraph that serves went live, by the first digits of its hash',
    labelNames: ['supergraph'],
    aggregator: 'max',
    registers: [registry],
    collect() {
      this.reset();
      this.set({ supergraph: schemaVersion(engine.current()) }, engine.liveSince.getTime() / 1_000);
    },
  });
  return () => void engine.events.off('live', onLive).off('refused', onRefused);
}

function preparedGauges(registry: Registry, engine: Engine): void {
  const gauge = gaugesOf(registry);
  /** Of the whole graph and of each contract. */
  const sum = (valueOf: (status: PreparedStatus) => number): number => {
    const { operations, contracts } = engine.current();
    return [operations, ...[...contracts.values()].map((contract) => contract.operations)]
      .map((each) => valueOf(each.status()))
      .reduce((total, each) => total + each, 0);
  };
  // Contracts are planned by the same threads.
  const planner = (): PreparedStatus => engine.current().operations.status();
  gauge('sigap_prepared_operations', 'Operations that are prepared', () => sum(({ operations }) => operations));
  gauge('sigap_prepared_operations_bytes', 'Their memory, estimated', () => sum(({ bytes }) => bytes));
  gauge('sigap_planner_waiting_operations', 'Operations that wait for a planning thread', () => planner().waiting);
  gauge('sigap_planner_threads', 'Planning threads', () => planner().threads);
}

function planMetrics(registry: Registry): () => void {
  const durations = new DurationHistogram(registry, {
    name: 'sigap_plan_duration_seconds',
    help: 'Operations that were not prepared yet: planned and compiled, or refused by code',
  });
  const dropped = new CounterSeries(registry, {
    name: 'sigap_prepared_operations_dropped_total',
    help: 'Prepared operations that were dropped for want of room',
  }).of({});
  const onEnd = (message: unknown): void => {
    const { code = '', duration } = message as PlanEnd;
    durations.of({ code }).observe(duration);
  };
  const onDropped = (): void => {
    dropped.value++;
  };
  subscribe(planEnd.name, onEnd);
  subscribe(planDropped.name, onDropped);
  return () => {
    unsubscribe(planEnd.name, onEnd);
    unsubscribe(planDropped.name, onDropped);
  };
}
