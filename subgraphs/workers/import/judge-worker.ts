/** Reads a row of a file of workers: a record, or why there is none. A pure function of the row, the city's words and the day. */
import { enumWords } from '../../../base/enum-words.ts';
import type { ImportScope, Judged } from '../../import/import-kind.ts';
import { readMembership, type MembershipCells } from '../../import/membership-cells.ts';
import { isDay } from '../../data/nik.ts';
import type { ReferenceVillage } from '../../import/references.ts';
import { nearWords } from '../../import/near-words.ts';
import { RowReader, type Cells } from '../../import/row-reader.ts';
import { readEdition } from './read-edition.ts';

/** A fault that the file itself states: the row is taken, the field as it stands. */
interface StatedProblem {
  readonly code: string;
  readonly field: string;
  readonly raw: string;
}

/** What a row says of a worker; what it does not say is undefined. */
export interface WorkerRow {
  readonly id?: string;
  readonly nik?: string;
  readonly name?: string;
  readonly birthDate?: string;
  readonly phone?: string;
  readonly occupation?: string;
  readonly village?: ReferenceVillage;
  readonly decileAtEnrolment?: { readonly decile: number; readonly edition: string };
  readonly decileNow?: { readonly decile: number; readonly edition: string };
  readonly status?: string;
  readonly exitReason?: string;
  readonly history?: readonly { readonly status: string; readonly on: string }[];
  readonly enrolledOn?: string;
  readonly batch?: string;
  readonly membership?: MembershipCells;
  readonly problem?: StatedProblem;
}

const WORDS = {
  occupation: enumWords('workers', 'Occupation'),
  status: enumWords('workers', 'WorkerStatus'),
  exitReason: enumWords('workers', 'ExitReason'),
  problem: enumWords('workers', 'ProblemCode'),
  programmes: enumWords('workers', 'InsuranceProgramme'),
  statuses: enumWords('workers', 'InsurerStatus'),
};

/** Fields that a stated problem may name, as `RecordProblem.field` has them. */
const PROBLEM_FIELDS: readonly string[] = [
  'name',
  'nik',
  'phone',
  'birthDate',
  'occupation',
  'village',
  'decileAtEnrolment',
  'enrolledOn',
];

/** @param line of the file @param cells by column */
export function judgeWorker(line: number, cells: Cells, scope: ImportScope): Judged<WorkerRow> {
  const row = new RowReader(cells, scope.references);
  const nik = row.nik('nik');
  row.sex('sex', nik);
  const read = {
    id: row.id('id'),
    nik,
    name: row.words('name'),
    birthDate: row.birthDate('birthDate', nik, scope.today),
    phone: row.phone('phone'),
    occupation: row.occupation('occupation', WORDS.occupation),
    village: row.village('village', 'district'),
    decileAtEnrolment: decile(row, 'decile', 'decileEdition'),
    decileNow: decile(row, 'decileNow', 'decileNowEdition'),
    status: row.oneOf('status', WORDS.status),
    exitReason: row.oneOf('exitReason', WORDS.exitReason),
    history: history(row),
    enrolledOn: row.day('enrolledOn'),
    batch: row.month('batch'),
    membership: readMembership(row, WORDS),
    problem: problem(row),
  };
  const record = Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined)) as WorkerRow;
  return { line, record, reasons: row.reasons, keys: keysOf(record, scope) };
}

/** The person, unless the row itself says that they may be on the roster already; and the key. */
function keysOf(record: WorkerRow, { tokenOf }: ImportScope): string[] {
  const { id, nik } = record;
  return [...(nik === undefined || isTwin(record) ? [] : [tokenOf(nik)]), ...(id === undefined ? [] : [`id:${id}`])];
}

/** Whether the row says that it may be of somebody who is on the roster already; it needs a key of its own then. */
export const isTwin = ({ id, problem: stated }: WorkerRow): boolean =>
  stated?.code === 'DUPLICATE_CANDIDATE' && id !== undefined;

function decile(row: RowReader, field: string, editionField: string): WorkerRow['decileNow'] {
  const number = row.whole(field, 1, 10);
  const edition = readEdition(row.text(editionField) ?? '');
  if (number === undefined) return undefined;
  if (edition === undefined) return row.refuse('EDITION_UNKNOWN', editionField);
  return { decile: number, edition };
}

/** `PROPOSED 2025-08-04; VERIFYING 2025-08-10`, the earliest first. */
function history(row: RowReader): WorkerRow['history'] {
  const cell = row.text('history');
  if (cell === undefined) return undefined;
  const steps = cell.split(';').map((step) => step.trim().split(' '));
  const isKnown = steps.every(
    ([status = '', on = '', ...more]) => more.length === 0 && WORDS.status.values.includes(status) && isDay(on),
  );
  if (!isKnown) return row.refuse('VALUE_UNKNOWN', 'history');
  return steps.map(([status, on]) => ({ status: status!, on: on! }));
}

function problem(row: RowReader): StatedProblem | undefined {
  const code = row.text('problemCode');
  const field = row.text('problemField');
  const raw = row.text('problemRaw') ?? '';
  if (code === undefined && field === undefined) return undefined;
  if (
    code === undefined ||
    field === undefined ||
    !WORDS.problem.values.includes(code) ||
    !PROBLEM_FIELDS.includes(field)
  )
    return row.refuse('PROBLEM_UNKNOWN', 'problemCode', nearWords(code ?? '', WORDS.problem.byWord));
  return { code, field, raw };
}
