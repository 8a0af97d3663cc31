/** What one answer with personal data leaves behind: who saw what of whom, when and why. Never a value, never an NIK. */
export interface AuditRecord {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly requestId: string;
  /** `public`, `user:<subject>`, `key:<id>`: the caller as the identity step names them. */
  readonly caller: string;
  /** The application they used, as its credential names it; the caller again where it names none. */
  readonly client: string;
  readonly agency?: string;
  /** What they stated with `x-purpose`. */
  readonly purpose?: string;
  readonly operation: { readonly name?: string; /** SHA-256 of its text, hexadecimal. */ readonly hash: string };
  /** `Type.field` of the personal fields that were answered. */
  readonly fields: readonly string[];
  /** `Type.field` of personal data that it filtered or sorted by; left out where by none. */
  readonly filters?: readonly string[];
  /** Tokens of the persons, `psr_…`; `Type:key` for a record without one. */
  readonly persons: readonly string[];
}
