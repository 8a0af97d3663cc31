/** A fetcher with short limits, closed after the test, and a question for it. */
import { onTestFinished } from 'vitest';
import { logOf } from '../../../base/log.ts';
import { readSettings, type SettingsOf } from '../../../base/settings.ts';
import { createFetcher, type SubgraphFetcher, type SubgraphPlace } from '../../../gateway/fetch/create-fetcher.ts';
import { fetchSettings } from '../../../gateway/fetch/settings.ts';
import type { SubgraphRequest } from '../../../gateway/fetch/subgraph-request.ts';
import { rawSubgraph, type RawSubgraph } from './raw-subgraph.ts';
import { SubgraphCaller } from '../../../gateway/fetch/subgraph-caller.ts';

export type Limits = SettingsOf<typeof fetchSettings>;

const usual = readSettings('test', fetchSettings, [], {})!;

export interface UnderTest {
  readonly limits?: Partial<Limits>;
  readonly clock?: () => number;
  /** Every line of the log ends up here. */
  readonly lines?: string[];
}

/** Retries are off and the breaker never opens unless a test asks for them. */
export function fetcherFor(
  subgraphs: Record<string, SubgraphPlace>,
  { limits, clock, lines = [] }: UnderTest = {},
): SubgraphFetcher {
  const log = logOf('test', 'trace', { write: (line) => void lines.push(line) });
  const fetcher = createFetcher({
    subgraphs,
    limits: { ...usual, retries: 0, breakerFailures: 101, timeout: 5_000, ...limits },
    log,
    clock,
  });
  onTestFinished(() => fetcher.close());
  return fetcher;
}

/** A raw subgraph named `workers`, closed after the test, and a fetcher for it. */
export async function workersAnswering(
  answer: Parameters<typeof rawSubgraph>[0],
  options: UnderTest = {},
): Promise<{ fetcher: SubgraphFetcher; subgraph: RawSubgraph }> {
  const subgraph = await rawSubgraph(answer);
  onTestFinished(() => subgraph.close());
  return { subgraph, fetcher: fetcherFor({ workers: { url: subgraph.url } }, options) };
}

export function question(more: Partial<SubgraphRequest> = {}): SubgraphRequest {
  return {
    subgraph: 'workers',
    query: '{ workers { id } }',
    kind: 'query',
    caller: new SubgraphCaller({}),
    deadline: performance.now() + 10_000,
    ...more,
  };
}
