/**
 * Which sentences of an explanation hold for a value of its answer. An entry lists the first few of its values; a further one is found by its
 * field, and by whether it is null, as the entry's kind says.
 */
import type { Answer } from '../../graph/ask.ts';
import type { Path } from '../../graph/table.ts';
import type { ExplainedValue, Explanation, Kind } from './explanation.ts';

/** Sentences about one value. */
export interface Reasons {
  readonly values: readonly ExplainedValue[];
  /** False where they hold for some values of the field, and the explanation does not tell for which. */
  readonly sure: boolean;
}

const NONE: Reasons = { values: [], sure: true };
/** Of values that are there: the others are of nulls. */
const OF_PRESENT: ReadonlySet<Kind> = new Set(['masked', 'perturbed']);
/** Of both: two subgraphs may disagree about a value that is shown, and an error may stand beside one. */
const OF_EITHER: ReadonlySet<Kind> = new Set(['misfit', 'other']);

export class ValueReasons {
  readonly #data: unknown;
  readonly #leftOut: boolean;
  readonly #listed = new Map<string, ExplainedValue[]>();
  /** Entries that have more values than they list, by their field's place. */
  readonly #beyond = new Map<string, ExplainedValue[]>();
  readonly #counts = new Map<string, number>();

  constructor({ data }: Answer, { values, valuesLeftOut }: Explanation) {
    this.#data = data;
    this.#leftOut = valuesLeftOut > 0;
    for (const value of values) {
      for (const path of value.paths) put(this.#listed, JSON.stringify(path), value);
      if (value.count > value.paths.length) put(this.#beyond, placeOf(value.paths[0] ?? []), value);
    }
  }

  /** @param path of a value, or of one that would stand below a null */
  at(path: Path): Reasons {
    const { path: reached, value } = firstNull(this.#data, path);
    const listed = this.#listed.get(JSON.stringify(reached));
    if (listed !== undefined) return { values: listed, sure: true };
    const beyond = this.#beyondOf(reached, value);
    if (beyond.values.length > 0 || !Array.isArray(value)) return beyond;
    return together(value.map((_, index) => this.at([...reached, index])));
  }

  #beyondOf(path: Path, value: unknown): Reasons {
    const place = placeOf(path);
    const values = (this.#beyond.get(place) ?? []).filter(({ kind }) => fits(kind, value));
    const [only, ...others] = values;
    if (only === undefined) return NONE;
    const isWhole = !this.#leftOut && others.length === 0 && only.count === this.#fitting(place, path, only.kind);
    return { values, sure: isWhole };
  }

  /** How many values of a field an entry of this kind may be about. */
  #fitting(place: string, path: Path, kind: Kind): number {
    const key = `${kind} ${place}`;
    const known = this.#counts.get(key);
    if (known !== undefined) return known;
    const names = path.filter((part) => typeof part === 'string');
    const count = valuesAt(this.#data, names).filter((value) => fits(kind, value)).length;
    this.#counts.set(key, count);
    return count;
  }
}

function fits(kind: Kind, value: unknown): boolean {
  if (value === undefined) return false;
  if (OF_EITHER.has(kind)) return true;
  if (OF_PRESENT.has(kind)) return kind === 'perturbed' ? typeof value === 'number' : value !== null;
  return value === null;
}

/** Names alone: alike for all entries of a list. */
const placeOf = (path: Path): string => path.filter((part) => typeof part === 'string').join('.');

/** Where a null is on the way, it is what is explained. */
function firstNull(data: unknown, path: Path): { readonly path: Path; readonly value: unknown } {
  let value = data;
  for (let length = 0; length < path.length; length += 1) {
    if (value === null) return { path: path.slice(0, length), value };
    value = (value as Record<string | number, unknown> | undefined)?.[path[length]!];
  }
  return { path, value };
}

/** Lists at the end are left as their entries, as lists on the way are. */
function valuesAt(value: unknown, names: readonly string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap((entry) => valuesAt(entry, names));
  const [name, ...rest] = names;
  if (name === undefined) return [value];
  return value === null || typeof value !== 'object' ? [] : valuesAt((value as Record<string, unknown>)[name], rest);
}

const together = (all: readonly Reasons[]): Reasons => ({
  values: [...new Set(all.flatMap(({ values }) => values))],
  sure: all.every(({ sure }) => sure),
});

function put(map: Map<string, ExplainedValue[]>, key: string, value: ExplainedValue): void {
  const before = map.get(key);
  if (before === undefined) map.set(key, [value]);
  else before.push(value);
}
