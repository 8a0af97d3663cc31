/** What an operator or an owner does to what is served, with a reason, and what it has come to. */
import type { Outcome } from '../outcome.ts';
import { jsonOfRegistry } from './ask-registry.ts';
import { registryAccess, type RegistryWords } from './registry-access.ts';

/** A supergraph of the history, as the registry tells it. */
export interface Supergraph {
  readonly number: number;
  readonly at: string;
  readonly by: string;
  readonly why: string;
  readonly cause: { readonly kind: string; readonly subgraphs: readonly string[] };
  readonly served: Readonly<Record<string, number>>;
  readonly hash: string;
  readonly pinned?: number;
  readonly quarantined: readonly string[];
}

/** What a change of what is served answers. */
interface ChangedSupergraph {
  readonly supergraph: Supergraph;
  /** Coordinates that clients can no longer ask. */
  readonly lost: readonly string[];
}

/** What is said of a supergraph that the registry has just written. */
export const TAKEN = ', which gateways take within seconds';

/** The words of whoever acts. */
export type OperateWords = RegistryWords & { readonly why: string };

/** @param path of what is done: `/v1/supergraph/rollback` @returns what is served then, and what clients can no longer ask */
export async function operate(words: OperateWords, path: string): Promise<Outcome> {
  const body = { why: words.why };
  const operated = await jsonOfRegistry<ChangedSupergraph>(registryAccess(words), { method: 'POST', path, body });
  return { json: operated, text: operatedText(operated) };
}

function operatedText({ supergraph, lost }: ChangedSupergraph): string {
  const served = Object.entries(supergraph.served).map(([name, version]) => `${name} ${version}`);
  return [
    `supergraph ${supergraph.number}${TAKEN}: ${served.join(', ')}`,
    ...(lost.length === 0 ? [] : ['clients can no longer ask:', ...lost.map((coordinate) => `  ${coordinate}`)]),
  ].join('\n');
}
