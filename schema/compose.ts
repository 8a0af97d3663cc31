/** Our five subgraphs, and the supergraph that they compose to; `sigap compose` writes it. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { OwnedSubgraph } from './checks/check-input.ts';
import { composeFault } from './composition/errors.ts';
import { composeSubgraphs, LEAK, type Composed, type Service } from './composition/compose-subgraphs.ts';

/** The URL of each subgraph when all run on one machine; docker replaces the host, and `npm start` runs them in process. */
export const ROUTES: Readonly<Record<string, string>> = {
  workers: 'http://127.0.0.1:4001/graphql',
  agencies: 'http://127.0.0.1:4002/graphql',
  groups: 'http://127.0.0.1:4003/graphql',
  funding: 'http://127.0.0.1:4004/graphql',
  audit: 'http://127.0.0.1:4005/graphql',
};

/** Codes of the agencies that own our subgraphs. */
const OWNERS: Readonly<Record<string, string>> = {
  workers: 'DISNAKER',
  agencies: 'DISKOMINFO',
  groups: 'BKPSDM',
  funding: 'BPKAD',
  audit: 'INSPEKTORAT',
};

const here = (name: string): URL => new URL(name, import.meta.url);

/** The file of the supergraph that our five compose to. */
export const SUPERGRAPH_FILE = fileURLToPath(here('supergraph.graphql'));

/** @returns the SDL of one subgraph, as its agency reads it */
export function subgraphSdl(name: string): string {
  return readFileSync(here(`${name}.graphql`), 'utf8');
}

/** @returns our five subgraphs, as they enter composition and a registry */
export function ownServices(): readonly OwnedSubgraph[] {
  return Object.entries(ROUTES).map(([name, url]) => ({ name, owner: OWNERS[name]!, url, sdl: subgraphSdl(name) }));
}

/**
 * Composes subgraphs into one supergraph under the policy of privacy.
 * @param services name, URL and SDL of each; those of this folder when left out
 * @returns the supergraph's SDL
 * @throws CodedError NOT_COMPOSABLE with every composition error, UNPROTECTED with every leak, one a line
 */
export function compose(services: readonly Service[] = ownServices()): string {
  return supergraphOf(composeSubgraphs(services)).supergraphSdl;
}

function supergraphOf(composed: Composed): Extract<Composed, { supergraphSdl: string }> {
  if (composed.errors === undefined) return composed;
  const leaks = composed.errors.filter(({ code }) => code.startsWith(LEAK));
  if (leaks.length === 0)
    throw composeFault('NOT_COMPOSABLE', composed.errors.map(({ message }) => message).join('\n'));
  throw composeFault(
    'UNPROTECTED',
    leaks.map(({ code, coordinate, message }) => `${code.slice(LEAK.length)}: ${coordinate} ${message}`).join('\n'),
  );
}
