import { JointAbortState, type AbortState } from '../../base/abort-state.ts';

/** The clients who wait for one operation to be made ready: it waits in the line of each of them, so that nobody waits longer for having company. */
export class WaitingClients {
  /** Once all of them have gone it is not planned any more, and nobody may join. */
  readonly all: JointAbortState;
  readonly clients = new Set<string>();
  /** Told of each client who joins while the operation waits. */
  onJoin: ((client: string) => void) | undefined;

  /** @param gone whether the first has gone; absent: they never do */
  constructor(client: string, gone?: AbortState) {
    this.clients.add(client);
    this.all = new JointAbortState(gone);
  }

  join(client: string, gone?: AbortState): void {
    this.all.join(gone);
    if (this.clients.has(client)) return;
    this.clients.add(client);
    this.onJoin?.(client);
  }
}
