/** Why an entity cannot be named to a subgraph, found where its representation is made and told where the fetch's fields are missed. */
import type { executeErrors } from './errors.ts';

export class Lack {
  readonly code: LackCode;
  /** What was expected. */
  readonly detail: string;
  constructor(code: LackCode, detail: string) {
    this.code = code;
    this.detail = detail;
  }
}

type LackCode = keyof typeof executeErrors & ('REQUIRED_MISSING' | 'KEY_NOT_RESOLVABLE');
