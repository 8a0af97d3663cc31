/** As whom, and for what reason, the explorer asks. It lives in the page's memory only: a token is never stored. */
import type { Role } from './config.ts';

export interface Access {
  /** Name of the chosen role; `OWN_TOKEN` when the token was pasted by hand. */
  readonly role: string;
  /** A bearer token without the word `Bearer`; none for the public. */
  readonly token?: string | undefined;
  /** Name of the stated purpose; none when no purpose is stated. */
  readonly purpose?: string | undefined;
}

export const PUBLIC = 'public';
/** No role of a gateway has this name: it holds a space. */
export const OWN_TOKEN = 'own token';
/** The reader's own account, by the city's OpenID provider. */
export const SIGNED_IN = 'signed in';

/** Whether a role's token comes from the gateway: neither the public nor a pasted token has to wait for one. */
export const isOffered = (role: string): boolean => role !== PUBLIC && role !== OWN_TOKEN && role !== SIGNED_IN;

/** The choices of the role switch: the public first, a pasted token last. What these two are called, titles.ts says. */
export function rolesToOffer(roles: readonly Role[]): Role[] {
  return [
    { name: PUBLIC, title: PUBLIC },
    ...roles.filter((role) => role.name !== PUBLIC),
    { name: OWN_TOKEN, title: OWN_TOKEN },
  ];
}

/** @returns the access with the token its role has now; tokens of roles expire, and the gateway's config brings new ones */
export function withToken(access: Access, roles: readonly Role[]): Access {
  if (access.role === OWN_TOKEN || access.role === SIGNED_IN) return access;
  return { ...access, token: roles.find((role) => role.name === access.role)?.token };
}

/** Whether plans are worth offering; what a pasted token may do only the gateway knows. */
export function maySeePlans(access: Access, roles: readonly Role[]): boolean {
  return access.role === OWN_TOKEN || roles.some((role) => role.name === access.role && role.plans === true);
}

/** Whether explanations are worth offering; what a pasted token or the reader's own account may do only the gateway knows. */
export function mayExplain({ role }: Access, roles: readonly Role[]): boolean {
  if (role === OWN_TOKEN || role === SIGNED_IN) return true;
  return roles.some(({ name, explains }) => name === role && explains === true);
}

/** @returns the token in what was pasted, with or without the word `Bearer`; nothing when it cannot be one */
export function tokenIn(pasted: string): string | undefined {
  const token = pasted.trim().replace(/^bearer\s+/i, '');
  // A header takes visible ASCII only; fetch would fail on the rest without saying why.
  return /^[\x21-\x7e]+$/.test(token) ? token : undefined;
}

/** The headers that carry an access to the gateway. */
export function headersOf(access: Access): Record<string, string> {
  const headers: Record<string, string> = {};
  if (access.token !== undefined) headers['authorization'] = `Bearer ${access.token}`;
  if (access.purpose !== undefined) headers['x-purpose'] = access.purpose;
  return headers;
}
