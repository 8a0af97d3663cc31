/** What a scenario of chaos is: a gateway that runs, questions asked of it, something that is broken and mended, and what must come of it. */
import type { GatewayProgram } from '../support/gateway-program.ts';

/** A question that clients ask again and again, each time with another number. */
export interface Question {
  readonly name: string;
  readonly query: string;
  /** All that it answers while everything works. @param of the number it was asked with */
  readonly whole: (of: number) => unknown;
  /** Of the caller; none: the public. */
  readonly authorization?: string | ((of: number) => string);
}

/** By what the operator must be told. */
export interface Told {
  /** A line of the gateway's log, at level warn or above. Absent where nothing is logged. */
  readonly log?: RegExp;
  /** Series of the operators' port that must grow, as `sigap_subgraph_breaker_open{subgraph="people"}`; or fall below 0, with `isEnding`. */
  readonly metric: RegExp;
  readonly isEnding?: boolean;
  /** Of deploy/prometheus/alerts.yml. */
  readonly alert: string;
  /** Where the alert is of a rate over minutes, which no scenario lasts: so many a second the series must grow by meanwhile. */
  readonly above?: number;
}

/** A scenario that is set up. */
export interface Stage {
  readonly gateway: GatewayProgram;
  /** Questions that the fault must not touch. */
  readonly innocent: readonly Question[];
  /** Questions that touch what is broken; none where no client must notice. */
  readonly affected: readonly Question[];
  /** What the affected may get beside their whole answer: codes of docs/errors.md, or `connection lost`. */
  readonly allowed: readonly string[];
  readonly told: Told;
  /** Authorities by which clients know the gateway: the affected then open a connection each time, the innocent keep theirs. */
  readonly ca?: string;
  /** Waited for while all is calm: when it may be broken. */
  readonly ripe?: () => Promise<void>;
  break(): void | Promise<void>;
  mend(): void | Promise<void>;
  close(): void | Promise<void>;
}

/** One row of the table. */
export interface Scenario {
  readonly name: string;
  /** What is done, in a sentence. */
  readonly does: string;
  /** How long it stays broken, ms. */
  readonly hold: number;
  /** In the suite too: it needs nothing that may be missing, and few seconds. */
  readonly short?: boolean;
  /** Why it cannot run here; undefined where it can. */
  readonly missing?: () => string | undefined;
  /** @param folder for its files, removed afterwards */
  open(folder: string): Promise<Stage>;
}
