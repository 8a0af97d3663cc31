import { describe, expect, it } from 'vitest';
import { parse } from 'graphql';
import { subgraphSdl } from '../../../../schema/compose.ts';
import type { CodedError } from '../../../../base/errors.ts';
import {
  DAILY_RULES,
  WORKER_CHANGES,
  statusAfter,
  TRANSITIONS,
  transitionsFrom,
  type ChangeName,
} from '../../../../subgraphs/workers/lifecycle/transitions.ts';
import type { WorkerStatus } from '../../../../subgraphs/workers/resolver-types.ts';

const STATUSES = parse(subgraphSdl('workers')).definitions.flatMap((node) =>
  node.kind === 'EnumTypeDefinition' && node.name.value === 'WorkerStatus'
    ? node.values!.map(({ name }) => name.value as WorkerStatus)
    : [],
);
const NAMES = Object.keys(WORKER_CHANGES) as ChangeName[];

const refusal = (act: () => unknown): CodedError => {
  try {
    act();
  } catch (thrown) {
    return thrown as CodedError;
  }
  throw new Error('expected a refusal');
};

describe('the state machine of a worker', () => {
  it('has every status of the schema, and each is reached from a proposal', () => {
    const reached = new Set<WorkerStatus>(['PROPOSED']);
    for (let before = 0; before < reached.size;) {
      before = reached.size;
      for (const status of [...reached]) for (const { to } of transitionsFrom(status)) if (to !== null) reached.add(to);
    }
    expect([...reached].sort()).toEqual([...STATUSES].sort());
  });

  it('ends with EXITED, and a duplicate never becomes a participant again', () => {
    expect(transitionsFrom('EXITED')).toEqual([]);
    expect(transitionsFrom('DUPLICATE').map(({ to }) => to)).toEqual(['DUPLICATE']);
  });

  it('has a row for each mutation and each rule of time', () => {
    const all = [...NAMES, ...Object.keys(DAILY_RULES)];
    expect([...new Set(TRANSITIONS.map(({ change }) => change))].sort()).toEqual(all.sort());
  });

  it.each(STATUSES.flatMap((status) => NAMES.map((change) => [status, change] as const)))(
    'from %s takes or refuses %s as the table says',
    (status, change) => {
      const rows = TRANSITIONS.filter((row) => row.change === change && row.from.includes(status));
      if (rows.length > 0) {
        for (const { to } of rows) expect(statusAfter(change, status, to ?? undefined)).toBe(to ?? status);
        return;
      }
      const { code, message } = refusal(() => statusAfter(change, status));
      expect(code).toBe('TRANSITION_REFUSED');
      // It names what there is instead.
      for (const row of transitionsFrom(status))
        expect(message.includes(row.change)).toBe(Object.hasOwn(WORKER_CHANGES, row.change));
    },
  );

  it('refuses a target that the change does not lead to', () => {
    const { message } = refusal(() => statusAfter('decideEligibility', 'VERIFYING', 'ACTIVE'));
    expect(message).toMatch(
      /from VERIFYING there is .*decideEligibility \(ELIGIBLE\).*; got decideEligibility \(ACTIVE\)$/,
    );
  });
});
