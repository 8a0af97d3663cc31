/** As whom the graph can be tried out from the explorer, and for which purposes; callers are offered in development only. */
import { PLAN_SCOPE } from './plan-request.ts';
import type { Identity } from './identity/open-identity.ts';

export interface TryOut {
  /** `plans`: whether the role may see plans. */
  readonly roles: readonly { readonly name: string; readonly title: string; readonly token?: string; readonly plans?: boolean }[];
  readonly purposes: readonly { readonly name: string; readonly title: string }[];
}

export interface TryOutOptions {
  readonly identity: Pick<Identity, 'roles' | 'developmentKey'>;
  readonly purposes: ReadonlySet<string>;
  readonly audience: string;
  /** Code of the agency that roles bound to one act for; without it they are not offered. */
  readonly agency: string | undefined;
}

/** The explorer asks for new ones when they have expired. */
const TOKEN_SECONDS = 3_600;

/** @returns every role with a fresh token, the public without one */
export async function tryOut({ identity: { roles, developmentKey: key }, purposes, audience, agency }: TryOutOptions): Promise<TryOut> {
  const offered = Object.entries(key === undefined ? {} : roles.roles).filter(([, role]) => !role.agency || agency !== undefined);
  return {
    purposes: [...purposes].sort().map((name) => ({ name, title: name })),
    roles: await Promise.all(offered.map(async ([name, role]) => {
      const plans = role.scopes.includes(PLAN_SCOPE);
      if (name === 'public') return { name, title: role.title, plans };
      const acting = role.agency ? agency : undefined;
      return { name, plans, title: acting === undefined ? role.title : `${role.title} (${acting})`, token: await key!.sign({ role: name, agency: acting }, audience, TOKEN_SECONDS) };
    })),
  };
}
