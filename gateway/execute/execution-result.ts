/** The result of a run. Each part is made only when it is read. */
import type { GraphQLError } from 'graphql';
import type { Introspected } from '../reply/introspection.ts';
import type { ResponseNode } from '../result/layout.ts';
import type { ObjectPlan } from '../result/response-plan.ts';
import { projectData, type Projection } from '../reply/project-data.ts';
import { errorsOf, coveredBy } from './failures.ts';
import type { PlanRun } from './run.ts';
import type { Variant } from './variants.ts';

/** The result of an operation. Each part is made when it is first read, and once. */
export interface ExecutionResult {
  /** True when the variables did not fit: nothing ran, there is no `data` entry, only `errors`. */
  readonly refused: boolean;
  /** The response's `data` as objects without prototypes; `undefined` only when refused. */
  data(): ResultData;
  /** The same as JSON, byte for byte what `JSON.stringify` makes of it, without building the objects. */
  dataText(): string | undefined;
  /** The merged data that `dataText` was written from, in which every value is valid, for the backstop for counts; absent where one is not, and `data` is used. */
  written?(): Written | undefined;
  /** The merged data and the plan that lays it out, whatever is wrong in it: for explanations. Absent where nothing ran. */
  merged?(): Written;
  /** Empty without failures. Each has `extensions.code`; those of a subgraph also `extensions.service`. */
  errors(): readonly GraphQLError[];
}

/** A response's `data`; `undefined` when nothing ran. */
export type ResultData = Readonly<Record<string, unknown>> | null | undefined;

/** Merged data, with the plan of the response. */
export interface Written {
  readonly plan: ObjectPlan;
  readonly root: ResponseNode;
}

/** The result of an operation that ran. */
export class RunResult implements ExecutionResult {
  readonly refused = false;
  readonly #run: PlanRun;
  readonly #variant: Variant;
  readonly #introspection: Introspected;
  readonly #clientName: (name: string) => string;
  #projected: Projection | undefined;
  #text: string | undefined;
  #fetchErrors: readonly GraphQLError[] | undefined;

  /** @param clientName translates a response name of the plan to the client's */
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

  merged(): Written {
    return { plan: this.#variant.plan, root: this.#run.root };
  }

  errors(): readonly GraphQLError[] {
    // Text written directly from the nodes means that no value is invalid: only the fetches' own errors remain.
    if (!this.#projected && (this.#text ??= this.#written()) !== undefined) return this.#failures();
    return [...this.#failures(), ...this.#projection().errors];
  }

  #written(): string | undefined {
    if (this.#projected) return undefined;
    return this.#variant.write?.(this.#run.root, this.#introspection.texts, this.#run.unescaped);
  }

  #projection(): Projection {
    this.#projected ??= projectData(this.#variant.plan, this.#run.root, {
      introspection: this.#introspection.values,
      explained: coveredBy(this.#failures()),
    });
    return this.#projected;
  }

  #failures(): readonly GraphQLError[] {
    this.#fetchErrors ??= errorsOf(this.#run.failures, this.#run.root, this.#variant.plan, this.#clientName);
    return this.#fetchErrors;
  }
}

/** An operation that did not run. */
export function refusedResult(errors: readonly GraphQLError[]): ExecutionResult {
  return { refused: true, data: () => undefined, dataText: () => undefined, errors: () => errors };
}

/** A result of data and errors that exist already. */
export function madeResult(
  data: Exclude<ResultData, undefined>,
  errors: readonly GraphQLError[] = [],
): ExecutionResult {
  return { refused: false, data: () => data, dataText: () => JSON.stringify(data), errors: () => errors };
}
