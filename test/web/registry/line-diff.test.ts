/** Line by line: what is left is the newer text, what is gone was in the older, and no way is shorter. */
import { describe, expect, it } from 'vitest';
import { hunksOf, lineDiff, type Line } from '../../../web/registry/line-diff.ts';

const signed = (lines: readonly Line[]): string[] =>
  lines.map(({ kind, text }) => ({ same: ' ', added: '+', removed: '-' })[kind] + text);
const textOf = (lines: readonly Line[], gone: Line['kind']): string[] =>
  lines.filter(({ kind }) => kind !== gone).map(({ text }) => text);

/** Edits of the shortest way, the slow and sure one. */
function fewestEdits(older: readonly string[], newer: readonly string[]): number {
  let row = newer.map((_, at) => at + 1);
  row.unshift(0);
  older.forEach((line, at) => {
    const next = [at + 1];
    newer.forEach((other, to) => next.push(line === other ? row[to]! : 1 + Math.min(row[to + 1]!, next[to]!)));
    row = next;
  });
  return row.at(-1)!;
}

describe('the difference of two texts', () => {
  it('keeps what is the same, and numbers the lines of both', () => {
    const lines = lineDiff('type A {\n  a: Int\n  b: Int\n}\n', 'type A {\n  b: Int\n  c: Int\n}\n');
    expect(signed(lines)).toEqual([' type A {', '-  a: Int', '   b: Int', '+  c: Int', ' }']);
    expect(lines.map(({ before, after }) => [before, after])).toEqual([
      [1, 1],
      [2, undefined],
      [3, 2],
      [undefined, 3],
      [4, 4],
    ]);
  });

  it.each([
    ['', '', []],
    ['', 'a\nb', ['+a', '+b']],
    ['a\nb\n', '', ['-a', '-b']],
    ['a\r\nb\r\n', 'a\nb', [' a', ' b']],
    ['a', 'b', ['-a', '+b']],
  ])('of %j and %j is told', (before, after, expected) => {
    expect(signed(lineDiff(before, after))).toEqual(expected);
  });

  it('gives both texts back, by the shortest way, whatever they are', () => {
    let seed = 7;
    const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
    for (let round = 0; round < 400; round++) {
      const some = (): string[] => Array.from({ length: 1 + random(14) }, () => 'abcd'[random(4)]!);
      const [older, newer] = [some(), some()];
      const lines = lineDiff(older.join('\n'), newer.join('\n'));
      expect(textOf(lines, 'added')).toEqual(older);
      expect(textOf(lines, 'removed')).toEqual(newer);
      expect(lines.filter(({ kind }) => kind !== 'same').length).toBe(fewestEdits(older, newer));
    }
  });

  it('of texts with nothing in common tells all of both, without the way between them', () => {
    const [older, newer] = ['a', 'b'].map((letter) => Array.from({ length: 5_000 }, (_, at) => letter + at));
    const lines = lineDiff(['first', ...older!, 'last'].join('\n'), ['first', ...newer!, 'last'].join('\n'));
    expect(lines.length).toBe(10_002);
    expect(textOf(lines, 'removed')).toEqual(['first', ...newer!, 'last']);
  });

  it('is shown with some lines around each change, and how many are left out', () => {
    const older = Array.from({ length: 30 }, (_, at) => `line ${at}`);
    const newer = older.map((line, at) => (at === 10 || at === 13 ? `${line}!` : line));
    const shown = hunksOf(lineDiff(older.join('\n'), newer.join('\n')), 2);
    expect(shown.map((line) => (line.kind === 'skipped' ? line.count : signed([line])[0]))).toEqual([
      8,
      ' line 8',
      ' line 9',
      '-line 10',
      '+line 10!',
      ' line 11',
      ' line 12',
      '-line 13',
      '+line 13!',
      ' line 14',
      ' line 15',
      14,
    ]);
  });
});
