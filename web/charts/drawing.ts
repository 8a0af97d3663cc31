/** A drawing as it goes into a picture that is taken away: always on the light palette, and of one width, whatever the screen has. */
import type { Mark } from '../numbers/marks.ts';
import { paletteOf } from './palette.ts';

export interface Drawing {
  /** Elements of SVG, from 0, 0 on. */
  readonly markup: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** What the numbers are, such as `Tingkat perlindungan`, where the title does not say it. */
  readonly shows?: string;
  readonly notes: readonly Note[];
  /** What else must be known to read it, in the reader's language. */
  readonly remarks?: readonly string[];
}

/** What holds for the numbers of a drawing. */
export interface Note {
  readonly mark: Mark;
  /** The lines it holds for, where it does not hold for all. */
  readonly of?: readonly string[];
}

/** Makes the drawing when it is asked for. */
export type Draw = () => Promise<Drawing>;

/** Pixels of a picture; a PNG has twice as many. */
export const WIDTH = 800;
/** Between the edge of a picture and what is in it, pixels. */
export const EDGE = 24;
/** What a drawing may be wide. */
export const INNER = WIDTH - 2 * EDGE;
/** Fonts that other programs have. */
export const FONT = "Arial, Helvetica, 'Liberation Sans', 'DejaVu Sans', sans-serif";

/** Paper is white. */
export const PRINTED = paletteOf(false);

/**
 * @param parts the lines of a drawing, each with the marks of its numbers
 * @returns each mark once; months are said elsewhere, and that all is exact needs no words
 */
export function notesOf(parts: readonly { readonly name: string; readonly marks: readonly Mark[] }[]): Note[] {
  const holders = new Map<string, { mark: Mark; of: Set<string> }>();
  for (const { name, marks } of parts)
    for (const mark of marks) {
      const key = JSON.stringify(mark);
      const held = holders.get(key) ?? { mark, of: new Set() };
      holders.set(key, held);
      held.of.add(name);
    }
  const notes = [...holders.values()].filter(({ mark }) => mark.kind !== 'MONTH');
  if (notes.every(({ mark }) => mark.kind === 'EXACT')) return [];
  return notes.map(({ mark, of }) => (of.size === parts.length ? { mark } : { mark, of: [...of] }));
}
