/** Reads a row of a file of verifications. A pure function of the row, the city's agencies and the day. */
import { comparable } from '../../../base/comparable.ts';
import { enumWords } from '../../../base/enum-words.ts';
import { REJECTED_ROW } from '../../import/follow-rejected.ts';
import type { ImportScope, Judged } from '../../import/import-kind.ts';
import { nearWords } from '../../import/near-words.ts';
import { RowReader, type Cells } from '../../import/row-reader.ts';
import { ROSTER_OWNER } from '../visible.ts';

/** Columns of a file of verifications. */
export const VERIFICATION_FIELDS: readonly string[] = [
  'id',
  'worker',
  'nik',
  'agency',
  'verdict',
  'requestedOn',
  'answeredOn',
  'expiresOn',
  REJECTED_ROW,
];

/** What a row says of a verification; what it does not say is undefined. */
export interface VerificationRow {
  readonly id?: string;
  /** Id of the worker. */
  readonly worker?: string;
  readonly nik?: string;
  /** Code; where the row names none the agency that imports, unless that is who owns the roster and brings what all have answered. */
  readonly agency?: string;
  readonly verdict?: string;
  readonly requestedOn?: string;
  readonly answeredOn?: string;
  readonly expiresOn?: string;
}

const VERDICTS = enumWords('workers', 'Verdict');

/** @param line of the file @param cells by column */
export function judgeVerification(line: number, cells: Cells, scope: ImportScope): Judged<VerificationRow> {
  const row = new RowReader(cells, scope.references);
  const read = {
    id: row.id('id'),
    worker: row.id('worker'),
    nik: row.nik('nik'),
    agency: row.text('agency')?.toUpperCase() ?? (scope.agency === ROSTER_OWNER ? undefined : scope.agency),
    verdict: row.oneOf('verdict', VERDICTS),
    requestedOn: row.day('requestedOn'),
    answeredOn: row.day('answeredOn'),
    expiresOn: row.day('expiresOn'),
  };
  const record = Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined)) as VerificationRow;
  const isNamed = [record.id, record.worker, record.nik].some((each) => each !== undefined);
  if (!isNamed && row.reasons.length === 0) row.refuse('MISSING', 'worker');
  const { verifiers } = scope.references;
  if (record.agency !== undefined && !verifiers.has(record.agency))
    row.refuse('VALUE_UNKNOWN', 'agency', nearCodes(record.agency, verifiers));
  for (const field of ['requestedOn', 'answeredOn'] as const)
    if (record[field] !== undefined && record[field] > scope.today) row.refuse('DATE_FUTURE', field);
  const isAnswered = record.verdict !== undefined && record.verdict !== 'PENDING';
  if (isAnswered && record.answeredOn === undefined && row.reasons.length === 0) row.refuse('MISSING', 'answeredOn');
  return { line, record, reasons: row.reasons, keys: keysOf(record, scope) };
}

const nearCodes = (code: string, codes: ReadonlySet<string>): string[] =>
  nearWords(code, new Map([...codes].map((each) => [comparable(each), each])));

function keysOf({ id, worker, nik, agency }: VerificationRow, { tokenOf }: ImportScope): string[] {
  if (id !== undefined) return [`id:${id}`];
  const whose = worker ?? (nik === undefined ? undefined : tokenOf(nik));
  return whose === undefined ? [] : [`${whose}:${agency ?? ''}`];
}
