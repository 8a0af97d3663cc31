/** A state machine as a table: what is not in it cannot happen. */
import { changeFault } from './errors.ts';

/** One mutation: who may, and what it does. */
export interface ChangeRule {
  /** The scope that the gateway and the subgraph require. */
  readonly scope: string;
  /** Whose rows: in words, for the page. */
  readonly agency: string;
  readonly what: string;
}

/** One row: from any of these statuses the change leads to that one. */
export interface Transition<Change extends string = string, Status extends string = string> {
  readonly change: Change;
  /** Empty: there is no record before. */
  readonly from: readonly Status[];
  /** Null: the status stays as it is. */
  readonly to: Status | null;
  /** What must be so beside the status. */
  readonly needs: string;
}

/** How one kind of record may change: what leads on from a status, and to which. */
export class StateMachine<Change extends string, Status extends string> {
  readonly transitions: readonly Transition<Change, Status>[];

  readonly #offered: Readonly<Record<string, ChangeRule>>;

  /** @param offered the mutations: what else is in the table nobody can choose, and no refusal names it */
  constructor(offered: Readonly<Record<string, ChangeRule>>, transitions: readonly Transition<Change, Status>[]) {
    this.#offered = offered;
    this.transitions = transitions;
  }

  /** @returns the rows that lead on from a status */
  from(status: string): Transition<Change, Status>[] {
    return this.transitions.filter(({ from }) => (from as readonly string[]).includes(status));
  }

  /**
   * @param to where the change leads, of those that may lead to several; left out where it leads to one
   * @returns the status after it
   * @throws CodedError TRANSITION_REFUSED, which names the transitions that there are
   */
  after(change: Change, status: string, to?: Status): Status {
    const possible = this.from(status);
    const found = possible.find((row) => row.change === change && (to === undefined || row.to === to));
    if (found !== undefined) return found.to ?? (status as Status);
    const offered = possible.filter((row) => Object.hasOwn(this.#offered, row.change));
    const named = [...new Set(offered.map((row) => (row.to === null ? row.change : `${row.change} (${row.to})`)))];
    throw changeFault(
      'TRANSITION_REFUSED',
      `from ${status} there is ${named.length === 0 ? 'none' : named.join(', ')}; got ${change}${to === undefined ? '' : ` (${to})`}`,
    );
  }
}
