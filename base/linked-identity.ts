/**
 * @returns the specification that the URL of a `@link` names, without its version: `https://specs.apollo.dev/policy`. It is read as Apollo reads it, so
 * that `…/policy/v0.1#x`, which composition lets through, is no specification that nobody knows and nobody enforces
 */
export function linkedIdentity(url: string): string {
  if (!URL.canParse(url)) return withoutVersion(url);
  const parsed = new URL(url);
  for (const part of ['hash', 'search', 'username', 'password'] as const) parsed[part] = '';
  return withoutVersion(parsed.href);
}

function withoutVersion(url: string): string {
  return url.replace(/\/+$/, '').replace(/\/v\d+(\.\d+)*$/, '');
}
