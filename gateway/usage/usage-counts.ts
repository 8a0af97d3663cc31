/** What has been asked since the last report. Bounded: what does not fit is counted as others. */
import type { OperationUsage, UsageReport } from './usage-report.ts';
import { toldName, usedDocument } from './used-document.ts';

/**
 * Operations in a report, and how many of them may be new: who asks ever new questions leaves room for those that were asked before. Then
 * clients of an operation, and kinds of error of a client in it. Further ones are counted together.
 */
const MOST_OPERATIONS = 2_000;
const MOST_NEW = 1_000;
const MOST_CLIENTS = 50;
const MOST_ERRORS = 50;

/** An operation that ran; the same object each time while it is prepared. */
export interface CountedOperation {
  readonly text: string;
  readonly operationName: string | undefined;
}

/** What is told of an error. */
export interface CountedError {
  readonly code: string;
  readonly subgraph: string | null;
}

type Told = Omit<OperationUsage, 'clients'>;

/** Counts by key. */
class Tally<Key extends object> {
  readonly #kept = new Map<string, Key & { count: number }>();
  readonly #most: number;
  readonly #other: Key;

  constructor(most: number, other: Key) {
    this.#most = most;
    this.#other = other;
  }

  add(key: Key): void {
    this.of(key).count += 1;
  }

  /** The count of a key, or of all that do not fit. */
  of(key: Key): Key & { count: number } {
    const name = JSON.stringify(Object.values(key));
    const kept = this.#kept.get(name);
    if (kept !== undefined) return kept;
    if (this.#kept.size >= this.#most && key !== this.#other) return this.of(this.#other);
    const made = { ...key, count: 0 };
    this.#kept.set(name, made);
    return made;
  }

  list(): (Key & { count: number })[] {
    return [...this.#kept.values()];
  }
}

interface Client {
  readonly name: string | null;
  readonly version: string | null;
}
const OTHER_CLIENTS: Client = { name: 'others', version: null };
const OTHER_ERRORS: CountedError = { code: 'OTHERS', subgraph: null };

interface Asked {
  readonly told: Told;
  readonly clients: Tally<Client>;
  readonly errors: Map<object, Tally<CountedError>>;
}

interface Subgraph {
  requests: number;
  readonly failures: Map<string, number>;
}

/** The counts of one process. */
export class UsageCounts {
  readonly #told = new WeakMap<CountedOperation, Told>();
  #asked = new Map<string, Asked>();
  #subgraphs = new Map<string, Subgraph>();
  #others = 0;
  #from = new Date();

  /** @param headers of the request, for what the client calls itself */
  operation(
    operation: CountedOperation,
    headers: Readonly<Record<string, string>>,
    errors: readonly CountedError[],
  ): void {
    const asked = this.#askedOf(operation);
    if (asked === undefined) return this.other();
    const client = asked.clients.of({
      name: toldName(headers['apollographql-client-name']),
      version: toldName(headers['apollographql-client-version']),
    });
    client.count += 1;
    if (errors.length === 0) return;
    const tally = asked.errors.get(client) ?? new Tally(MOST_ERRORS, OTHER_ERRORS);
    asked.errors.set(client, tally);
    for (const error of errors) tally.add(error);
  }

  /** An operation of which nothing can be told. */
  other(): void {
    this.#others += 1;
  }

  /** @param code of the fault; undefined where the subgraph has answered */
  request(subgraph: string, code: string | undefined): void {
    const counted = this.#subgraphs.get(subgraph) ?? { requests: 0, failures: new Map<string, number>() };
    this.#subgraphs.set(subgraph, counted);
    counted.requests += 1;
    if (code !== undefined) counted.failures.set(code, (counted.failures.get(code) ?? 0) + 1);
  }

  /** @returns what was counted, and begins anew; undefined when nothing was asked */
  take(): Omit<UsageReport, 'id' | 'gateway' | 'supergraph'> | undefined {
    const [asked, subgraphs, others, from, to] = [this.#asked, this.#subgraphs, this.#others, this.#from, new Date()];
    this.#asked = new Map();
    this.#subgraphs = new Map();
    this.#others = 0;
    this.#from = to;
    if (asked.size + subgraphs.size + others === 0) return undefined;
    return {
      from: from.toISOString(),
      to: to.toISOString(),
      operations: [...asked.values()].map(({ told, clients, errors }) => ({
        ...told,
        clients: clients.list().map((client) => ({ ...client, errors: errors.get(client)?.list() ?? [] })),
      })),
      others,
      subgraphs: [...subgraphs].map(([name, { requests, failures }]) => ({
        name,
        requests,
        failures: [...failures].map(([code, count]) => ({ code, count })),
      })),
    };
  }

  #askedOf(operation: CountedOperation): Asked | undefined {
    let told = this.#told.get(operation);
    if (told === undefined) {
      // What does not fit is not even read: that would be work without an end.
      if (this.#asked.size >= MOST_NEW) return undefined;
      told = usedDocument(operation.text, operation.operationName);
      this.#told.set(operation, told);
    }
    const kept = this.#asked.get(told.hash);
    if (kept !== undefined || this.#asked.size >= MOST_OPERATIONS) return kept;
    const asked = { told, clients: new Tally(MOST_CLIENTS, OTHER_CLIENTS), errors: new Map() };
    this.#asked.set(told.hash, asked);
    return asked;
  }
}
