/** What a pass has come to, in lines for a terminal; nothing of a person is in them but masked cells. */
import type { Pass, FoundReason, UndoneJob } from './import-graph.ts';
import type { OpenedFile } from './read-rows.ts';
import { rowsOf } from './rows-of.ts';
import type { Example, RunPass } from './run-pass.ts';

/** @returns which column is read as which field */
export function columnsReport({ table, columns, titles, unused, notKept, doubtful }: OpenedFile): string[] {
  return [
    `columns   ${columns.map((field, at) => `${JSON.stringify(titles[at])} is ${field}`).join(', ')}`,
    ...titlesLine('not kept ', notKept, 'such a file has no field for it, so it stays in your file'),
    ...titlesLine('not read ', unused, 'no title that is known; --mapping says which field it is'),
    ...doubtful.map(
      ({ field, titles: several }) =>
        `doubtful  ${field}: the first of ${several.map((title) => JSON.stringify(title)).join(', ')}; --mapping says another`,
    ),
    `file      SHA-256 ${table.sha256}`,
  ];
}

const titlesLine = (what: string, titles: readonly string[], why: string): string[] =>
  titles.length === 0 ? [] : [`${what} ${titles.map((title) => JSON.stringify(title)).join(', ')} (${why})`];

const NOTES: Readonly<Record<string, string>> = {
  IN_OTHER_PROGRAMME: 'also paid for by the other programme / juga dibiayai program lain',
  RECORD_ENDED:
    'with a record that has ended: nothing is done, proposeWorkers brings somebody back / catatannya sudah berakhir: tidak ada yang dilakukan, proposeWorkers mengusulkan kembali',
};

/** @returns the counts, each reason with examples, and what is worth knowing */
export function passReport({ found, examples }: RunPass): string[] {
  return [
    countsLine(found),
    ...found.reasons.flatMap((reason) => reasonLines(reason, examples.get(`${reason.code} ${reason.field}`))),
    ...found.notes.map(
      ({ code, count, lines }) => `  note: ${count} ${NOTES[code] ?? code}; first lines ${lines.join(', ')}`,
    ),
  ];
}

const LEFT = {
  CHANGED_SINCE: 'somebody has changed the record since / catatannya sudah diubah orang',
  RESTED_ON:
    'a verification, a decision or another event is about it since / sejak itu ada verifikasi, keputusan atau peristiwa lain',
} as const;

/** @returns how many rows were taken back, how many were left, and which */
export function undoReport({ undone, leftAlone, left }: UndoneJob): string[] {
  const more = leftAlone - left.length;
  return [
    `${rowsOf(undone)} taken back, ${leftAlone} left${leftAlone > 0 ? ' since somebody has done something with the record:' : ''}`,
    ...left.map(({ line, record, why }) => `  line ${line}, ${record ?? 'a record that you do not see'}: ${LEFT[why]}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}

const countsLine = ({ taken, added, changed, same, rejected }: Pass): string =>
  `${rowsOf(taken)}: ${added} new, ${changed} changed, ${same} the same, ${rejected} rejected`;

function reasonLines(
  { code, field, text, textId, count, lines }: FoundReason,
  examples: readonly Example[] = [],
): string[] {
  const shown =
    examples.length > 0
      ? examples.map(({ line, shown: cell, likely }) => {
          const offer = likely.length === 0 ? '' : `  (perhaps ${likely.slice(0, 3).join('; ')})`;
          return `      line ${line}${cell === '' ? '' : `: ${cell}`}${offer}`;
        })
      : [`      lines ${lines.join(', ')}`];
  return [`  ${count} x ${code}, ${field}: ${text}`, `      ${textId}`, ...shown];
}
