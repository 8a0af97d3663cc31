/**
 * The state of a view in the address: which parameters it has, what each may hold, and its default. What the address holds beyond
 * that is not used but told, so that a reader of a bad link learns what was expected. A token or a name has no place here: every
 * parameter is one of a few words, a code, a month or a number.
 */

/** What one parameter may hold. */
export interface Parameter<Value> {
  /** Stands where the address says nothing, and is not written into it. */
  readonly fallback: Value;
  /** @returns undefined for a text that is none of its values */
  readonly read: (text: string) => Value | undefined;
  readonly write: (value: Value) => string;
  /** What is expected, in words that both languages share: the values, or a pattern such as `2025-11`. */
  readonly expected: string;
}

export type Shape<State> = { readonly [Name in keyof State]: Parameter<State[Name]> };

/** A part of the address that was not understood; the default stands in its place. */
export interface Problem {
  readonly parameter: string;
  readonly got: string;
  /** None where there is no such parameter. */
  readonly expected?: string;
}

export interface ReadState<State> {
  readonly state: State;
  readonly problems: readonly Problem[];
}

/** Longer texts are cut in what is told of them. */
const SHOWN = 40;

/** @param search as in `location.search` */
export function readState<State extends object>(shape: Shape<State>, search: string): ReadState<State> {
  const given = new URLSearchParams(search);
  const problems: Problem[] = [];
  const state: Partial<State> = {};
  for (const name of namesOf(shape)) {
    const { fallback, read, expected } = shape[name];
    const text = given.get(name);
    const value = text === null ? fallback : read(text);
    if (value === undefined) problems.push({ parameter: name, got: text!.slice(0, SHOWN), expected });
    state[name] = value ?? fallback;
  }
  const known = new Set<string>(namesOf(shape));
  for (const [name, text] of given)
    if (!known.has(name)) problems.push({ parameter: name.slice(0, SHOWN), got: text.slice(0, SHOWN) });
  return { state: state as State, problems };
}

/** @returns the query of an address, without its question mark; only what differs from the defaults, in the order of the shape */
export function writeState<State extends object>(shape: Shape<State>, state: Partial<State>): string {
  const written = new URLSearchParams();
  for (const name of namesOf(shape)) {
    const { fallback, write } = shape[name];
    const value = state[name];
    if (value !== undefined && write(value) !== write(fallback)) written.set(name, write(value));
  }
  return written.toString();
}

const namesOf = <State extends object>(shape: Shape<State>): (keyof State & string)[] =>
  Object.keys(shape) as (keyof State & string)[];

/** One of a few words. */
export function oneOf<const Word extends string>(words: readonly Word[], fallback: NoInfer<Word>): Parameter<Word> {
  return {
    fallback,
    read: (text) => words.find((word) => word === text),
    write: (word) => word,
    expected: words.join(', '),
  };
}

/** Some of a few words, each once, joined by commas. @param most how many there may be */
export function someOf<const Word extends string>(
  words: readonly Word[],
  fallback: readonly NoInfer<Word>[] = [],
  most: number = words.length,
): Parameter<readonly Word[]> {
  const read = (text: string): readonly Word[] | undefined => {
    if (text === '') return [];
    const found = text.split(',').map((part) => words.find((word) => word === part));
    const fits = found.length <= most && new Set(found).size === found.length && !found.includes(undefined);
    return fits ? (found as Word[]) : undefined;
  };
  return { fallback, read, write: (list) => list.join(','), expected: words.join(', ') };
}

/** A text of a form, or nothing. @param like an example of the form */
export function text(pattern: RegExp, like: string): Parameter<string | null> {
  return {
    fallback: null,
    read: (given) => (pattern.test(given) ? given : undefined),
    write: (given) => given ?? '',
    expected: like,
  };
}

/** A month such as `2025-11`, or nothing. */
export const month = (): Parameter<string | null> => text(/^\d{4}-(0[1-9]|1[0-2])$/, '2025-11');

/** Id of a saved question, or nothing. */
export const savedId = (): Parameter<string | null> =>
  text(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/, '7a0c1d52-3b1e-4c55-9d7e-1f6a2b9c0d01');

/** A whole number of a span, or nothing. */
export function whole(least: number, most: number): Parameter<number | null> {
  return {
    fallback: null,
    read: (given) => {
      const number = /^\d{1,9}$/.test(given) ? Number(given) : NaN;
      return number >= least && number <= most ? number : undefined;
    },
    write: (number) => (number === null ? '' : String(number)),
    expected: `${least}–${most}`,
  };
}

/** Words of a form, joined by commas. @param pattern of one word, as a `RegExp` takes it @param like an example of the whole */
export function wordsLike(pattern: string, like: string): Parameter<readonly string[]> {
  const whole = new RegExp(`^${pattern}(?:,${pattern}){0,39}$`);
  return {
    fallback: [],
    read: (given) => (given === '' ? [] : whole.test(given) ? given.split(',') : undefined),
    write: (words) => words.join(','),
    expected: like,
  };
}

/** Yes, or when left out no. */
export const flag = (): Parameter<boolean> => ({
  fallback: false,
  read: (given) => (given === 'yes' ? true : given === '' ? false : undefined),
  write: (given) => (given ? 'yes' : ''),
  expected: 'yes',
});
