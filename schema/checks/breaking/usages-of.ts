import type { UsedOperation } from '../check-input.ts';
import type { UsedBy } from '../finding.ts';

/** @returns who asks these operations, the most first; an operation without clients is shipped with the programme */
export function usagesOf(operations: readonly UsedOperation[]): readonly UsedBy[] {
  return operations
    .flatMap(({ name, clients }): UsedBy[] =>
      clients.length === 0
        ? [{ operation: name, client: SHIPPED, count: 0 }]
        : clients.map(({ name: client, version, count }) => ({
            operation: name,
            client: [client, version].filter((each) => each !== '').join(' '),
            count,
          })),
    )
    .sort((one, other) => other.count - one.count);
}

const SHIPPED = '(shipped)';
