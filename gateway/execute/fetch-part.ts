/** One fetch of a plan at run time, without its request: which objects it is about, and how an answer is put there. */
import { FAILED, InvalidValue, type ResponseNode, type Reason } from '../result/layout.ts';
import { executeFault } from './errors.ts';
import { markFailed, type FailedPlaces } from './failed-places.ts';
import { isShareable, type FetchCode, type FetchPlan } from './fetch-plan.ts';
import type { Dispute } from './join-answers.ts';
import type { MissingInput } from './missing-input.ts';
import { lostFields, markLost, missedFields } from './lost-fields.ts';
import type { Stubs } from './reply-reader.ts';
import { collectEntities, type ResponsePath } from './entities.ts';
import type { PlanRun } from './run.ts';
import { clientPath, failureReason, type SubgraphError } from './subgraph-errors.ts';

export class FetchPart {
  readonly plan: FetchPlan;
  readonly code: FetchCode;
  /** Asked instead for entities that lack something which only some of its fields require. */
  readonly apart: readonly FetchPart[];
  readonly #shares: boolean;

  /** @param mayShare false when an entity's answer may depend on where it stands */
  constructor(plan: FetchPlan, code: FetchCode, mayShare: boolean, apart: readonly FetchPart[]) {
    this.plan = plan;
    this.code = code;
    this.apart = apart;
    this.#shares = mayShare && isShareable(plan);
  }

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

  /** @param failed what the answer's errors say of it */
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
      if (index > 0 && !this.#shares) patch = this.#read(answer, [], failed);
      const dispute: Dispute = { isFound: false };
      merge(rows[index]!, patch, dispute);
      if (dispute.isFound) this.complain(run, [rows[index]!], 'SUBGRAPHS_DISAGREE', undefined);
    }
  }

  #read(answer: object, stubs: Stubs, failed: FailedPlaces | undefined): ResponseNode {
    const patch = this.code.read(answer, stubs);
    if (failed) markFailed(this.plan.level, patch, failed);
    return patch;
  }

  /** Nothing can be asked of these objects. */
  lacks(run: PlanRun, rows: readonly ResponseNode[], { code, detail, why }: MissingInput): void {
    this.fill(rows, why);
    // Where @skip and @include have left out all that would be asked, nobody misses it.
    const missed = rows.filter((row) => this.#ownFields(run, row).length > 0);
    if (missed.length === 0) return;
    if (why) this.#report(run, missed, why, (row) => this.#ownFields(run, row));
    else this.complain(run, missed, code, detail);
  }

  /** The request has failed, and with it all that it would have answered of these objects. */
  fail(run: PlanRun, rows: readonly ResponseNode[], why: Reason): void {
    this.#report(run, rows, why, (row) => this.#ownFields(run, row));
    this.fill(rows, why);
  }

  /** An error at a path is about that place of each row; without one, it is about the fetch as a whole. */
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

  complain(
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

  /** What is missing because of a failure that has been reported is not reported again. @param why it is told where something else needs it */
  fill(rows: readonly ResponseNode[], why?: Reason): void {
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

  /** What this fetch would have answered of an object. */
  #ownFields({ variables }: PlanRun, row: ResponseNode): readonly ResponsePath[] {
    return lostFields(this.plan.level, row, variables);
  }
}

const NOWHERE = (): readonly ResponsePath[] => [];
const ITSELF = (): readonly ResponsePath[] => [[]];
