/** Names at the ends of lines. */
import { describe, expect, it } from 'vitest';
import { apart, endLabels, roomOf, type Ending } from '../../../web/charts/end-labels.ts';

const slot = (at: number, height = 16) => ({ at, height });

describe('slots that are moved apart', () => {
  it('stay where they are when they have room', () => {
    expect(apart([slot(20), slot(60), slot(40)], [0, 100])).toEqual([20, 60, 40]);
  });

  it('share the middle of what they all wish for, in their order', () => {
    expect(apart([slot(51), slot(50), slot(49)], [0, 100])).toEqual([66, 50, 34]);
  });

  it('stay between the ends', () => {
    expect(apart([slot(0), slot(1)], [0, 100])).toEqual([8, 24]);
    expect(apart([slot(99), slot(100, 32)], [0, 100])).toEqual([60, 84]);
  });

  it('never overlap, whatever they wish for', () => {
    const heights = [16, 30, 16, 16, 44, 16, 16, 16];
    for (let round = 0; round < 200; round += 1) {
      const slots = heights.map((height, index) => slot((round * 37 * (index + 3)) % 300, height));
      const middles = apart(slots, [0, 360]);
      const boxes = middles
        .map((middle, index) => [middle - heights[index]! / 2, middle + heights[index]! / 2] as const)
        .toSorted(([left], [right]) => left - right);
      boxes.slice(1).forEach(([top], index) => expect(top).toBeGreaterThanOrEqual(boxes[index]![1] - 1e-9));
      expect(Math.min(...boxes.map(([top]) => top))).toBeGreaterThanOrEqual(-1e-9);
      expect(Math.max(...boxes.map(([, bottom]) => bottom))).toBeLessThanOrEqual(360 + 1e-9);
    }
  });
});

describe('the names of six lines of money that end close together', () => {
  const NAMES = [
    'Ditagih',
    'Dibayar',
    'Ditagih, belum dibayar',
    'Dibayar sampai saat itu',
    'Sisa pagu',
    'Pagu setahun',
  ];
  const ENDS = [196, 188, 8, 580, 0, 580];
  const endings = NAMES.map((name, index): Ending => ({ name, colour: '#000000', values: [0, ENDS[index]!, null] }));

  interface Drawn {
    readonly children: readonly {
      readonly type: string;
      readonly style: { readonly text: string; readonly x: number; readonly y: number };
      readonly shape?: { readonly points: readonly (readonly [number, number])[] };
    }[];
  }
  const series = endLabels(endings, '#888888') as {
    data: unknown[];
    renderItem(item: object, api: object): Drawn;
  };
  const coordSys = { x: 60, y: 20, width: 400, height: 300 };
  const coord = ([month, amount]: [number, number]) => [60 + 200 * month, 320 - amount / 2];
  const drawn = NAMES.map((_, dataIndex) => series.renderItem({ dataIndex, coordSys }, { coord }));

  it('stand beside the drawing, none over another', () => {
    const texts = drawn.map(({ children }) => children.at(-1)!.style);
    expect(texts.map(({ text }) => text)).toEqual(NAMES);
    expect(new Set(texts.map(({ x }) => x))).toEqual(new Set([476]));
    const down = texts.map(({ y }) => y).sort((left, right) => left - right);
    down.slice(1).forEach((y, index) => expect(y - down[index]!).toBeGreaterThanOrEqual(14));
  });

  it('are joined to the last number of their line, not to a month that has none', () => {
    for (const [index, { children }] of drawn.entries()) {
      const { points } = children[0]!.shape!;
      expect(points[0]).toEqual([265, 320 - ENDS[index]! / 2]);
      expect(points[2]![1]).toBe(children[1]!.style.y);
    }
  });

  it('are broken where they are long, and have room on the right', () => {
    const long = { name: 'Badan Kepegawaian dan Pengembangan Sumber Daya Manusia' };
    expect(roomOf([long])).toBeLessThan(200);
    expect(roomOf([{ name: 'Dibayar' }])).toBeLessThan(80);
    const [label] = [endLabels([{ ...long, colour: '#000000', values: [1] }], '#888888') as typeof series];
    expect(label.renderItem({ dataIndex: 0, coordSys }, { coord }).children.at(-1)!.style.text.split('\n')).toEqual([
      'Badan Kepegawaian dan',
      'Pengembangan Sumber Daya',
      'Manusia',
    ]);
  });
});
