/** What a run came to: made only as far as somebody asks. */
import type { GraphQLError } from 'graphql';
import type { Introspected } from '../reply/introspection.ts';
import type { ResponseNode } from '../result/layout.ts';
import type { ObjectPlan } from '../result/response-plan.ts';
import { projectData, type Projection } from '../reply/project-data.ts';
import { errorsOf, explainedBy } from './failures.ts';
import type { PlanRun } from './run.ts';
import type { Variant } from './variants.ts';

/** What an operation came to. Each part is made when it is first asked for, and once. */
export interface ExecutionResult {
  /** True when the variables did not fit: nothing ran, there is no `data` entry, only `errors`. */
  readonly refused: boolean;
  /** The response's `data` as objects without prototypes; `undefined` only when refused. */
  data(): ResultData;
  /** The same as JSON, byte for byte what `JSON.stringify` gives of it, without building it. */
  dataText(): string | undefined;
  /** What `dataText` was written from, for who counts what is in it; absent where something was wrong, and `data` says what the answer is then. */
  written?(): Written | undefined;
  /** Empty when all went well. Each has `extensions.code`; those of a subgraph also `extensions.service`. */
  errors(): readonly GraphQLError[];
}

export type ResultData = Readonly<Record<string, unknown>> | null | undefined;

/** Merged data, of which every value was found to be as it should be. */
export interface Written {
  readonly plan: ObjectPlan;
  readonly root: ResponseNode;
}

export class RunResult implements ExecutionResult {
  readonly refused = false;
  readonly #run: PlanRun;
  readonly #variant: Variant;
  readonly #introspection: Introspected;
  readonly #clientName: (name: string) => string;
  #projected: Projection | undefined;
  #text: string | undefined;
  #fetchErrors: readonly GraphQLError[] | undefined;

  constructor(run: PlanRun, variant: Variant, introspection: Introspected, clientName: (name: string) => string) {
    this.#run = run;
    this.#variant = variant;
    this.#introspection = introspection;
    this.#clientName = clientName;
  }

  data(): Readonly<Record<string, unknown>> | null {
    return this.#projection().data;
  }

  dataText(): string {
    this.#text ??= this.#written() ?? JSON.stringify(this.#projection().data);
    return this.#text;
  }

  written(): Written | undefined {
    if (this.#projected || (this.#text ??= this.#written()) === undefined) return undefined;
    return { plan: this.#variant.plan, root: this.#run.root };
  }

  errors(): readonly GraphQLError[] {
    // Text that was written the fast way says that nothing was wrong but what the fetches reported.
    if (!this.#projected && (this.#text ??= this.#written()) !== undefined) return this.#failed();
    return [...this.#failed(), ...this.#projection().errors];
  }

  #written(): string | undefined {
    if (this.#projected) return undefined;
    return this.#variant.write?.(this.#run.root, this.#introspection.texts, this.#run.unescaped);
  }

  #projection(): Projection {
    this.#projected ??= projectData(this.#variant.plan, this.#run.root, {
      introspection: this.#introspection.values,
      explained: explainedBy(this.#failed()),
    });
    return this.#projected;
  }

  #failed(): readonly GraphQLError[] {
    this.#fetchErrors ??= errorsOf(this.#run.failures, this.#run.root, this.#variant.plan, this.#clientName);
    return this.#fetchErrors;
  }
}

/** An operation that did not run. */
export function refusedResult(errors: readonly GraphQLError[]): ExecutionResult {
  return { refused: true, data: () => undefined, dataText: () => undefined, errors: () => errors };
}

/** A result whose parts are there already. */
export function madeResult(
  data: Exclude<ResultData, undefined>,
  errors: readonly GraphQLError[] = [],
): ExecutionResult {
  return { refused: false, data: () => data, dataText: () => JSON.stringify(data), errors: () => errors };
}
