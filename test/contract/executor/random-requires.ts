/** What a random field's @requires selects: how it is written, and what it comes to, in the data and in what a subgraph was sent. */
import type { Random } from './random.ts';

/** One field that a @requires selects. */
export interface Needed {
  readonly name: string;
  readonly argument?: number;
  /** What of an object; each selection of an abstract type stands in a fragment on one of its types. */
  readonly below?: readonly Needed[];
  readonly on?: string;
}

/** What the choice stands on. */
export interface Source {
  readonly name: string;
  readonly hasArgument: boolean;
  /** Scalar fields below, for a field of objects, with the object type that has them where it is one of several. */
  readonly inner?: readonly { readonly name: string; readonly hasArgument: boolean; readonly on?: string }[];
}

/** One to three fields, each with an argument of its own, or without. */
export function randomNeeds(random: Random, sources: readonly Source[]): readonly Needed[] {
  const chosen = sources.filter(() => random.chance(0.4)).slice(0, 3);
  return (chosen.length > 0 ? chosen : [random.pick(sources)]).map((source) => {
    const needed = { name: source.name, argument: randomArgument(random, source.hasArgument) };
    if (!source.inner) return needed;
    const inner = source.inner.filter(() => random.chance(0.5));
    const below = (inner.length > 0 ? inner : [random.pick(source.inner)]).map(({ name, hasArgument, on }) => ({
      name,
      on,
      argument: randomArgument(random, hasArgument),
    }));
    return { ...needed, below: withoutContradictions(below) };
  });
}

function randomArgument(random: Random, hasArgument: boolean): number | undefined {
  return hasArgument && random.chance(0.7) ? random.below(4) : undefined;
}

/** Objects of two types may not have one response name for two things. */
function withoutContradictions(below: readonly Needed[]): readonly Needed[] {
  return below.filter(({ name }, index) => below.findIndex((other) => other.name === name) === index);
}

export function needsText(needs: readonly Needed[]): string {
  return needs
    .map(({ name, argument, below, on }) => {
      const text = `${name}${argument === undefined ? '' : `(n: ${argument})`}${below ? ` { ${needsText(below)} }` : ''}`;
      return on === undefined ? text : `... on ${on} { ${text} }`;
    })
    .join(' ');
}

/** Reads one field of an object: `undefined` when it has none of that name. */
export type ReadNeeded = (object: unknown, needed: Needed) => unknown;

/** What a @requires comes to, as a value with its fields in the order they are selected. */
export function needsOf(object: unknown, needs: readonly Needed[], read: ReadNeeded): Record<string, unknown> {
  const picked: Record<string, unknown> = {};
  for (const needed of needs) {
    const value = read(object, needed);
    if (value !== undefined) picked[needed.name] = needed.below ? within(value, needed.below, read) : value;
  }
  return picked;
}

function within(value: unknown, below: readonly Needed[], read: ReadNeeded): unknown {
  if (value === null) return null;
  return Array.isArray(value) ? value.map((inner) => within(inner, below, read)) : needsOf(value, below, read);
}
