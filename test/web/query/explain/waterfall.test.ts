import { describe, expect, it } from 'vitest';
import { VALUE_KINDS, type FetchState } from '../../../../gateway/explain/explanation.ts';
import { KINDS, knownKind, STATES, type ExplainedFetch } from '../../../../web/query/explain/explanation.ts';
import { waterfallOf } from '../../../../web/query/explain/waterfall.ts';

interface Sent {
  readonly subgraph: string;
  readonly started: number | null;
  readonly took: number | null;
  readonly paths?: readonly (readonly string[])[];
}

const fetchOf = ({ paths = [[]], ...sent }: Sent): ExplainedFetch => ({
  ...sent,
  address: null,
  path: paths[0]!,
  paths,
  rows: null,
  bytes: null,
  tries: 1,
  state: sent.started === null ? 'unsent' : 'fetched',
});
const linesOf = (...sent: readonly Sent[]) => waterfallOf(sent.map(fetchOf)).lines;

describe('the waterfall of fetches', () => {
  it('has a bar a fetch, in parts of the time until the last one ended', () => {
    const { lines, ms } = waterfallOf(
      [
        { subgraph: 'places', started: 0, took: 10 },
        { subgraph: 'workers', started: 10, took: 30 },
        { subgraph: 'groups', started: 5, took: 5 },
      ].map(fetchOf),
    );
    expect(ms).toBe(40);
    expect(lines.map(({ fetch, bar }) => [fetch.subgraph, bar])).toEqual([
      ['places', { from: 0, width: 0.25 }],
      ['groups', { from: 0.125, width: 0.125 }],
      ['workers', { from: 0.25, width: 0.75 }],
    ]);
  });

  it('puts what was not sent last, without a bar, in the order of the plan', () => {
    const lines = linesOf(
      { subgraph: 'one', started: null, took: null },
      { subgraph: 'two', started: null, took: null },
      { subgraph: 'three', started: 3, took: 1 },
    );
    expect(lines.map(({ fetch, bar }) => [fetch.subgraph, bar !== undefined])).toEqual([
      ['three', true],
      ['one', false],
      ['two', false],
    ]);
  });

  it('keeps every bar inside, and wide enough to be seen', () => {
    for (const { bar } of linesOf(
      { subgraph: 'long', started: 0, took: 5000 },
      { subgraph: 'short', started: 5000, took: 0 },
      { subgraph: 'refused', started: 2, took: 0 },
    )) {
      expect(bar!.width).toBeGreaterThanOrEqual(0.005);
      expect(bar!.from).toBeGreaterThanOrEqual(0);
      expect(bar!.from + bar!.width).toBeLessThanOrEqual(1);
    }
  });

  it('divides no time by nothing', () => {
    expect(linesOf({ subgraph: 'refused', started: 0, took: 0 })[0]!.bar).toEqual({ from: 0, width: 1 });
    expect(waterfallOf([])).toEqual({ lines: [], ms: 0 });
  });

  it('moves a fetch in by the fetches that filled the objects around its own', () => {
    const lines = linesOf(
      { subgraph: 'workers', started: 0, took: 1, paths: [[]] },
      { subgraph: 'places', started: 1, took: 1, paths: [['workers', 'nodes', 'village']] },
      { subgraph: 'groups', started: 2, took: 1, paths: [['workers', 'nodes', 'village', 'district']] },
      { subgraph: 'finance', started: 2, took: 1, paths: [['workers', 'nodes', 'villageOfBirth']] },
    );
    expect(lines.map(({ fetch, depth }) => [fetch.subgraph, depth])).toEqual([
      ['workers', 0],
      ['places', 1],
      ['groups', 2],
      ['finance', 1],
    ]);
  });
});

describe('the words of an explanation', () => {
  it('are there for every kind and state that the gateway tells', () => {
    expect(KINDS).toEqual(VALUE_KINDS);
    const states: Readonly<Record<FetchState, true>> = {
      fetched: true,
      shared: true,
      refused: true,
      failed: true,
      unsent: true,
    };
    expect(STATES).toEqual(Object.keys(states));
    expect(knownKind('of a newer gateway')).toBe('other');
  });
});
