/** Why an entity has no representation for a subgraph: found where the representation is built, reported at the fetch's fields. */
import { InvalidValue, type Reason } from '../result/layout.ts';
import type { executeErrors } from './errors.ts';

/** A missing key or required value. */
export class MissingInput {
  readonly code: MissingInputCode;
  /** What was expected. */
  readonly detail: string;
  /** The failed request that should have supplied it; its error is then reported here too. */
  readonly why: Reason | undefined;
  readonly #byReason = new WeakMap<Reason, MissingInput>();

  constructor(code: MissingInputCode, detail: string, why?: Reason) {
    this.code = code;
    this.detail = detail;
    this.why = why;
  }

  /** @param value what is there instead @returns the same object for the same failed request, so that its rows are reported together */
  causedBy(value: unknown): MissingInput {
    const why = value instanceof InvalidValue ? value.why : undefined;
    if (why === undefined) return this;
    let missing = this.#byReason.get(why);
    if (missing === undefined) this.#byReason.set(why, (missing = new MissingInput(this.code, this.detail, why)));
    return missing;
  }
}

type MissingInputCode = keyof typeof executeErrors & ('REQUIRED_MISSING' | 'KEY_NOT_RESOLVABLE');

/** Codes of errors about fields that could not be fetched. */
export const MISSING_INPUT_CODES: ReadonlySet<unknown> = new Set<MissingInputCode>([
  'REQUIRED_MISSING',
  'KEY_NOT_RESOLVABLE',
]);
