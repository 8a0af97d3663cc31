import { CompactingMap } from '../base/compacting-map.ts';

/** What one client holds of the large answers under way. */
export interface ClientLoad {
  /** Answers in preparation. */
  readonly large: number;
  /** Their estimated size, and the size of finished answers that the client has not taken yet, bytes. */
  readonly bytes: number;
  /** Places that it has lent to others. */
  readonly lent: number;
}

const NOTHING: ClientLoad = { large: 0, bytes: 0, lent: 0 };

/** The loads of all clients; a client that holds nothing has no entry. */
export class ClientLoads {
  readonly #clients = new CompactingMap<string, ClientLoad>();

  /** The load of one client. */
  of(client: string): ClientLoad {
    return this.#clients.get(client) ?? NOTHING;
  }

  /** Adds a change, whose numbers may be negative. */
  add(client: string, change: ClientLoad): void {
    const own = this.of(client);
    const now = { large: own.large + change.large, bytes: own.bytes + change.bytes, lent: own.lent + change.lent };
    if (now.large === 0 && now.bytes === 0 && now.lent === 0) this.#clients.delete(client);
    else this.#clients.set(client, now);
  }
}
