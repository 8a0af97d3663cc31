/** Bars with their names before them and their numbers behind them, in groups: for a picture that is taken away. */
import { broken } from './broken.ts';
import { INNER, PRINTED, type Drawing } from './drawing.ts';
import { linesAt, tag, textAt } from './svg.ts';

interface BarGroup {
  readonly title?: string;
  readonly bars: readonly {
    readonly name: string;
    readonly text: string;
    /** Of the longest bar of its group, 0 to 1. */
    readonly share: number;
  }[];
}

/** Pixels: of a bar with its space, of the bar, of a group's title; where bars begin and end. */
const [ROW, THICK, TITLE, FROM, TO] = [28, 12, 32, 208, INNER - 88];

export function barsDrawing(groups: readonly BarGroup[]): Omit<Drawing, 'notes'> {
  let y = 0;
  const markup = groups.flatMap(({ title, bars }) => {
    if (title !== undefined) y += TITLE;
    const head =
      title === undefined ? [] : [textAt(0, y - ROW / 2, title, { fill: PRINTED.ink, size: 13, bold: true })];
    const rows = bars.map((bar, at) => barAt(bar, y + (at + 0.5) * ROW));
    y += bars.length * ROW;
    return [...head, ...rows];
  });
  return { markup: markup.join(''), width: INNER, height: y };
}

function barAt({ name, text, share }: BarGroup['bars'][number], y: number): string {
  const box = { x: FROM, y: y - THICK / 2, height: THICK, rx: 3 };
  return [
    ...linesAt(0, y, broken(name, 32), 13, { fill: PRINTED.ink }),
    tag('rect', { ...box, width: TO - FROM, fill: PRINTED.none }),
    tag('rect', { ...box, width: Math.max(0, share) * (TO - FROM), fill: PRINTED.series[0]! }),
    textAt(INNER, y, text, { fill: PRINTED.ink, anchor: 'end' }),
  ].join('');
}
