/** Reads a row of a file of members. A pure function of the row, the city's villages and the day. */
import { enumWords } from '../../../base/enum-words.ts';
import { REJECTED_ROW } from '../../import/follow-rejected.ts';
import type { ImportScope, Judged } from '../../import/import-kind.ts';
import { MEMBERSHIP_FIELDS, readMembership, type MembershipCells } from '../../import/membership-cells.ts';
import type { ReferenceVillage } from '../../import/references.ts';
import { RowReader, type Cells } from '../../import/row-reader.ts';

/** Columns of a file of members. */
export const MEMBER_FIELDS: readonly string[] = [
  'id',
  'nik',
  'name',
  'birthDate',
  'sex',
  'village',
  'district',
  'group',
  'unit',
  'status',
  'termFrom',
  'termTo',
  ...MEMBERSHIP_FIELDS,
  REJECTED_ROW,
];

/** What a row says of a member; what it does not say is undefined. */
export interface MemberRow {
  readonly id?: string;
  readonly nik?: string;
  readonly name?: string;
  readonly birthDate?: string;
  readonly village?: ReferenceVillage;
  /** A value of the enum `GroupKind`. */
  readonly group?: string;
  readonly unit?: string;
  readonly status?: string;
  readonly termFrom?: string;
  readonly termTo?: string;
  readonly membership?: MembershipCells;
}

const WORDS = {
  group: enumWords('groups', 'GroupKind'),
  status: enumWords('groups', 'MemberStatus'),
  programmes: enumWords('groups', 'InsuranceProgramme'),
  statuses: enumWords('groups', 'InsurerStatus'),
};

/** @param line of the file @param cells by column */
export function judgeMember(line: number, cells: Cells, scope: ImportScope): Judged<MemberRow> {
  const row = new RowReader(cells, scope.references);
  const nik = row.nik('nik');
  row.sex('sex', nik);
  const read = {
    id: row.id('id'),
    nik,
    name: row.words('name'),
    birthDate: row.birthDate('birthDate', nik, scope.today),
    village: row.village('village', 'district'),
    group: row.oneOf('group', WORDS.group),
    unit: row.words('unit'),
    status: row.oneOf('status', WORDS.status),
    termFrom: row.day('termFrom'),
    termTo: row.day('termTo'),
    membership: readMembership(row, WORDS),
  };
  const record = Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined)) as MemberRow;
  return { line, record, reasons: row.reasons, keys: keysOf(record, scope) };
}

/** Somebody may serve in several groups, in each once. */
function keysOf({ id, nik, group }: MemberRow, { tokenOf }: ImportScope): string[] {
  const person = nik === undefined ? [] : [`${tokenOf(nik)}:${group ?? ''}`];
  return [...person, ...(id === undefined ? [] : [`id:${id}`])];
}
