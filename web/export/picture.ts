/**
 * A drawing as a picture that says by itself what it is: title, filters and month above it; below it what protection did to the numbers,
 * and whose they are. SVG as text that opens everywhere: no font, style or picture of elsewhere. Always on white, whatever the screen has.
 */
import { broken } from '../charts/broken.ts';
import { EDGE, FONT, INNER, PRINTED, WIDTH, type Drawing } from '../charts/drawing.ts';
import { letterWidth } from '../charts/letter-width.ts';
import { escaped, tag, textAt } from '../charts/svg.ts';
import { programmeIn } from '../session/programme-in.ts';
import { wordsOfMark } from '../numbers/marks.ts';
import { dayOf, spanOf, type Citation } from './citation.ts';
import type { ExportWords } from './export-table.ts';

/** One size of text. */
interface Type {
  /** Pixels. */
  readonly size: number;
  readonly fill: string;
  readonly bold?: boolean;
  /** Above the first line, pixels. */
  readonly above: number;
}

const TITLE: Type = { size: 20, fill: PRINTED.ink, bold: true, above: 0 };
const SUBTITLE: Type = { size: 13, fill: PRINTED.quiet, above: 6 };
/** Beside the title, where it is not cropped away. */
const SAMPLE: Type = { ...SUBTITLE, fill: PRINTED.ink, bold: true };
const NOTE: Type = { size: 12, fill: PRINTED.ink, above: 6 };
const SOURCE: Type = { size: 11, fill: PRINTED.quiet, above: 10 };
/** Around the drawing, pixels. */
const AIR = 20;
/** A line's height, and how much wider bold letters are, as shares. */
const [LINE, BOLD] = [1.35, 1.1];

interface Row extends Type {
  readonly text: string;
}

/** @returns the text of an SVG file, and its height, pixels; it is as wide as `WIDTH` */
export function pictureOf(drawing: Drawing, citation: Citation, words: ExportWords): { svg: string; height: number } {
  const above = [
    ...rowsOf([citation.question], TITLE),
    ...rowsOf(citation.sample ? [words.say('sample.says')] : [], SAMPLE),
    ...rowsOf([subtitleOf(drawing, citation, words)], SUBTITLE),
  ];
  const below = [
    ...rowsOf([...(drawing.remarks ?? []), ...notesOf(drawing, words)], NOTE),
    ...rowsOf(sourceOf(citation, words), SOURCE),
  ];
  const top = stacked(above, EDGE);
  const left = EDGE + (INNER - drawing.width) / 2;
  const bottom = stacked(below, top.end + 2 * AIR + drawing.height);
  const height = Math.ceil(bottom.end + EDGE);
  const svg = tag(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width: WIDTH,
      height,
      viewBox: `0 0 ${WIDTH} ${height}`,
      'font-family': FONT,
    },
    tag('title', {}, escaped(citation.question)),
    tag('rect', { width: WIDTH, height, fill: PRINTED.paper }),
    top.markup,
    tag('g', { transform: `translate(${left} ${top.end + AIR})` }, drawing.markup),
    bottom.markup,
  );
  return { svg, height };
}

/** What is measured, where the title does not say it, the filters and the month. */
function subtitleOf({ shows }: Drawing, { filters, months, covers }: Citation, words: ExportWords): string {
  const { say } = words;
  const [from, to] = [months[0], months.at(-1)];
  return [
    ...(shows === undefined ? [] : [shows]),
    ...filters.map(({ name, value }) => `${name}: ${value}`),
    ...(covers === undefined ? [] : [`${say('export.covers')}: ${spanOf(covers, words)}`]),
    // Rows of several months say which they are of; that they stand at the end of each says no more.
    ...(covers !== undefined || from === undefined || to === undefined
      ? []
      : [`${say('export.month')}: ${spanOf({ from, to }, words)}`]),
  ].join(' · ');
}

const notesOf = ({ notes }: Drawing, { say, month }: ExportWords): string[] =>
  notes.map(({ mark, of }) => {
    const { says, values } = wordsOfMark(mark, month);
    return `${of === undefined ? '' : `${of.join(', ')}: `}${say(says, values)}`;
  });

function sourceOf({ city, sources, at, schemaVersion, permalink }: Citation, { say, day }: ExportWords): string[] {
  const programme = programmeIn(city);
  const owners = sources.length === 0 ? programme : `${sources.join(', ')} (${programme})`;
  const facts = [
    [say('export.citation'), owners],
    [say('export.at'), day(dayOf(at))],
    [say('export.schema'), schemaVersion],
  ];
  return [facts.map(([name, value]) => `${name}: ${value}`).join(' · '), permalink];
}

const rowsOf = (texts: readonly string[], type: Type): Row[] =>
  texts
    .filter((text) => text !== '')
    .flatMap((text, at) =>
      broken(text, INNER / (type.size * (type.bold === true ? BOLD : 1)), letterWidth).map((line, index) => ({
        ...type,
        text: line,
        above: at === 0 && index === 0 ? type.above : 0,
      })),
    );

/** @param from where the first line begins @returns where the last one ends */
function stacked(rows: readonly Row[], from: number): { readonly markup: string; readonly end: number } {
  let end = from;
  const markup = rows.map(({ text, size, fill, bold, above }) => {
    const middle = end + above + (LINE * size) / 2;
    end = middle + (LINE * size) / 2;
    return textAt(EDGE, middle, text, { size, fill, ...(bold !== undefined && { bold }) });
  });
  return { markup: markup.join(''), end };
}
