/** Signing in against a real OpenID provider, without a browser: what is asked, what is checked, what comes back. */
import { exportJWK, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  beginSignIn,
  completeSignIn,
  SignInFailed,
  signOutAddress,
  type SignInConfig,
} from '../../../web/session/openid.ts';
import { RESOURCE, startProvider } from '../../gateway/guard/identity/provider.ts';

const HOME = 'http://127.0.0.1:4999/';

let provider: Awaited<ReturnType<typeof startProvider>>;
let config: SignInConfig;

beforeAll(async () => {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const key = { ...(await exportJWK(privateKey)), kid: 'one', alg: 'RS256', use: 'sig' };
  provider = await startProvider(key, 0, { redirectUris: [HOME], tokenLife: 120 });
  config = { issuer: provider.url, clientId: 'page', scopes: 'openid graph', resource: RESOURCE };
});
afterAll(() => provider.stop());

/** Follows the provider's redirects as a browser does. @returns the query that the page is sent back with */
async function answerAt(address: string): Promise<string> {
  const cookies = new Map<string, string>();
  for (let at = address, steps = 0; steps < 10; steps += 1) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(at, { redirect: 'manual', headers: { cookie } });
    for (const set of response.headers.getSetCookie()) {
      const [name, value] = set.split(';')[0]!.split(/=(.*)/);
      cookies.set(name!, value!);
    }
    at = new URL(response.headers.get('location')!, provider.url).href;
    if (at.startsWith(HOME)) return new URL(at).search.slice(1);
  }
  throw new Error('expected to be sent back within ten redirects');
}

const failure = async (signingIn: Promise<unknown>): Promise<string> => {
  const thrown: unknown = await signingIn.catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(SignInFailed);
  return (thrown as SignInFailed).reason;
};

describe('signing in', () => {
  it('asks by code flow with PKCE, for a state and a nonce of its own each time', async () => {
    const [one, two] = [await beginSignIn(config, HOME), await beginSignIn(config, HOME)];
    const asked = Object.fromEntries(new URL(one.address).searchParams);
    expect(asked).toEqual({
      client_id: 'page',
      redirect_uri: HOME,
      response_type: 'code',
      scope: 'openid graph',
      state: one.pending.state,
      nonce: one.pending.nonce,
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
      resource: RESOURCE,
    });
    expect(one.address).not.toContain(one.pending.verifier);
    for (const name of ['state', 'nonce', 'verifier'] as const) expect(one.pending[name]).not.toBe(two.pending[name]);
  });

  it('brings back a token, until when it holds, and whose it is', async () => {
    const { address, pending } = await beginSignIn(config, HOME);
    const signedIn = await completeSignIn(config, HOME, pending, await answerAt(address), () => 1_000);
    expect(signedIn).toEqual({ token: expect.stringMatching(/^eyJ/), expiresAt: 121_000, name: 'siti' });
  });

  it.each([
    ['another state', { state: 'another' }],
    ['another nonce', { nonce: 'another' }],
    ['another verifier', { verifier: 'x'.repeat(43) }],
  ])('refuses an answer to %s', async (_name, other) => {
    const { address, pending } = await beginSignIn(config, HOME);
    await failure(completeSignIn(config, HOME, { ...pending, ...other }, await answerAt(address)));
  });

  it('refuses a code that was used before', async () => {
    const { address, pending } = await beginSignIn(config, HOME);
    const answer = await answerAt(address);
    await completeSignIn(config, HOME, pending, answer);
    expect(await failure(completeSignIn(config, HOME, pending, answer))).toBe('invalid_grant');
  });

  it('refuses an answer of another provider', async () => {
    const { address, pending } = await beginSignIn(config, HOME);
    const answer = new URLSearchParams(await answerAt(address));
    answer.set('iss', 'https://another.example');
    await failure(completeSignIn(config, HOME, pending, answer.toString()));
  });

  it('tells why the provider refused', async () => {
    const { pending } = await beginSignIn(config, HOME);
    const answer = new URLSearchParams({ error: 'access_denied', state: pending.state, iss: provider.url }).toString();
    expect(await failure(completeSignIn(config, HOME, pending, answer))).toBe('access_denied');
  });

  it('tells of a provider that does not answer, and asks none over http on another machine', async () => {
    for (const issuer of ['http://127.0.0.1:1', 'http://provider.example'])
      expect(await failure(beginSignIn({ ...config, issuer }, HOME))).toBe('provider_unreachable');
  });

  it('signs out at the provider, with no token in the address', async () => {
    const address = new URL((await signOutAddress(config, HOME))!);
    expect(Object.fromEntries(address.searchParams)).toEqual({ client_id: 'page', post_logout_redirect_uri: HOME });
  });
});
