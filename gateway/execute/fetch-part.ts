/** One fetch of a plan at run time, without its request: which objects it concerns, and how a reply is merged into them. */
import { FAILED, InvalidValue, type ResponseNode, type Reason } from '../result/layout.ts';
import { executeFault } from './errors.ts';
import { markFailed, type FailedPlaces } from './failed-places.ts';
import { isShareable, type FetchCode, type FetchPlan } from './fetch-plan.ts';
import type { Disagreement } from './join-answers.ts';
import type { MissingInput } from './missing-input.ts';
import { lostFields, markLost, missedFields } from './lost-fields.ts';
import type { Stubs } from './reply-reader.ts';
import { collectEntities, type ResponsePath } from './entities.ts';
import type { PlanRun } from './run.ts';
import { clientPath, failureReason, type SubgraphError } from './subgraph-errors.ts';

/** One fetch of a plan. Several parts may share one request. */
export class FetchPart {
  readonly plan: FetchPlan;
  readonly code: FetchCode;
  /** Sent instead for entities that lack an input of only some of the fetch's fields. */
  readonly separate: readonly FetchPart[];
  readonly #isShared: boolean;

  /** @param mayShare false when an entity's reply may depend on its place in the response */
  constructor(plan: FetchPlan, code: FetchCode, mayShare: boolean, separate: readonly FetchPart[]) {
    this.plan = plan;
    this.code = code;
    this.separate = separate;
    this.#isShared = mayShare && isShareable(plan);
  }

  /** @returns the objects that the fetch concerns, each once; adds a failure when an earlier one may have removed some of them */
  rows(run: PlanRun): readonly ResponseNode[] {
    const rows = collectEntities(run.root, this.plan.steps, run);
    if (run.lost)
      run.failures.push({
        ...run.lost,
        rows: 'left',
        below: (row) => missedFields(this.plan.level, row, run.variables),
        steps: this.plan.steps,
      });
    return rows;
  }

  /**
   * Merges an object of a reply into the rows that it stands for.
   * @param stubs of the reply, shared by all of its objects
   * @param failed the reply's errors about the object
   */
  merge(
    run: PlanRun,
    rows: readonly ResponseNode[],
    answer: object,
    stubs: Stubs,
    failed: FailedPlaces | undefined,
  ): void {
    const { merge } = this.code;
    let patch = this.#read(answer, stubs, failed);
    for (let index = 0; index < rows.length; index++) {
      if (index > 0 && !this.#isShared) patch = this.#read(answer, [], failed);
      const disagreement: Disagreement = { isFound: false };
      merge(rows[index]!, patch, disagreement);
      if (disagreement.isFound) this.reportFault(run, [rows[index]!], 'SUBGRAPHS_DISAGREE', undefined);
    }
  }

  #read(answer: object, stubs: Stubs, failed: FailedPlaces | undefined): ResponseNode {
    const patch = this.code.read(answer, stubs);
    if (failed) markFailed(this.plan.level, patch, failed);
    return patch;
  }

  /** The fetch cannot be sent for these rows, because an input is missing. */
  reportMissing(run: PlanRun, rows: readonly ResponseNode[], { code, detail, why }: MissingInput): void {
    this.markMissing(rows, why);
    // Where @skip and @include have left out all fields of the fetch, nothing is lost.
    const missed = rows.filter((row) => this.#ownFields(run, row).length > 0);
    if (missed.length === 0) return;
    if (why) this.#report(run, missed, why, (row) => this.#ownFields(run, row));
    else this.reportFault(run, missed, code, detail);
  }

  /** The request has failed, and with it all fields of the fetch for these rows. */
  fail(run: PlanRun, rows: readonly ResponseNode[], why: Reason): void {
    this.#report(run, rows, why, (row) => this.#ownFields(run, row));
    this.markMissing(rows, why);
  }

  /** Reports a subgraph's error: with a path, at that place of each row; without one, for the fetch as a whole. */
  reportAt(run: PlanRun, rows: readonly ResponseNode[], error: SubgraphError, path: ResponsePath | undefined): void {
    if (path === undefined) {
      run.failures.push({ ...failureReason(error), steps: this.plan.steps, below: NOWHERE });
      return;
    }
    const below = [clientPath(this.plan.level, path)];
    this.#report(
      run,
      rows,
      failureReason(error),
      below[0]!.length > 0 ? () => below : (row) => this.#ownFields(run, row),
    );
  }

  /** Reports a fault of the gateway's own about the rows. @param detail what was expected and what was received */
  reportFault(
    run: PlanRun,
    rows: readonly ResponseNode[],
    code: 'ENTITIES_MISFIT' | 'ENTITY_MISMATCH' | 'SUBGRAPHS_DISAGREE' | 'BAD_REPLY' | MissingInput['code'],
    detail: string | undefined,
  ): void {
    const error = executeFault(code, detail, { extensions: { service: this.plan.subgraph } });
    this.#report(
      run,
      rows,
      { message: error.message, extensions: error.extensions, cause: error },
      code === 'SUBGRAPHS_DISAGREE' ? ITSELF : (row) => this.#ownFields(run, row),
    );
  }

  /** Marks all missing fields as reported, so that they are not reported again. @param why reported where another fetch needs one of them */
  markMissing(rows: readonly ResponseNode[], why?: Reason): void {
    const mark = why ? new InvalidValue(undefined, why) : FAILED;
    for (const row of rows) markLost(this.plan.level, row, mark);
  }

  #report(
    run: PlanRun,
    rows: readonly ResponseNode[],
    why: Reason,
    below: (row: ResponseNode) => readonly ResponsePath[],
  ): void {
    run.failures.push({ ...why, rows, below, steps: this.plan.steps });
  }

  /** The fields of this fetch that the row lacks. */
  #ownFields({ variables }: PlanRun, row: ResponseNode): readonly ResponsePath[] {
    return lostFields(this.plan.level, row, variables);
  }
}

const NOWHERE = (): readonly ResponsePath[] => [];
const ITSELF = (): readonly ResponsePath[] => [[]];
