/** As whom the graph can be tried out from the explorer, and for which purposes; callers are offered in development only. */
import { PLAN_SCOPE } from './plan-request.ts';
import type { IdentityService } from './identity/open-identity.ts';
import type { Roles } from './identity/roles.ts';

export interface PlaygroundIdentities {
  /** `plans`: whether the role may see plans. */
  readonly roles: readonly { readonly name: string; readonly title: string; readonly plans?: boolean }[];
  readonly purposes: readonly { readonly name: string; readonly title: string }[];
}

export interface PlaygroundIdentitiesOptions {
  readonly identity: Pick<IdentityService, 'roles' | 'developmentKey'>;
  readonly purposes: ReadonlySet<string>;
  readonly audience: string;
  /** Code of the agency that roles bound to one act for; without it they are not offered. */
  readonly agency: string | undefined;
}

/** The explorer asks for new ones when they have expired. */
const TOKEN_SECONDS = 3_600;

type Offer = Pick<PlaygroundIdentitiesOptions, 'identity' | 'agency'>;

/** @returns every role that can be tried out, none outside development */
export function playgroundIdentities({
  identity,
  purposes,
  agency,
}: Omit<PlaygroundIdentitiesOptions, 'audience'>): PlaygroundIdentities {
  return {
    purposes: [...purposes].sort().map((name) => ({ name, title: name })),
    roles: offered({ identity, agency }).map(([name, role]) => {
      const acting = role.agency ? agency : undefined;
      return {
        name,
        plans: role.scopes.includes(PLAN_SCOPE),
        title: acting === undefined ? role.title : `${role.title} (${acting})`,
      };
    }),
  };
}

/** @returns a fresh token for each role that is offered, but for the public, which needs none */
export async function playgroundTokens({
  identity,
  audience,
  agency,
}: Omit<PlaygroundIdentitiesOptions, 'purposes'>): Promise<Readonly<Record<string, string>>> {
  const signed = offered({ identity, agency })
    .filter(([name]) => name !== 'public')
    .map(
      async ([name, role]) =>
        [
          name,
          await identity.developmentKey!.sign(
            { role: name, agency: role.agency ? agency : undefined },
            audience,
            TOKEN_SECONDS,
          ),
        ] as const,
    );
  return Object.fromEntries(await Promise.all(signed));
}

function offered({ identity: { roles, developmentKey }, agency }: Offer): [string, Roles['roles'][string]][] {
  return Object.entries(developmentKey === undefined ? {} : roles.roles).filter(
    ([, role]) => !role.agency || agency !== undefined,
  );
}
