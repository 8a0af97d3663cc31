/** Waits until a gateway answers under a supergraph that was published. */
import { setTimeout as wait } from 'node:timers/promises';
import { sigapFault } from '../errors.ts';

/** How long a gateway may take: it prepares what is asked most before it changes, ms. */
const PATIENCE = 60_000;
const PAUSE = 250;

/** A gateway answers with the first digits of the hash that it works under. */
const HEADER = 'x-schema-version';

/**
 * @param gateway `http://127.0.0.1:4000/graphql`
 * @param hash SHA-256 of the supergraph
 * @throws CodedError GATEWAY_BEHIND where it does not answer under it in time
 */
export async function waitForGateway(gateway: string, hash: string, patience = PATIENCE): Promise<void> {
  const until = performance.now() + patience;
  let last = 'no answer';
  while (performance.now() < until) {
    const version = await versionOf(gateway);
    if (version !== undefined && version !== '' && hash.startsWith(version)) return;
    last = version ?? 'no answer';
    await wait(PAUSE);
  }
  throw sigapFault('GATEWAY_BEHIND', `${gateway}: expected ${hash.slice(0, 12)} within ${patience} ms, got ${last}`);
}

async function versionOf(gateway: string): Promise<string | undefined> {
  try {
    const answer = await fetch(gateway, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ __typename }"}',
      signal: AbortSignal.timeout(5_000),
    });
    await answer.body?.cancel();
    return answer.headers.get(HEADER) ?? undefined;
  } catch {
    return undefined;
  }
}
