/**
 * Signing in with the city's OpenID provider: code flow with PKCE, by the small library `oauth4webapi`. What it brings back lives in the
 * page's memory and ends with it. This module knows no React and no window but what it is given; it comes when somebody signs in.
 */
import * as oauth from 'oauth4webapi';

/** How readers sign in, as the gateway's config states it. */
export interface SignInConfig {
  /** URL of the provider. */
  readonly issuer: string;
  readonly clientId: string;
  /** With spaces between, `openid` among them. */
  readonly scopes: string;
  /** What a token is requested for (RFC 8707). */
  readonly resource?: string | undefined;
}

/** What a flow that was begun must remember until the reader is back: no token, and of no use to anybody without the code. */
export interface Pending {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** A reader who is signed in. */
export interface SignedIn {
  /** Access token, for the gateway. */
  readonly token: string;
  /** ms since 1970 */
  readonly expiresAt: number;
  /** Who they are, as the provider calls them: for the screen alone. */
  readonly name: string;
}

/** The provider did not do what was expected; `reason` is its own code, such as `access_denied`, or the library's. */
export class SignInFailed extends Error {
  readonly reason: string;

  constructor(reason: string, cause?: unknown) {
    super(`Signing in failed: ${reason}`, { cause });
    this.reason = reason;
  }
}

/** Life of a token whose provider does not say how long it lives, seconds. */
const UNSTATED_LIFE = 300;

/** @param state a mark that the provider sends back; made here when left out @returns where the reader signs in, and what to remember */
export async function beginSignIn(
  config: SignInConfig,
  redirectUri: string,
  state: string = oauth.generateRandomState(),
): Promise<{ readonly address: string; readonly pending: Pending }> {
  const provider = await discovered(config);
  if (provider.authorization_endpoint === undefined) throw new SignInFailed('no_authorization_endpoint');
  const pending = { state, nonce: oauth.generateRandomNonce(), verifier: oauth.generateRandomCodeVerifier() };
  const address = new URL(provider.authorization_endpoint);
  const asked = {
    client_id: config.clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: config.scopes,
    state,
    nonce: pending.nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(pending.verifier),
    code_challenge_method: 'S256',
    ...(config.resource !== undefined && { resource: config.resource }),
  };
  for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value);
  return { address: address.href, pending };
}

/**
 * @param answer the query that the provider sent the reader back with
 * @throws SignInFailed when the provider refused, or state, nonce, issuer or audience are not as they must be
 */
export async function completeSignIn(
  config: SignInConfig,
  redirectUri: string,
  pending: Pending,
  answer: string,
  now: () => number = Date.now,
): Promise<SignedIn> {
  try {
    const provider = await discovered(config);
    const client = { client_id: config.clientId };
    const checked = oauth.validateAuthResponse(provider, client, new URLSearchParams(answer), pending.state);
    const more = config.resource === undefined ? {} : { additionalParameters: { resource: config.resource } };
    const response = await oauth.authorizationCodeGrantRequest(
      provider,
      client,
      oauth.None(),
      checked,
      redirectUri,
      pending.verifier,
      { ...plainHttp(config), ...more },
    );
    const tokens = await oauth.processAuthorizationCodeResponse(provider, client, response, {
      expectedNonce: pending.nonce,
      requireIdToken: true,
    });
    return {
      token: tokens.access_token,
      expiresAt: now() + 1000 * (tokens.expires_in ?? UNSTATED_LIFE),
      name: nameIn(oauth.getValidatedIdTokenClaims(tokens)),
    };
  } catch (thrown) {
    throw thrown instanceof SignInFailed ? thrown : new SignInFailed(reasonOf(thrown), thrown);
  }
}

/** @returns where the provider's own session ends, so that the next reader of this device is asked who they are; undefined where it offers none */
export async function signOutAddress(config: SignInConfig, returnTo: string): Promise<string | undefined> {
  const { end_session_endpoint: end } = await discovered(config);
  if (end === undefined) return undefined;
  const address = new URL(end);
  // Without `id_token_hint`: a token has no place in an address. The provider asks the reader instead.
  address.searchParams.set('client_id', config.clientId);
  address.searchParams.set('post_logout_redirect_uri', returnTo);
  return address.href;
}

async function discovered(config: SignInConfig): Promise<oauth.AuthorizationServer> {
  const issuer = new URL(config.issuer);
  try {
    const response = await oauth.discoveryRequest(issuer, { algorithm: 'oidc', ...plainHttp(config) });
    return await oauth.processDiscoveryResponse(issuer, response);
  } catch (thrown) {
    throw new SignInFailed('provider_unreachable', thrown);
  }
}

/** Over http only on this machine, for trying out. */
function plainHttp({ issuer }: SignInConfig): { readonly [oauth.allowInsecureRequests]?: true } {
  const { hostname, protocol } = new URL(issuer);
  const isLocal = protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return isLocal ? { [oauth.allowInsecureRequests]: true } : {};
}

function nameIn(claims: oauth.IDToken | undefined): string {
  const { name, preferred_username: account, sub = '' } = (claims ?? {}) as Readonly<Record<string, unknown>>;
  return [name, account, sub].find((text): text is string => typeof text === 'string' && text !== '') ?? '';
}

/** The provider's code where it sent one, else the library's. */
function reasonOf(thrown: unknown): string {
  const { error, code } = thrown as { readonly error?: unknown; readonly code?: unknown };
  return typeof error === 'string' ? error : typeof code === 'string' ? code : 'unknown';
}
