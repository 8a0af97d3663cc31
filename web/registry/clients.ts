/** Who runs operations, and what one of them runs. */
import type { Operation } from './shapes.ts';

export interface Client {
  /** Null for those that do not say their name. */
  readonly name: string | null;
  /** Runs of all of its versions. */
  readonly count: number;
}

/** @returns each client once, the one with most runs first */
export function clientsIn(operations: readonly Operation[]): Client[] {
  const byName = Map.groupBy(
    operations.flatMap(({ clients }) => clients),
    ({ name }) => name,
  );
  return [...byName]
    .map(([name, all]) => ({ name, count: all.reduce((sum, { count }) => sum + count, 0) }))
    .sort((a, b) => b.count - a.count || String(a.name).localeCompare(String(b.name)));
}

/**
 * What one client runs, with its own counts; errors are counted for an operation, whoever ran it.
 * @param client null for those without a name; undefined for all
 */
export function runsOf(operations: readonly Operation[], client: string | null | undefined): Operation[] {
  if (client === undefined) return [...operations];
  return operations
    .map((operation) => {
      const clients = operation.clients.filter(({ name }) => name === client);
      return { ...operation, clients, count: clients.reduce((sum, { count }) => sum + count, 0) };
    })
    .filter(({ clients }) => clients.length > 0)
    .sort((a, b) => b.count - a.count);
}
