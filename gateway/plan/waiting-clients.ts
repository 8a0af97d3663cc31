/** The clients of one operation in preparation. */
import { JointAbortState, type AbortState } from '../../base/abort-state.ts';

/** The clients that wait for one operation to be prepared. It is queued in the turn of each, so that sharing delays no client. */
export class WaitingClients {
  /** Aborted when all of them have gone: the operation is then not planned any more, and no client may join. */
  readonly all: JointAbortState;
  /** Their names. */
  readonly clients = new Set<string>();
  /** Called for each client that joins while the operation waits. */
  onJoin: ((client: string) => void) | undefined;

  /** @param gone aborted when the first client has gone; absent: it never is */
  constructor(client: string, gone?: AbortState) {
    this.clients.add(client);
    this.all = new JointAbortState(gone);
  }

  /** One more client waits. @param gone aborted when it has gone */
  join(client: string, gone?: AbortState): void {
    this.all.join(gone);
    if (this.clients.has(client)) return;
    this.clients.add(client);
    this.onJoin?.(client);
  }
}
