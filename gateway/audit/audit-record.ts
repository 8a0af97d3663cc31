/** The record of one answer with personal data: who saw what of whom, when and why. It never holds a value or a NIK. */
export interface AuditRecord {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly requestId: string;
  /** `public`, `user:<subject>`, `key:<id>`: the caller as the identity step names them. */
  readonly caller: string;
  /** The application they used, as its credential names it; otherwise the caller. */
  readonly client: string;
  readonly agency?: string;
  /** What they stated with `x-purpose`. */
  readonly purpose?: string;
  readonly operation: { readonly name?: string; /** SHA-256 of its text, hexadecimal. */ readonly hash: string };
  /** `Type.field` of the personal fields that were answered. */
  readonly fields: readonly string[];
  /** `Type.field` of personal data that the operation filtered or sorted by; absent when there is none. */
  readonly filters?: readonly string[];
  /** Tokens of the persons, `psr_…`; `Type:key` for a record without one. */
  readonly persons: readonly string[];
}
