/** Roles and purposes with which the explorer can try the graph. Roles are offered in development only. */
import { commaSeparated } from '../../base/settings.ts';
import { EXPLAIN_SCOPE } from './explain-request.ts';
import { PLAN_SCOPE } from './plan-request.ts';
import type { IdentityService } from './identity/open-identity.ts';
import type { Roles } from './identity/roles.ts';

/** What the explorer offers; `title` is for display. */
export interface PlaygroundIdentities {
  /** `name`: of the role, with `@` and the agency where it is offered for several; `plans`, `explains`: whether the role may see plans and explanations. */
  readonly roles: readonly {
    readonly name: string;
    readonly title: string;
    readonly plans?: boolean;
    readonly explains?: boolean;
  }[];
  readonly purposes: readonly { readonly name: string; readonly title: string }[];
}

/** What the offer is made of. */
export interface PlaygroundIdentitiesOptions {
  readonly identity: Pick<IdentityService, 'roles' | 'developmentKey'>;
  /** Purposes that `x-purpose` may state. */
  readonly purposes: ReadonlySet<string>;
  /** The `aud` of the tokens. */
  readonly audience: string;
  /** As of the option DEVELOPMENT_AGENCY; a role that acts for an agency is not offered without one for it. */
  readonly agency: string | undefined;
}

/** How long a token is valid; the explorer requests new ones when they have expired. */
const TOKEN_SECONDS = 3_600;

type Offered = Pick<PlaygroundIdentitiesOptions, 'identity' | 'agency'>;

/** A role as it can be tried. */
interface Offer {
  /** What the explorer knows it by. */
  readonly name: string;
  readonly role: string;
  readonly of: Roles['roles'][string];
  readonly agency: string | undefined;
}

/** @returns the purposes, and every role that can be tried; no role outside development */
export function playgroundIdentities({
  identity,
  purposes,
  agency,
}: Omit<PlaygroundIdentitiesOptions, 'audience'>): PlaygroundIdentities {
  return {
    purposes: [...purposes].sort().map((name) => ({ name, title: name })),
    roles: offersOf({ identity, agency }).map(({ name, of, agency: acting }) => ({
      name,
      plans: of.scopes.includes(PLAN_SCOPE),
      explains: of.scopes.includes(EXPLAIN_SCOPE),
      title: acting === undefined ? of.title : `${of.title} (${acting})`,
    })),
  };
}

/** @returns name of the offer -> a new token, for each but `public`, which needs none */
export async function playgroundTokens({
  identity,
  audience,
  agency,
}: Omit<PlaygroundIdentitiesOptions, 'purposes'>): Promise<Readonly<Record<string, string>>> {
  const signed = offersOf({ identity, agency })
    .filter(({ role }) => role !== 'public')
    .map(
      async ({ name, role, agency: acting }) =>
        [name, await identity.developmentKey!.sign({ role, agency: acting }, audience, TOKEN_SECONDS)] as const,
    );
  return Object.fromEntries(await Promise.all(signed));
}

/** The first agency of a role is offered under the role's own name, so that an address keeps its role where others are added. */
function offersOf({ identity: { roles, developmentKey }, agency }: Offered): Offer[] {
  if (developmentKey === undefined) return [];
  return Object.entries(roles.roles).flatMap(([role, of]): Offer[] => {
    if (!of.agency) return [{ name: role, role, of, agency: undefined }];
    return agenciesOf(role, agency ?? '').map((acting, at) => ({
      name: at === 0 ? role : `${role}@${acting}`,
      role,
      of,
      agency: acting,
    }));
  });
}

/** @returns the agencies that are named for a role; where none is, those that are named for any */
function agenciesOf(role: string, words: string): string[] {
  const pairs = commaSeparated(words).map((word) => word.split('='));
  const own = pairs.filter(([name, code]) => name === role && code !== undefined).map(([, code]) => code!);
  return own.length > 0 ? own : pairs.filter(([, code]) => code === undefined).map(([code]) => code!);
}
