/** A real OpenID provider on a port of its own, for tests: with one account, one machine client and one client of people. */
import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JWK } from 'jose';

/** What of oidc-provider is used here; the package brings no types. */
interface Provider {
  callback(): (request: IncomingMessage, response: ServerResponse) => void;
  interactionDetails(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<{
    prompt: { name: string; details: { missingResourceScopes?: Record<string, string[]> } };
    session?: { accountId: string };
    params: { client_id: string };
  }>;
  interactionFinished(
    request: IncomingMessage,
    response: ServerResponse,
    result: object,
    options: object,
  ): Promise<void>;
  readonly Grant: new (of: { accountId: string; clientId: string }) => {
    addOIDCScope(scope: string): void;
    addResourceScope(resource: string, scope: string): void;
    save(): Promise<string>;
  };
}

export const RESOURCE = 'urn:sigap-graph';
const CALLBACK = 'https://dashboard.example/callback';

export interface PageOptions {
  /** Addresses of a page that signs its readers in by itself, as the client `page`. */
  readonly redirectUris: readonly string[];
  /** Life of its access tokens, seconds. */
  readonly tokenLife: number;
}

/** @param key signs access tokens. @returns the provider as a server that listens, at `port` where one is passed */
export async function startProvider(
  key: JWK,
  port = 0,
  page?: PageOptions,
): Promise<{ url: string; port: number; stop(): Promise<void> }> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', resolve));
  const bound = (server.address() as AddressInfo).port;
  const url = `http://127.0.0.1:${bound}`;
  const { default: Provider } = (await import('oidc-provider' as string)) as {
    default: new (issuer: string, configuration: object) => Provider;
  };
  const provider = new Provider(url, configuration(key, page));
  const callback = provider.callback();
  server.on('request', (request, response) => {
    // Or a client would try its kept connection once the provider has been started anew.
    response.setHeader('connection', 'close');
    if (request.url!.startsWith('/interaction/')) void agree(provider, request, response);
    else callback(request, response);
  });
  return { url, port: bound, stop: () => stop(server) };
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => void server.close(() => resolve()));
}

function configuration(key: JWK, page: PageOptions | undefined): object {
  const server = (audience: string) => ({
    scope: 'graph',
    audience,
    accessTokenFormat: 'jwt',
    accessTokenTTL: page?.tokenLife ?? 600,
    jwt: { sign: { alg: key.alg } },
  });
  return {
    jwks: { keys: [key] },
    cookies: { keys: ['cookies of a test'] },
    ttl: {
      AccessToken: page?.tokenLife ?? 600,
      ClientCredentials: 600,
      Grant: 600,
      IdToken: 600,
      Interaction: 600,
      Session: 600,
    },
    clients: [
      {
        client_id: 'batch',
        client_secret: 'secret',
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
      },
      {
        client_id: 'dashboard',
        token_endpoint_auth_method: 'none',
        redirect_uris: [CALLBACK],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
      ...(page === undefined
        ? []
        : [
            {
              client_id: 'page',
              token_endpoint_auth_method: 'none',
              redirect_uris: page.redirectUris,
              post_logout_redirect_uris: page.redirectUris,
              grant_types: ['authorization_code'],
              response_types: ['code'],
            },
          ]),
    ],
    // Pages of other origins call the token endpoint.
    clientBasedCORS: () => true,
    findAccount: async (_context: unknown, id: string) => ({ accountId: id, claims: async () => ({ sub: id }) }),
    extraTokenClaims: async (_context: unknown, token: { accountId?: string }) =>
      token.accountId === undefined ? { roles: ['dashboard'] } : { roles: ['verifier'], agency: 'DINSOS' },
    interactions: { url: (_context: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => RESOURCE,
        useGrantedResource: () => true,
        getResourceServerInfo: (_context: unknown, resource: string) => server(resource),
      },
    },
  };
}

/** What a person does on the provider's pages: signs in, then agrees. */
async function agree(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { prompt, session, params } = await provider.interactionDetails(request, response);
  if (prompt.name === 'login')
    return provider.interactionFinished(
      request,
      response,
      { login: { accountId: 'siti' } },
      { mergeWithLastSubmission: false },
    );
  const grant = new provider.Grant({ accountId: session!.accountId, clientId: params.client_id });
  grant.addOIDCScope('openid');
  for (const [resource, scopes] of Object.entries(prompt.details.missingResourceScopes ?? {}))
    grant.addResourceScope(resource, scopes.join(' '));
  return provider.interactionFinished(
    request,
    response,
    { consent: { grantId: await grant.save() } },
    { mergeWithLastSubmission: true },
  );
}

/** A machine's token: client credentials. */
export async function machineToken(url: string, resource = RESOURCE): Promise<string> {
  const response = await fetch(`${url}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('batch:secret')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', resource, scope: 'graph' }),
  });
  return tokenIn(response);
}

/** A person's token: the code flow with PKCE, followed through its redirects as a browser does. */
export async function personToken(url: string): Promise<string> {
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const query = {
    client_id: 'dashboard',
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'openid graph',
    resource: RESOURCE,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  };
  const code = await followed(url, `${url}/auth?${new URLSearchParams(query)}`);
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: 'dashboard',
    code,
    redirect_uri: CALLBACK,
    code_verifier: verifier,
    resource: RESOURCE,
  });
  return tokenIn(await fetch(`${url}/token`, { method: 'POST', body }));
}

async function followed(url: string, start: string): Promise<string> {
  const cookies = new Map<string, string>();
  let at = start;
  for (let steps = 0; steps < 10; steps += 1) {
    const response = await fetch(at, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [name, value] = cookie.split(';')[0]!.split(/=(.*)/);
      cookies.set(name!, value!);
    }
    const location = response.headers.get('location');
    if (location === null) throw new Error(`expected a redirect, got ${response.status}: ${await response.text()}`);
    at = new URL(location, url).href;
    if (at.startsWith(CALLBACK)) return new URL(at).searchParams.get('code')!;
  }
  throw new Error('expected the code within ten redirects');
}

async function tokenIn(response: Response): Promise<string> {
  const body = (await response.json()) as { access_token?: string };
  if (body.access_token === undefined) throw new Error(`expected a token, got ${JSON.stringify(body)}`);
  return body.access_token;
}
