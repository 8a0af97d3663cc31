/** What a request of `audit` carries from field to field. */
export interface AuditContext {
  readonly scopes: readonly string[];
}
