/** Where the bars of fetches stand: one line a fetch, in the order in which they began. */
import type { ExplainedFetch } from './explanation.ts';

/** A bar, in parts of the whole time from 0 to 1. */
export interface Bar {
  readonly from: number;
  readonly width: number;
}

/** A fetch and how it is drawn. */
interface Line {
  readonly fetch: ExplainedFetch;
  /** How many fetches filled the objects around those that it fills. */
  readonly depth: number;
  /** Missing where nothing was sent. */
  readonly bar: Bar | undefined;
}

export interface Waterfall {
  readonly lines: readonly Line[];
  /** Until the last one ended, ms. */
  readonly ms: number;
}

/** A bar that is shorter cannot be seen. */
const THINNEST = 0.008;

export function waterfallOf(fetches: readonly ExplainedFetch[]): Waterfall {
  const ordered = fetches.toSorted((one, other) => beginOf(one) - beginOf(other) || 0);
  const ms = Math.max(0, ...fetches.map(({ started, took }) => (started ?? 0) + (took ?? 0)));
  const places = [...new Set(fetches.flatMap(({ paths }) => paths.map((path) => path.join('.'))))];
  return { lines: ordered.map((fetch) => ({ fetch, depth: depthOf(fetch, places), bar: barOf(fetch, ms) })), ms };
}

/** Those that were not sent come last. */
const beginOf = ({ started }: ExplainedFetch): number => started ?? Number.MAX_VALUE;

function barOf({ started, took }: ExplainedFetch, ms: number): Bar | undefined {
  if (started === null || took === null) return undefined;
  const width = ms === 0 ? 1 : Math.max(THINNEST, took / ms);
  const from = ms === 0 ? 0 : started / ms;
  // One that began at the very end still stands inside.
  return { from: Math.min(from, 1 - Math.min(1, width)), width: Math.min(1, width) };
}

/** Places of other fetches that lead to its own. */
function depthOf({ path }: ExplainedFetch, places: readonly string[]): number {
  const own = path.join('.');
  return places.filter((place) => place !== own && (place === '' || own.startsWith(`${place}.`))).length;
}
