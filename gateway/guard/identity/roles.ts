/** Scopes and budgets of each role: one JSON file, validated as a whole when it is read. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { reasonOf } from '../../../base/errors.ts';
import { identityFault } from './errors.ts';

const scope = z
  .string()
  .regex(/^[a-z][\w.-]*(:[\w.-]+)*$/, 'expected a scope such as person:read')
  .max(80);
const count = z.int().min(0).max(1_000_000_000);

const budget = z.strictObject({
  /** Requests per client and minute. */
  requestsPerMinute: count,
  /** Estimated cost of one request, in the units of `@cost`. */
  costPerRequest: count,
  /** Cost per client and minute: estimated before execution, where the answer is counted corrected to the actual cost after it. */
  costPerMinute: count,
  /** Persons per client and minute. */
  personsPerMinute: count,
});
/** What a role may use. */
export type RequestBudget = z.output<typeof budget>;

const role = z.strictObject({
  title: z.string().min(1).max(200),
  scopes: z.array(scope).max(200),
  /** True where a holder acts for one agency: a credential without an agency is refused. */
  agency: z.boolean().default(false),
  budget,
});

const file = z.strictObject({
  /** Every scope that exists, and what it allows. */
  scopes: z.record(scope, z.string().min(1)),
  /** Scopes that a token's own `scope` claim may grant; the issuer decides who has them, not this file. */
  scopesFromToken: z.array(scope).default([]),
  roles: z.record(z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'expected a role in kebab-case'), role),
});
/** The validated roles file. */
export type Roles = z.output<typeof file>;

/** Reads a roles file. @throws CodedError BAD_ROLES_FILE, naming the path inside the file */
export async function readRoles(path: string): Promise<Roles> {
  try {
    return parseRoles(JSON.parse(await readFile(path, 'utf8')));
  } catch (thrown) {
    throw identityFault('BAD_ROLES_FILE', `${path}: ${reasonOf(thrown)}`);
  }
}

/** Validates the parsed JSON of a roles file. @throws Error that names the first path that is not valid */
export function parseRoles(value: unknown): Roles {
  const parsed = file.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw new Error(`${issue.path.join('.') || 'the file'}: ${issue.message}`);
  }
  const roles = parsed.data;
  if (!Object.hasOwn(roles.roles, 'public'))
    throw new Error('roles: expected the role public, for callers without a credential');
  const named = new Set([...roles.scopesFromToken, ...Object.values(roles.roles).flatMap((one) => one.scopes)]);
  const unknown = [...named].find((name) => !Object.hasOwn(roles.scopes, name));
  if (unknown !== undefined) throw new Error(`scopes: a role names ${unknown}, which is not described`);
  return roles;
}
