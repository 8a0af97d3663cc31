/** Roles and purposes with which the explorer can try the graph. Roles are offered in development only. */
import { PLAN_SCOPE } from './plan-request.ts';
import type { IdentityService } from './identity/open-identity.ts';
import type { Roles } from './identity/roles.ts';

/** What the explorer offers; `title` is for display. */
export interface PlaygroundIdentities {
  /** `plans`: whether the role may see plans. */
  readonly roles: readonly { readonly name: string; readonly title: string; readonly plans?: boolean }[];
  readonly purposes: readonly { readonly name: string; readonly title: string }[];
}

/** What the offer is made of. */
export interface PlaygroundIdentitiesOptions {
  readonly identity: Pick<IdentityService, 'roles' | 'developmentKey'>;
  /** Purposes that `x-purpose` may state. */
  readonly purposes: ReadonlySet<string>;
  /** The `aud` of the tokens. */
  readonly audience: string;
  /** Code of the agency for roles that act for one; without it these roles are not offered. */
  readonly agency: string | undefined;
}

/** How long a token is valid; the explorer requests new ones when they have expired. */
const TOKEN_SECONDS = 3_600;

type Offer = Pick<PlaygroundIdentitiesOptions, 'identity' | 'agency'>;

/** @returns the purposes, and every role that can be tried; no role outside development */
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

/** @returns role -> a new token, for each role that is offered but `public`, which needs none */
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
