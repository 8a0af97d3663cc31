/** Why an entity cannot be named to a subgraph, found where its representation is made and told where the fetch's fields are missed. */
import { InvalidValue, type Reason } from '../result/layout.ts';
import type { executeErrors } from './errors.ts';

export class MissingInput {
  readonly code: LackCode;
  /** What was expected. */
  readonly detail: string;
  /** The failed request that owes it; then its error is told here too. */
  readonly why: Reason | undefined;
  readonly #because = new WeakMap<Reason, MissingInput>();

  constructor(code: LackCode, detail: string, why?: Reason) {
    this.code = code;
    this.detail = detail;
    this.why = why;
  }

  /** @param value what is there instead @returns the same for the same failed request, so that its rows are told together */
  because(value: unknown): MissingInput {
    const why = value instanceof InvalidValue ? value.why : undefined;
    if (why === undefined) return this;
    let lack = this.#because.get(why);
    if (lack === undefined) this.#because.set(why, (lack = new MissingInput(this.code, this.detail, why)));
    return lack;
  }
}

type LackCode = keyof typeof executeErrors & ('REQUIRED_MISSING' | 'KEY_NOT_RESOLVABLE');

/** Codes of an error that says that something could not be asked for. */
export const MISSING_INPUT_CODES: ReadonlySet<unknown> = new Set<LackCode>(['REQUIRED_MISSING', 'KEY_NOT_RESOLVABLE']);
