/** What a request of `audit` carries from field to field. */
export interface Context {
  readonly scopes: readonly string[];
}
