/** Who asks: what every later step knows about the caller, and all it knows. */
import { hash } from 'node:crypto';
import { identityFault } from './errors.ts';
import type { RequestBudget, Roles } from './roles.ts';

export interface Caller {
  /** `public`, `user:<subject of the token>` or `key:<id of the API key>`. */
  readonly id: string;
  readonly kind: 'public' | 'user' | 'key';
  /** Sorted; `public` is always among them. */
  readonly roles: readonly string[];
  readonly scopes: ReadonlySet<string>;
  /** Code of the agency they act for; a role with `agency: true` is not given without one. */
  readonly agency?: string;
  /** Same rights, same key: roles and scopes, whoever has them. Prepared operations and views of the schema hang on it. */
  readonly rightsKey: string;
  /** Same rows, same key: `rightsKey` and the agency. Only callers with the same one may share an answer. */
  readonly rowsKey: string;
  readonly budget: RequestBudget;
  /** ms since 1970, the clock skew included; `Infinity` when they stay who they are. */
  readonly expiresAt: number;
}

/** What a token or an API key says about its holder, after it has been verified. */
export interface Credential {
  readonly id: string;
  readonly kind: 'user' | 'key';
  /** As the credential names them; roles this gateway does not know count for nothing. */
  readonly roles: readonly string[];
  /** Scopes it brings itself, already on the allow list. */
  readonly scopes: readonly string[];
  readonly agency?: string;
  readonly expiresAt: number;
}

/** The caller without any credential. */
export function publicCaller(roles: Roles): Caller {
  return compose({ id: 'public', kind: 'public', scopes: [], expiresAt: Infinity }, ['public'], roles);
}

/** @throws CodedError BAD_TOKEN when a role is bound to an agency and the credential names none */
export function callerOf(credential: Credential, roles: Roles): Caller {
  const known = credential.roles.filter((name) => Object.hasOwn(roles.roles, name));
  const unbound = known.find((name) => roles.roles[name]!.agency && credential.agency === undefined);
  if (unbound !== undefined) {
    const code = credential.kind === 'key' ? 'BAD_API_KEY' : 'BAD_TOKEN';
    throw identityFault(code, `the role ${unbound} belongs to one agency, expected the agency's code, got none`);
  }
  return compose(credential, [...new Set(['public', ...known])].sort(), roles);
}

/** Somebody without a credential, and of each role somebody who has just that; an agency is named where one must be. */
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
    rowsKey: digest([rightsKey, holder.agency ?? null]),
    budget: widest(granted.map((role) => role.budget)),
    expiresAt: holder.expiresAt,
  });
}

/** Two roles never take from each other: each limit is the larger one. */
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
