/**
 * Where an export comes from, as data: what was asked, with which filters, of which month, when, of whose data, under which schema, and
 * where to see it again. It goes along into every format, in the reader's language.
 */
import { wordsOfMark, type Mark } from '../numbers/marks.ts';
import type { ExportWords } from './export-table.ts';

export interface Citation {
  /** As the reader sees it: the title of the view or of the question. */
  readonly question: string;
  /** Of a table that is a part of a question's answer: both of which `question` is made. */
  readonly part?: { readonly question: string; readonly title: string };
  /** In words, such as `Kecamatan` and `Bekasi Timur`. */
  readonly filters: readonly { readonly name: string; readonly value: string }[];
  /** How many rows it has, and of how many, in words; missing for what has none. */
  readonly rows?: string | undefined;
  /** Months that the numbers stand at, `YYYY-MM`; none where they are as they are now. */
  readonly months: readonly string[];
  /** The first and the last month that its rows are of, `YYYY-MM`; missing where it has none a row. */
  readonly covers?: { readonly from: string; readonly to: string } | undefined;
  /** Name of the city whose page it was; missing where the gateway does not state it. */
  readonly city?: string | undefined;
  /** Whether it is of the sample, whose people and figures are invented. */
  readonly sample: boolean;
  /** When it was taken away. */
  readonly at: Date;
  /** Names of the agencies whose data these are. */
  readonly sources: readonly string[];
  /** Of the graph, as its config states it. */
  readonly schemaVersion: string;
  /** Address of the same view; never with a token or a name. */
  readonly permalink: string;
  /** Everything that holds for some number in it. */
  readonly marks: readonly Mark[];
  /** Why some cells have nothing in them: a column and a sentence. */
  readonly gaps?: readonly { readonly title: string; readonly says: string }[];
  /** What else must be known of its rows: whole sentences. */
  readonly notes?: readonly string[];
  /** Of a table with persons: what the gateway's audit has of its being taken away. */
  readonly recorded?: RecordCited;
}

interface RecordCited {
  /** In words. */
  readonly purpose: string;
  /** Their role and the name that the audit has of them. */
  readonly who: string;
  readonly at: Date;
  /** Of the operation in the audit's record. */
  readonly operation: string;
  /** The request id in the audit's record. */
  readonly request: string;
}

/** A label and its text, in the order they are shown. */
export type CitationLine = readonly [label: string, text: string];

/** @returns the lines of a citation in the reader's language; what there is none of has no line */
export function citationLines(citation: Citation, words: ExportWords): CitationLine[] {
  const { say } = words;
  const lines: (CitationLine | undefined)[] = [
    [say('export.question'), citation.question],
    citation.sample ? [say('sample.label'), say('sample.says')] : undefined,
    ...citation.filters.map(({ name, value }): CitationLine => [say('export.filter'), `${name}: ${value}`]),
    citation.rows === undefined ? undefined : [say('export.rows'), citation.rows],
    citation.covers === undefined ? undefined : [say('export.covers'), spanOf(citation.covers, words)],
    [say('export.month'), standsAt(citation, words)],
    [say('export.at'), words.day(dayOf(citation.at))],
    citation.sources.length === 0 ? undefined : [say('export.sources'), citation.sources.join('; ')],
    [say('export.schema'), citation.schemaVersion],
    [say('export.permalink'), citation.permalink],
    ...(citation.recorded === undefined ? [] : recordLines(citation.recorded, words)),
    ...(citation.notes ?? []).map((text): CitationLine => [say('export.note'), text]),
    ...(citation.gaps ?? []).map(({ title, says }): CitationLine => [say('export.note'), `${title}: ${says}`]),
    ...citation.marks.map((mark): CitationLine => [say('export.note'), noteOf(mark, words)]),
  ];
  return lines.filter((line) => line !== undefined);
}

/** Of rows that are of a month each, the months themselves are told by what they cover. */
function standsAt({ months, covers }: Citation, { say, month }: ExportWords): string {
  if (months.length > 1 && covers !== undefined) return say('export.eachMonth');
  return months.map(month).join(', ') || say('export.now');
}

/** The first and the last month in words. */
export const spanOf = ({ from, to }: NonNullable<Citation['covers']>, { say, month }: ExportWords): string =>
  from === to ? month(from) : say('export.covers.span', { from: month(from), to: month(to) });

const recordLines = (
  { purpose, who, at, operation, request }: RecordCited,
  { say, day }: ExportWords,
): CitationLine[] => [
  [say('export.purpose'), purpose],
  [say('export.recordedFor'), who],
  [say('export.recordedAt'), `${day(dayOf(at))}, ${timeOf(at)}`],
  [say('export.record'), say('export.record.is', { operation, request })],
];

/** The short form, for below a picture. */
export function citationText(citation: Citation, words: ExportWords): string {
  return citationLines(citation, words)
    .map(([label, text]) => `${label}: ${text}`)
    .join('\n');
}

function noteOf(mark: Mark, { say, month }: ExportWords): string {
  const { word, says, values } = wordsOfMark(mark, month);
  return `${say(word, values)}: ${say(says, values)}`;
}

/** The city's day, not the traveller's: `YYYY-MM-DD`. */
export const dayOf = (at: Date): string => at.toLocaleDateString('en-CA', { timeZone: 'Asia/Jakarta' });

/** The city's hour: `14:05 WIB`. */
const timeOf = (at: Date): string =>
  `${at.toLocaleTimeString('en-GB', { timeZone: 'Asia/Jakarta', hour: '2-digit', minute: '2-digit' })} WIB`;
