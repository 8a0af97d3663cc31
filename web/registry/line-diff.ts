/** What differs between two texts, line by line: the shortest way from one to the other (Myers 1986). */

export interface Line {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
  /** Its number in the older text, from 1; none for one that was added. */
  readonly before?: number;
  /** Its number in the newer text; none for one that was removed. */
  readonly after?: number;
}

/** What is shown of a difference: lines, and between them how many of the same were left out. */
export type Shown = Line | { readonly kind: 'skipped'; readonly count: number };

/** Two texts that differ in more lines are told as wholly different between what they begin and end with: the way takes time and memory by its square. */
const MOST_EDITS = 2_000;

export function lineDiff(before: string, after: string): Line[] {
  const [older, newer] = [linesOf(before), linesOf(after)];
  let start = 0;
  while (start < older.length && start < newer.length && older[start] === newer[start]) start++;
  let end = 0;
  while (
    end < older.length - start &&
    end < newer.length - start &&
    older[older.length - 1 - end] === newer[newer.length - 1 - end]
  )
    end++;
  const kinds = kindsOf(older.slice(start, older.length - end), newer.slice(start, newer.length - end));
  const all = [...Array<Line['kind']>(start).fill('same'), ...kinds, ...Array<Line['kind']>(end).fill('same')];
  let [old, now] = [0, 0];
  return all.map((kind): Line => {
    if (kind === 'removed') return { kind, text: older[old]!, before: ++old };
    if (kind === 'added') return { kind, text: newer[now]!, after: ++now };
    return { kind, text: older[old]!, before: ++old, after: ++now };
  });
}

/** @param context lines of the same that are kept on each side of a change */
export function hunksOf(lines: readonly Line[], context: number): Shown[] {
  const near = new Set<number>();
  lines.forEach(({ kind }, at) => {
    if (kind !== 'same') for (let beside = at - context; beside <= at + context; beside++) near.add(beside);
  });
  const shown: Shown[] = [];
  let skipped = 0;
  const skip = (): void => {
    if (skipped > 0) shown.push({ kind: 'skipped', count: skipped });
    skipped = 0;
  };
  lines.forEach((line, at) => {
    if (!near.has(at)) return void skipped++;
    skip();
    shown.push(line);
  });
  skip();
  return shown;
}

/** A line end at the end of the text begins no further line. */
function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function kindsOf(older: readonly string[], newer: readonly string[]): Line['kind'][] {
  const trace = traceOf(older, newer);
  if (trace === undefined) return [...older.map(() => 'removed' as const), ...newer.map(() => 'added' as const)];
  const kinds: Line['kind'][] = [];
  let [x, y] = [older.length, newer.length];
  for (let edits = trace.length - 1; x > 0 || y > 0; edits--) {
    const reached = trace[edits]!;
    const diagonal = x - y;
    const at = (k: number): number => reached[k + edits + 1] ?? -1;
    const isAdded = diagonal === -edits || (diagonal !== edits && at(diagonal - 1) < at(diagonal + 1));
    const from = isAdded ? diagonal + 1 : diagonal - 1;
    const [fromX, fromY] = edits === 0 ? [0, 0] : [at(from), at(from) - from];
    while (x > fromX && y > fromY) {
      kinds.push('same');
      x--;
      y--;
    }
    if (edits === 0) break;
    kinds.push(isAdded ? 'added' : 'removed');
    [x, y] = [fromX, fromY];
  }
  return kinds.reverse();
}

/**
 * For each number of edits, before it was made, how far in `older` each diagonal from -edits - 1 to edits + 1 had come.
 * @returns undefined for more than the most edits
 */
function traceOf(older: readonly string[], newer: readonly string[]): Int32Array[] | undefined {
  const most = Math.min(older.length + newer.length, MOST_EDITS);
  const middle = most + 1;
  const furthest = new Int32Array(2 * most + 3).fill(-1);
  furthest[middle + 1] = 0;
  const trace: Int32Array[] = [];
  for (let edits = 0; edits <= most; edits++) {
    trace.push(furthest.slice(middle - edits - 1, middle + edits + 2));
    for (let k = -edits; k <= edits; k += 2) {
      const [down, right] = [furthest[middle + k + 1]!, furthest[middle + k - 1]!];
      let x = k === -edits || (k !== edits && right < down) ? down : right + 1;
      while (x < older.length && x - k < newer.length && older[x] === newer[x - k]) x++;
      furthest[middle + k] = x;
      if (x >= older.length && x - k >= newer.length) return trace;
    }
  }
  return undefined;
}
