/** What the guard lets pass: cost and persons, and whether reads can be recorded. What it refuses is counted by code with the requests. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Registry } from 'prom-client';
import type { Guard } from '../../guard/guard.ts';
import { costReserved } from '../../guard/limits/cost-events.ts';
import type { CostEstimate } from '../../guard/limits/estimated-cost.ts';
import { gaugesOf } from './gauge.ts';
import { CounterSeries } from './series.ts';

/** @returns stops counting */
export function guardMetrics(registry: Registry, guard: Pick<Guard, 'auditState' | 'budgetsAreApart'>): () => void {
  auditGauges(registry, guard);
  if (guard.budgetsAreApart() !== undefined)
    gaugesOf(registry)(
      'sigap_budgets_apart',
      '1 while each gateway counts budgets by itself because Redis does not answer; of workers the sum',
      () => (guard.budgetsAreApart() === true ? 1 : 0),
    );
  const counter = (name: string, help: string) => new CounterSeries(registry, { name, help }).of({});
  const cost = counter(
    'sigap_cost_reserved_total',
    'Cost of the operations that could run, as estimated before they ran',
  );
  const persons = counter(
    'sigap_persons_reserved_total',
    'Persons whose data these could read, as estimated before they ran',
  );
  const onReserved = (message: unknown): void => {
    const estimate = message as CostEstimate;
    cost.value += estimate.cost;
    persons.value += estimate.persons;
  };
  subscribe(costReserved.name, onReserved);
  return () => void unsubscribe(costReserved.name, onReserved);
}

function auditGauges(registry: Registry, guard: Pick<Guard, 'auditState'>): void {
  if (guard.auditState() === undefined) return;
  const gauge = gaugesOf(registry);
  gauge('sigap_audit_pending_records', 'Records of reads that are not durable yet', () => guard.auditState()!.pending);
  gauge('sigap_audit_failing_seconds', 'Since when no record could be written; 0 while they are', () => {
    const state = guard.auditState()!;
    return state.kind === 'writing' ? 0 : (Date.now() - state.since) / 1_000;
  });
  gauge('sigap_audit_refusing', '1 while personal data is refused because reads cannot be recorded', () =>
    guard.auditState()!.kind === 'refusing' ? 1 : 0,
  );
}
