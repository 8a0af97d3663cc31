/** Whether the gateway may be sent traffic, and if not, what it waits for. */
export type Readiness =
  | { readonly state: 'ready' }
  | { readonly state: 'waiting'; readonly for: readonly string[] }
  | { readonly state: 'stopping' };
