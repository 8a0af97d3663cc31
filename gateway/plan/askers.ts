/** The clients who wait for one operation to be made ready: it waits in the line of each of them, so that nobody waits longer for having company. */
export class Askers {
  readonly clients = new Set<string>();
  /** Told of each client who joins while the operation waits. */
  onJoin: ((client: string) => void) | undefined;

  constructor(client: string) {
    this.clients.add(client);
  }

  join(client: string): void {
    if (this.clients.has(client)) return;
    this.clients.add(client);
    this.onJoin?.(client);
  }
}
