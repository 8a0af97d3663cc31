/** What each client holds of the large answers under way: none is kept of whom nothing is held. */
export interface ClientLoad {
  /** Answers being made. */
  readonly large: number;
  /** What they weigh, and what has been made and not been taken, bytes. */
  readonly bytes: number;
  /** Places lent to others. */
  readonly lent: number;
}

const NOTHING: ClientLoad = { large: 0, bytes: 0, lent: 0 };

export class ClientLoads {
  readonly #clients = new Map<string, ClientLoad>();

  of(client: string): ClientLoad {
    return this.#clients.get(client) ?? NOTHING;
  }

  add(client: string, change: ClientLoad): void {
    const own = this.of(client);
    const now = { large: own.large + change.large, bytes: own.bytes + change.bytes, lent: own.lent + change.lent };
    if (now.large === 0 && now.bytes === 0 && now.lent === 0) this.#clients.delete(client);
    else this.#clients.set(client, now);
  }
}
