/** Compares options that name subgraphs with the names in the supergraph: a misspelt name would otherwise have no effect and nobody would notice. */
import type { Log } from '../base/log.ts';
import { subgraphWords } from './fetch/per-subgraph.ts';
import type { GatewaySettings } from './settings.ts';

type Naming = Pick<
  GatewaySettings,
  'subgraphUrls' | 'requiredSubgraphs' | 'subgraphErrors' | 'merge' | 'forwardHeaders' | 'ownSubgraphs' | 'subgraphs'
>;

/** Logs a warning for each name that is unknown. @param known the subgraphs' names in the supergraph that serves from now on */
export function warnUnknownSubgraphs(settings: Naming, known: ReadonlySet<string>, log: Log): void {
  for (const [option, names] of namedIn(settings)) {
    for (const name of new Set(names))
      if (!known.has(name))
        log.warn(
          { option, subgraph: name, subgraphs: [...known] },
          'an option names a subgraph that the supergraph does not have',
        );
  }
}

function namedIn(settings: Naming): readonly (readonly [option: string, names: Iterable<string>])[] {
  return [
    ['SUBGRAPH_URLS', settings.subgraphUrls.keys()],
    ['REQUIRED_SUBGRAPHS', settings.requiredSubgraphs],
    ['SUBGRAPH_ERRORS', settings.subgraphErrors.named.keys()],
    ['SUBGRAPH_MERGE', settings.merge.named.keys()],
    ['SUBGRAPH_HEADERS', settings.forwardHeaders.flatMap((word) => subgraphWords(word)[0]?.subgraph ?? [])],
    ['SUBGRAPHS', settings.subgraphs.keys()],
    ['OWN_SUBGRAPHS', settings.ownSubgraphs],
  ];
}
