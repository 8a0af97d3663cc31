/**
 * Names at the ends of lines, none over another: where lines end close together their names are moved apart, and a thin leader joins
 * each to its line. ECharts' own end labels are moved by less than they are high.
 */
import { broken } from './broken.ts';

/** A line with a name at its end. */
export interface Ending {
  readonly name: string;
  readonly colour: string;
  /** Month by month; null where there is none. */
  readonly values: readonly (number | null)[];
}

/** CSS pixels, of letters of 12 px: a letter, about; a line of text; from the drawing to the names. */
const [LETTER, LINE, GAP] = [6.6, 14, 16];
/** Letters in a line of a name, at most. */
const WIDEST = 24;
/** A name this far from its line needs no leader, CSS pixels. */
const NEAR = 3;

/** Room that the names need on the right, CSS pixels. */
export function roomOf(endings: readonly Pick<Ending, 'name'>[]): number {
  const longest = Math.max(0, ...endings.flatMap(({ name }) => broken(name, WIDEST).map(({ length }) => length)));
  return GAP + Math.ceil(LETTER * longest) + 8;
}

interface Slot {
  /** Where its middle would best be. */
  readonly at: number;
  readonly height: number;
}

/**
 * Moves slots apart, by as little as there must be.
 * @param ends between which they stand; where these are too close, the last ones stand below
 * @returns the middle of each, in their order
 */
export function apart(slots: readonly Slot[], ends: readonly [from: number, to: number]): number[] {
  const order = slots.map((slot, place) => ({ ...slot, place })).toSorted((left, right) => left.at - right.at);
  const middles = order.map((_, index) => heightOf(order.slice(0, index)) + order[index]!.height / 2);
  // Stacked without gaps, each would have the stack begin somewhere: where their wishes cross, they share the middle of them.
  const starts = rising(order.map(({ at }, index) => at - middles[index]!));
  const last = Math.max(ends[0], ends[1] - heightOf(order));
  const found = Array.from({ length: slots.length }, () => 0);
  order.forEach(({ place }, index) => {
    found[place] = Math.min(Math.max(starts[index]!, ends[0]), last) + middles[index]!;
  });
  return found;
}

const heightOf = (slots: readonly Slot[]): number => slots.reduce((sum, { height }) => sum + height, 0);

/** The rising sequence that is nearest to some numbers. */
function rising(numbers: readonly number[]): number[] {
  const blocks: { sum: number; count: number }[] = [];
  for (const number of numbers) {
    let block = { sum: number, count: 1 };
    for (let before = blocks.at(-1); before !== undefined && meanOf(before) > meanOf(block); before = blocks.at(-1)) {
      blocks.pop();
      block = { sum: block.sum + before.sum, count: block.count + before.count };
    }
    blocks.push(block);
  }
  return blocks.flatMap((block) => Array.from({ length: block.count }, () => meanOf(block)));
}

const meanOf = ({ sum, count }: { sum: number; count: number }): number => sum / count;

/** What ECharts tells of the drawing, as far as it is used here. */
interface Placing {
  coord(value: readonly [number, number]): [number, number];
}
interface Area {
  readonly coordSys: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}
interface Item extends Area {
  readonly dataIndex: number;
}

/** @returns a series of ECharts that draws the names of lines at their ends; without it the lines have none */
export function endLabels(endings: readonly Ending[], leader: string): object {
  const ended = endings.flatMap((ending) => {
    const index = ending.values.findLastIndex((value) => value !== null);
    return index < 0 ? [] : [{ ...ending, end: [index, ending.values[index]!] as const }];
  });
  const lines = ended.map(({ name }) => broken(name, WIDEST));
  const placed = ({ coordSys: { y, height } }: Area, api: Placing): number[] =>
    apart(
      ended.map(({ end }, index) => ({ at: api.coord(end)[1], height: LINE * lines[index]!.length + 2 })),
      [y - LINE / 2, y + height + LINE / 2],
    );
  return {
    type: 'custom',
    silent: true,
    clip: false,
    tooltip: { show: false },
    data: ended.map(({ end }) => end),
    z: 5,
    renderItem(item: Item, api: Placing): object {
      const { colour, end } = ended[item.dataIndex]!;
      const [x, from] = api.coord(end);
      const to = placed(item, api)[item.dataIndex]!;
      const right = item.coordSys.x + item.coordSys.width + GAP;
      const moved = Math.abs(to - from) > NEAR || right - x > GAP + NEAR;
      const text = { type: 'text', style: styleOf(lines[item.dataIndex]!, colour, right, to) };
      const line = {
        type: 'polyline',
        shape: {
          points: [
            [x + 5, from],
            [right - 6, to],
            [right - 3, to],
          ],
        },
        style: { stroke: leader, lineWidth: 1, fill: 'none' },
      };
      return { type: 'group', children: moved ? [line, text] : [text] };
    },
  };
}

const styleOf = (lines: readonly string[], fill: string, x: number, y: number): object => ({
  text: lines.join('\n'),
  x,
  y,
  fill,
  fontSize: 12,
  lineHeight: LINE,
  textVerticalAlign: 'middle',
});
