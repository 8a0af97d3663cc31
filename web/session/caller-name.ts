/** What the audit calls the caller of a bearer token, for a citation: nothing is decided by it. */

/** @returns `user:…` of the token's subject; undefined where the token does not tell it */
export function callerName(token: string | undefined): string | undefined {
  try {
    const payload = token?.split('.')[1]?.replaceAll('-', '+').replaceAll('_', '/');
    if (payload === undefined) return undefined;
    const bytes = Uint8Array.from(atob(payload), (character) => character.charCodeAt(0));
    const { sub } = JSON.parse(new TextDecoder().decode(bytes)) as { sub?: unknown };
    return typeof sub === 'string' && sub !== '' ? `user:${sub}` : undefined;
  } catch {
    return undefined;
  }
}
