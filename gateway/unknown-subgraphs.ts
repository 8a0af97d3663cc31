/** Options that name subgraphs, held against the names there are: a misspelt one would be heeded by nobody, without a word. */
import type { Log } from '../base/log.ts';
import { subgraphWords } from './fetch/per-subgraph.ts';
import type { GatewaySettings } from './settings.ts';

type Naming = Pick<
  GatewaySettings,
  'subgraphUrls' | 'requiredSubgraphs' | 'subgraphErrors' | 'pipelining' | 'forwardHeaders' | 'ownSubgraphs'
>;

/** @param known the subgraphs' names in the supergraph that serves from now on; one line of the log for each name that is not among them */
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
    ['SUBGRAPH_PIPELINING', settings.pipelining.keys()],
    ['SUBGRAPH_HEADERS', settings.forwardHeaders.flatMap((word) => subgraphWords(word)[0]?.subgraph ?? [])],
    ['OWN_SUBGRAPHS', settings.ownSubgraphs],
  ];
}
