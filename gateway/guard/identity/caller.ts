/** The caller of a request: all that the later stages know about them. */
import { hash } from 'node:crypto';
import { identityFault } from './errors.ts';
import type { RequestBudget, Roles } from './roles.ts';

/** Who sends a request. Frozen; the same object for the same credential until it is verified again. */
export interface Caller {
  /** `public`, `user:<subject of the token>` or `key:<id of the API key>`. */
  readonly id: string;
  readonly kind: 'public' | 'user' | 'key';
  /** Sorted; `public` is always among them. */
  readonly roles: readonly string[];
  readonly scopes: ReadonlySet<string>;
  /** Code of the agency they act for; a role with `agency: true` is not granted without one. */
  readonly agency?: string;
  /** Digest of whether they are authenticated, and of roles and scopes: callers with equal rights have equal keys. */
  readonly rightsKey: string;
  /**
   * Digest of `rightsKey`, the agency and who they are: all that a subgraph is told of a caller, and may answer by, as it does for questions that
   * somebody has saved. Only callers with equal keys may share an answer.
   */
  readonly rowsKey: string;
  readonly budget: RequestBudget;
  /** When the credential expires, ms since 1970, the clock skew included; `Infinity` where it does not. */
  readonly expiresAt: number;
}

/** What a token or an API key states about its holder, after it has been verified. */
export interface Credential {
  readonly id: string;
  readonly kind: 'user' | 'key';
  /** As the credential names them; roles that this gateway does not know are ignored. */
  readonly roles: readonly string[];
  /** Scopes that the credential itself grants, already checked against the allow list. */
  readonly scopes: readonly string[];
  /** Code of the agency its holder acts for. */
  readonly agency?: string;
  /** ms since 1970, or `Infinity`. */
  readonly expiresAt: number;
}

/** The caller without any credential. */
export function publicCaller(roles: Roles): Caller {
  return compose({ id: 'public', kind: 'public', scopes: [], expiresAt: Infinity }, ['public'], roles);
}

/**
 * Makes the caller of a verified credential: its roles and `public`, their scopes, and the larger limit of each budget.
 * @throws CodedError BAD_TOKEN or BAD_API_KEY where a role acts for an agency and the credential names none
 */
export function callerOf(credential: Credential, roles: Roles): Caller {
  const known = credential.roles.filter((name) => Object.hasOwn(roles.roles, name));
  const unbound = known.find((name) => roles.roles[name]!.agency && credential.agency === undefined);
  if (unbound !== undefined) {
    const code = credential.kind === 'key' ? 'BAD_API_KEY' : 'BAD_TOKEN';
    throw identityFault(code, `the role ${unbound} belongs to one agency, expected the agency's code, got none`);
  }
  return compose(credential, [...new Set(['public', ...known])].sort(), roles);
}

/** Example callers: the public one, and one for each role that has only this role. Their agency is `ANY` where a role requires one. */
export function holdersOf(roles: Roles): readonly Caller[] {
  const named = Object.entries(roles.roles).filter(([name]) => name !== 'public');
  return [
    publicCaller(roles),
    ...named.map(([name, { agency }]) =>
      callerOf(
        {
          id: `role:${name}`,
          kind: 'user',
          roles: [name],
          scopes: [],
          agency: agency ? 'ANY' : undefined,
          expiresAt: Infinity,
        },
        roles,
      ),
    ),
  ];
}

function compose(
  holder: Omit<Credential, 'kind' | 'roles'> & { kind: Caller['kind'] },
  names: readonly string[],
  roles: Roles,
): Caller {
  const granted = names.map((name) => roles.roles[name]!);
  const scopes = [...new Set([...granted.flatMap((role) => role.scopes), ...holder.scopes])].sort();
  const rightsKey = digest([holder.kind !== 'public', names, scopes]);
  return Object.freeze({
    id: holder.id,
    kind: holder.kind,
    roles: names,
    scopes: new Set(scopes),
    agency: holder.agency,
    rightsKey,
    rowsKey: digest([rightsKey, holder.agency ?? null, holder.id]),
    budget: widest(granted.map((role) => role.budget)),
    expiresAt: holder.expiresAt,
  });
}

/** A second role never lowers a limit: each limit is the largest of all roles. */
function widest(budgets: readonly RequestBudget[]): RequestBudget {
  const most = (key: keyof RequestBudget): number => Math.max(...budgets.map((budget) => budget[key]));
  return {
    requestsPerMinute: most('requestsPerMinute'),
    costPerRequest: most('costPerRequest'),
    costPerMinute: most('costPerMinute'),
    personsPerMinute: most('personsPerMinute'),
  };
}

function digest(value: unknown): string {
  return hash('sha256', JSON.stringify(value), 'base64url').slice(0, 22);
}
