/**
 * What the gateway tells its explorer at run time: `GET /explorer/config.json`, and the tokens of its roles apart, by a `POST` that only
 * the explorer's own page can make. The gateway writes it, this file reads it.
 */

import type { SignInConfig } from './openid.ts';

/** A saved question, ready to run. */
export interface Question {
  /** Unique among the questions. */
  readonly name: string;
  /** What the list shows, such as `The programme on one page / Program satu halaman`. */
  readonly title: string;
  /** The GraphQL document. Its leading `#` lines explain it. */
  readonly text: string;
  /** Values that replace the defaults of the document's own variables. */
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** A role to try out. Only a gateway in development offers any. */
export interface Role {
  readonly name: string;
  readonly title: string;
  /** Sent as `authorization: Bearer …`; none for the public. It comes with the tokens. */
  readonly token?: string;
  /** Whether it may see plans. */
  readonly plans?: boolean;
  /** Whether it may have answers explained. */
  readonly explains?: boolean;
}

/** A reason for reading personal data, sent as `x-purpose`. */
interface Purpose {
  readonly name: string;
  readonly title: string;
}

export interface ExplorerConfig {
  /** Where questions are posted to, such as `/graphql`. */
  readonly endpoint: string;
  readonly questions: readonly Question[];
  /** Ready changes, a mutation each; missing where the gateway ships none. */
  readonly changes?: readonly Question[];
  /** Empty outside development. */
  readonly roles: readonly Role[];
  /** Empty where the gateway asks for no purpose. */
  readonly purposes: readonly Purpose[];
  /** How readers sign in; missing where they cannot. */
  readonly signIn?: SignInConfig;
  /** Whether an answer with personal data leaves only once the audit holds its record. */
  readonly recordsReads?: boolean;
  /** Name of the city whose page it is; missing where the gateway does not state it. */
  readonly city?: string;
  /** Whether the figures are those of the sample, whose people are invented. */
  readonly sampleData?: boolean;
  /** URL of the registry of subgraphs; missing where there is none to show. */
  readonly registry?: string;
}

/** Relative to the page, so that a gateway behind a path prefix works too. */
const CONFIG_PATH = 'explorer/config.json';

/** Where the tokens of the roles are fetched, and the header that marks the explorer's own page: no form can send it, no other site's page may. */
const TOKENS_PATH = 'explorer/tokens';
const PAGE_HEADER = 'x-sigap-explorer';

/**
 * The gateway's current config, its roles without tokens.
 * @throws Error that a reader understands when there is no gateway or no config
 */
export const fetchConfig = async (): Promise<ExplorerConfig> => readConfig(await sent(CONFIG_PATH, {}));

/** @returns the config with fresh tokens @throws Error as `fetchConfig` */
export async function fetchTokens(config: ExplorerConfig): Promise<ExplorerConfig> {
  if (config.roles.length === 0) return config;
  const { tokens } = await sentAsPage<{ tokens?: unknown }>(TOKENS_PATH);
  return { ...config, roles: withTokens(config.roles, tokens) };
}

/** @returns a token of the registry, where the gateway offers one for trying out @throws Error as `fetchConfig` */
export async function fetchRegistryToken(): Promise<string | undefined> {
  const { token } = await sentAsPage<{ token?: unknown }>('explorer/registry-token');
  return typeof token === 'string' ? token : undefined;
}

const sentAsPage = async <Answer>(path: string): Promise<Answer> =>
  (await sent(path, { method: 'POST', headers: { [PAGE_HEADER]: '1' } })) as Answer;

async function sent(path: string, more: RequestInit): Promise<unknown> {
  const response = await fetch(path, { ...more, cache: 'no-store' });
  if (!response.ok) throw new Error(`${path}: HTTP ${response.status}`);
  return response.json();
}

/** @param tokens by the role's name; a role without one asks as the public does */
function withTokens(roles: readonly Role[], tokens: unknown): Role[] {
  const known = new Map(Object.entries(tokens ?? {}));
  return roles.map(({ token: _none, ...role }) => {
    const token: unknown = known.get(role.name);
    return typeof token === 'string' ? { ...role, token } : role;
  });
}

/**
 * Judges what the gateway sent. Lists that are missing are empty.
 * @throws Error that states what was expected when it is no config at all
 */
export function readConfig(sent: unknown): ExplorerConfig {
  const config = (typeof sent === 'object' && sent !== null ? sent : {}) as Record<string, unknown>;
  if (typeof config['endpoint'] !== 'string') throw new Error(`expected ${CONFIG_PATH} to name an "endpoint"`);
  return {
    endpoint: config['endpoint'],
    questions: entries<Question>(config['questions'], 'name', 'title', 'text'),
    changes: entries<Question>(config['changes'], 'name', 'title', 'text'),
    roles: entries<Role>(config['roles'], 'name', 'title'),
    purposes: entries<Purpose>(named(config['purposes']), 'name', 'title'),
    ...signInOf(config['signIn']),
    ...(config['recordsReads'] === true && { recordsReads: true }),
    ...(typeof config['city'] === 'string' && { city: config['city'] }),
    ...(config['sampleData'] === true && { sampleData: true }),
    ...(URL.canParse(String(config['registry'])) && { registry: String(config['registry']) }),
  };
}

/** The entries of a list that have all their texts. */
function entries<Entry>(list: unknown, ...texts: (keyof Entry & string)[]): Entry[] {
  if (!Array.isArray(list)) return [];
  return list.filter((entry) => entry != null && texts.every((key) => typeof entry[key] === 'string'));
}

/** A purpose that is only a name is shown by it. */
function named(list: unknown): unknown {
  return Array.isArray(list)
    ? list.map((entry) => (typeof entry === 'string' ? { name: entry, title: entry } : entry))
    : [];
}

/** Without any of its texts there is no signing in. */
function signInOf(sent: unknown): { signIn?: SignInConfig } {
  const [signIn] = entries<SignInConfig>([sent], 'issuer', 'clientId', 'scopes');
  return signIn === undefined || !URL.canParse(signIn.issuer) ? {} : { signIn };
}
