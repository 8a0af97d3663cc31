/** The options that hold for one subgraph: its own before those of all. */
import type { SettingsOf } from '../../base/settings.ts';
import type { fetchSettings } from './settings.ts';

type Limits = SettingsOf<typeof fetchSettings>;

/** @returns the options for one subgraph */
export function limitsOf(limits: Limits, subgraph: string): Limits {
  const own = limits.subgraphs.get(subgraph);
  if (own === undefined) return limits;
  const { ca, cert, key } = own;
  // A certificate of its own has a key of its own.
  const pair = cert === undefined && key === undefined ? {} : { subgraphCert: cert, subgraphKey: key };
  const given = Object.fromEntries(Object.entries(own).filter(([name]) => name in limits));
  return {
    ...limits,
    ...given,
    ...pair,
    ...(ca !== undefined && { subgraphCa: ca }),
    forwardHeaders: [...allForwardHeaders(limits)],
  };
}

/** @returns the words of SUBGRAPH_HEADERS, and the headers of single subgraphs as such words */
export function allForwardHeaders({
  forwardHeaders,
  subgraphs,
}: Pick<Limits, 'forwardHeaders' | 'subgraphs'>): readonly string[] {
  const own = [...subgraphs].flatMap(([name, { headers = [] }]) => headers.map((header) => `${name}:${header}`));
  return own.length === 0 ? forwardHeaders : [...forwardHeaders, ...own];
}
