/** One fetch of a plan at run time, without its request: which objects it is about, and how an answer is put there. */
import { holds } from '../reply/condition.ts';
import { FAILED, Misfit, type Node } from '../reply/layout.ts';
import { executeFault } from './errors.ts';
import { markFailed, type FailedPlaces } from './failed-places.ts';
import { isOfType, type FetchedSlot } from './fetch-document.ts';
import { isShareable, type FetchCode, type FetchPlan } from './fetch-plan.ts';
import { takeDisputes } from './join-answers.ts';
import type { Lack } from './lack.ts';
import type { Stubs } from './reply-reader.ts';
import { collectRows, type ResponsePath } from './rows.ts';
import type { Run } from './run.ts';
import { clientPath, type SubgraphError } from './subgraph-errors.ts';

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

  rows(run: Run): readonly Node[] {
    return collectRows(run.root, this.plan.steps, run);
  }

  /** @param failed what the answer's errors say of it */
  merge(run: Run, rows: readonly Node[], answer: object, stubs: Stubs, failed: FailedPlaces | undefined): void {
    const { merge } = this.code;
    let patch = this.#read(answer, stubs, failed);
    for (let index = 0; index < rows.length; index++) {
      if (index > 0 && !this.#shares) patch = this.#read(answer, [], failed);
      merge(rows[index]!, patch);
      if (takeDisputes().length > 0) this.complain(run, [rows[index]!], 'SUBGRAPHS_DISAGREE', undefined);
    }
  }

  #read(answer: object, stubs: Stubs, failed: FailedPlaces | undefined): Node {
    const patch = this.code.read(answer, stubs);
    if (failed) markFailed(this.plan.level, patch, failed);
    return patch;
  }

  /** Nothing can be asked of these objects. */
  lacks(run: Run, rows: readonly Node[], { code, detail }: Lack): void {
    this.fill(rows);
    // Where @skip and @include have left out all that would be asked, nobody misses it.
    const missed = rows.filter((row) => this.#ownFields(run, row).length > 0);
    if (missed.length > 0) this.complain(run, missed, code, detail);
  }

  /** The request has failed, and with it all that it would have answered of these objects. */
  fail(run: Run, rows: readonly Node[], message: string, extensions: Readonly<Record<string, unknown>>, cause: Error): void {
    this.#report(run, rows, message, extensions, (row) => this.#ownFields(run, row), cause);
    this.fill(rows);
  }

  /** An error at a path is about that place of each row; without one, it is about the fetch as a whole. */
  reportAt(run: Run, rows: readonly Node[], error: SubgraphError, path: ResponsePath | undefined): void {
    const { message, extensions } = error;
    if (path === undefined) {
      run.failures.push({ message, extensions, steps: this.plan.steps, below: NOWHERE });
      return;
    }
    const below = [clientPath(this.plan.level, path)];
    this.#report(run, rows, message, extensions, below[0]!.length > 0 ? () => below : (row) => this.#ownFields(run, row));
  }

  complain(run: Run, rows: readonly Node[], code: 'ENTITIES_MISFIT' | 'ENTITY_MISMATCH' | 'SUBGRAPHS_DISAGREE' | 'BAD_REPLY' | Lack['code'], detail: string | undefined): void {
    const error = executeFault(code, detail, { extensions: { service: this.plan.subgraph } });
    this.#report(run, rows, error.message, error.extensions, code === 'SUBGRAPHS_DISAGREE' ? ITSELF : (row) => this.#ownFields(run, row), error);
  }

  /** What is missing because of a failure that has been reported is not reported again. */
  fill(rows: readonly Node[]): void {
    for (const row of rows) {
      for (const { slot } of this.plan.level.fields.values()) if (row[slot.property] === undefined) row[slot.property] = FAILED;
    }
  }

  #report(run: Run, rows: readonly Node[], message: string, extensions: Readonly<Record<string, unknown>>, below: (row: Node) => readonly ResponsePath[], cause?: Error): void {
    run.failures.push({ message, extensions, rows, below, steps: this.plan.steps, cause });
  }

  /** What this fetch would have answered of an object. */
  #ownFields({ variables }: Run, row: Node): readonly ResponsePath[] {
    const isOwn = ({ on, slot }: FetchedSlot): boolean => row[slot.property] instanceof Misfit && [...on].some((type) => row.type === undefined || isOfType(this.plan.supergraph, row.type, type))
      && slot.selected.some(({ when }) => when.some((condition) => holds(condition, variables)));
    return [...this.plan.level.fields.values()].filter(isOwn).map(({ slot }) => [slot.name]);
  }
}

const NOWHERE = (): readonly ResponsePath[] => [];
const ITSELF = (): readonly ResponsePath[] => [[]];
