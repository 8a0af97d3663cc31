/** Explained values, those alike as one entry, and so many entries of a kind: a page of a hundred rows is not a thousand sentences. */
import { placeOf } from './answer-errors.ts';
import { VALUE_KINDS, type AnswerPath, type ValueCause, type ExplainedValue, type ValueKind } from './explanation.ts';
import { toldPath } from './told-path.ts';

/** Entries of one kind. */
const MOST_GROUPS = 50;
/** Paths of one entry. */
const MOST_PATHS = 5;

/** A value that is explained. */
export interface ValuePlace {
  readonly path: AnswerPath;
  readonly coordinate: string | null;
  readonly type: string | null;
}

interface Group extends ValuePlace {
  readonly cause: ValueCause;
  readonly paths: AnswerPath[];
  count: number;
}

/** Collects the explained values of one answer. */
export class ValueGroups {
  readonly #groups = new Map<ValueKind, Map<string, Group>>();
  #leftOut = 0;

  add(place: ValuePlace, cause: ValueCause): void {
    const { kind, why } = cause;
    const { path, coordinate } = place;
    let groups = this.#groups.get(kind);
    if (groups === undefined) this.#groups.set(kind, (groups = new Map<string, Group>()));
    const key = `${placeOf(path)} ${coordinate ?? ''} ${why}`;
    const group = groups.get(key);
    if (group !== undefined) {
      group.count++;
      if (group.paths.length < MOST_PATHS) group.paths.push([...path]);
    } else if (groups.size < MOST_GROUPS) {
      const first = [...path];
      groups.set(key, { ...place, path: first, cause, paths: [first], count: 1 });
    } else this.#leftOut++;
  }

  get leftOut(): number {
    return this.#leftOut;
  }

  /** By kind, then in the order in which they were added. */
  values(): readonly ExplainedValue[] {
    return VALUE_KINDS.flatMap((kind) => [...(this.#groups.get(kind)?.values() ?? [])]).map(
      ({ path, paths, count, coordinate, type, cause }) => ({
        path: toldPath(path),
        coordinate,
        type,
        count,
        ...cause,
        ...(cause.from !== undefined && { from: toldPath(cause.from) }),
        paths: paths.map((one) => toldPath(one)),
      }),
    );
  }
}
