/** What offices write in titles and cells: the lists that the command prints are those that rows are read by, and each word in them is taken. */
import { describe, expect, it } from 'vitest';
import { enumWords, listedWords } from '../../base/enum-words.ts';
import { isNotKept, NOT_KEPT, rowFields, type RowKind } from '../../cli/files/read/mapping/fields.ts';
import { FORMS, NEEDED } from '../../cli/files/read/mapping/forms.ts';
import { listedFields } from '../../cli/files/read/mapping/listed-fields.ts';
import { proposeMapping } from '../../cli/files/read/mapping/propose-mapping.ts';
import { titleKey } from '../../cli/files/read/header/title-key.ts';
import { fieldLines } from '../../cli/import/field-lines.ts';
import { judgeMember } from '../../subgraphs/groups/import/judge-member.ts';
import type { ImportScope, Judged } from '../../subgraphs/import/import-kind.ts';
import { villagesOf } from '../../subgraphs/import/references.ts';
import { judgeVerification } from '../../subgraphs/workers/import/judge-verification.ts';
import { judgeWorker } from '../../subgraphs/workers/import/judge-worker.ts';

const village = { _id: '32.75.01.1001', name: 'Bekasijaya', district: '32.75.01', districtName: 'Bekasi Timur' };
const scope: ImportScope = {
  agency: 'DISNAKER',
  job: 'Import:a',
  by: 'user:a',
  at: '2026-01-02T03:04:05.000Z',
  references: {
    villages: villagesOf([village]),
    verifiers: new Set(['DISHUB', 'DINSOS']),
    occupations: new Map([['ojol', 'OJEK']]),
  },
  today: '2026-01-02',
  tokenOf: (nik) => `psr_${nik}`,
};
type Cells = Readonly<Record<string, string>>;
const worker = (cells: Cells) => judgeWorker(2, cells, scope);
const verification = (cells: Cells) => judgeVerification(2, { worker: 'w-1', ...cells }, scope);
const member = (cells: Cells) => judgeMember(2, cells, scope);
const codes = ({ reasons }: Judged<unknown>) => reasons.map(({ code, field }) => `${code} ${field}`);
const MAN = '3275011203800000';
const WOMAN = '3275015203800000';

describe('a title', () => {
  it.each([
    ['Tgl Mulai Kepesertaan', 'WORKERS', 'coverFrom'],
    ['Tanggal Mulai Kepesertaan', 'MEMBERS', 'coverFrom'],
    ['TTL', 'WORKERS', 'birthDate'],
    ['Tempat, Tanggal Lahir', 'WORKERS', 'birthDate'],
    ['Tempat / Tgl. Lahir', 'MEMBERS', 'birthDate'],
    ['No. KTP', 'VERIFICATIONS', 'nik'],
    ['L/P', 'WORKERS', 'sex'],
    ['JENIS KELAMIN', 'MEMBERS', 'sex'],
    ['Hasil Verval', 'VERIFICATIONS', 'verdict'],
    ['Tgl. Cek', 'VERIFICATIONS', 'answeredOn'],
    ['Status Kelayakan', 'WORKERS', 'status'],
  ] as const)('%s in a file of %s is %s', (title, kind, field) =>
    expect(proposeMapping([title], kind).mapping).toEqual({ [field]: [title] }),
  );

  it.each(['No. KK', 'Nomor Kartu Keluarga', 'Alamat', 'RT/RW', 'Keterangan'])(
    '%s is known, and no field is of it',
    (title) => {
      for (const kind of Object.keys(rowFields) as RowKind[]) {
        expect(isNotKept(title, kind)).toBe(true);
        expect(proposeMapping([title], kind)).toMatchObject({ mapping: {}, unused: [title] });
      }
    },
  );

  it('of another kind of file is known and not kept: nobody has to map the names beside the answers', () => {
    expect(isNotKept('Nama', 'VERIFICATIONS')).toBe(true);
    expect(isNotKept('No HP', 'VERIFICATIONS')).toBe(true);
    expect(isNotKept('Nama', 'WORKERS')).toBe(false);
    expect(isNotKept('Nama Panggung', 'VERIFICATIONS')).toBe(false);
  });

  it('that is not kept is no field of any kind', () => {
    const fields = new Set(Object.values(rowFields).flatMap((kind) => Object.values(kind).flat().map(titleKey)));
    expect(NOT_KEPT.filter((title) => fields.has(titleKey(title)))).toEqual([]);
  });
});

describe('a word of the lists', () => {
  const statusOf = (cells: Cells) => worker(cells).record as { status?: string; exitReason?: string };
  it.each([
    [
      'Verdict',
      'workers',
      (cell: string) => (verification({ verdict: cell, answeredOn: '2025-11-05' }).record as never)['verdict'],
    ],
    ['WorkerStatus', 'workers', (cell: string) => statusOf({ status: cell }).status],
    ['ExitReason', 'workers', (cell: string) => statusOf({ exitReason: cell }).exitReason],
    [
      'InsurerStatus',
      'workers',
      (cell: string) => (worker({ insurerStatus: cell }).record as never)['membership']?.['insurerStatus'],
    ],
    ['MemberStatus', 'groups', (cell: string) => (member({ status: cell }).record as never)['status']],
    ['GroupKind', 'groups', (cell: string) => (member({ group: cell }).record as never)['group']],
  ] as const)('for %s is taken for its value, also in capitals and with a dot', (name, subgraph, read) => {
    const { values, written } = enumWords(subgraph, name);
    expect(written.size).toBeGreaterThan(2);
    for (const [value, words] of [...written].filter(([each]) => each !== 'NOTHING')) {
      expect(values).toContain(value);
      for (const word of words) expect([word, read(`${word.toUpperCase()}.`)]).toEqual([word, value]);
    }
  });

  it.each([
    ['Sesuai', 'MATCH'],
    ['Tidak Sesuai', 'MISMATCH'],
    ['Belum Terdaftar', 'NOT_FOUND'],
  ])('%s of a verification is %s', (verdict, value) =>
    expect(verification({ verdict, answeredOn: '2025-11-05' })).toMatchObject({
      record: { verdict: value },
      reasons: [],
    }),
  );

  it.each([
    ['AKTIF', 'ACTIVE'],
    ['Non Aktif', 'INACTIVE'],
    ['Terdaftar', 'PENDING'],
  ])('%s by the insurer is %s', (insurerStatus, value) =>
    expect(worker({ insurerStatus }).record).toMatchObject({ membership: { insurerStatus: value } }),
  );

  it.each([
    ['Layak', 'ELIGIBLE'],
    ['Tidak Layak', 'INELIGIBLE'],
    ['AKTIF', 'ACTIVE'],
    ['Terdaftar', 'REGISTERED'],
  ])('%s of a worker is %s', (status, value) => expect(worker({ status }).record).toMatchObject({ status: value }));

  it('that could mean several things is asked about, and who is not registered by the insurer has no membership', () => {
    for (const status of ['Non Aktif', 'Belum Terdaftar'])
      expect(codes(worker({ status }))).toEqual(['VALUE_UNKNOWN status']);
    for (const verdict of ['Layak', 'Tidak Layak'])
      expect(codes(verification({ verdict }))).toEqual(['VALUE_UNKNOWN verdict']);
    expect(worker({ insurerStatus: 'Belum Terdaftar' })).toMatchObject({ record: {}, reasons: [] });
  });
});

describe('the sex', () => {
  it('is compared with the NIK, and not kept', () => {
    for (const [nik, sex] of [
      [MAN, 'L'],
      [MAN, 'Laki-laki'],
      [WOMAN, 'P'],
      [WOMAN, 'Perempuan'],
    ] as const)
      for (const judge of [worker, member]) {
        const { record, reasons } = judge({ nik, sex });
        expect([reasons, record]).toEqual([[], { nik }]);
      }
    expect(codes(worker({ nik: MAN, sex: 'P' }))).toEqual(['SEX_DIFFERS sex']);
    expect(codes(member({ nik: WOMAN, sex: 'pria' }))).toEqual(['SEX_DIFFERS sex']);
    expect(codes(worker({ sex: 'P' }))).toEqual([]);
    expect(listedWords('Sex').values).toEqual(['MALE', 'FEMALE']);
  });
});

describe('place and date of birth in one cell', () => {
  it.each([
    'Bekasi, 12-03-1980',
    'BEKASI 12/03/1980',
    'Kab. Bekasi, 12 Maret 1980',
    'Jakarta Timur/12.03.1980',
    '12-03-1980',
  ])('%s is the day', (birthDate) =>
    expect(worker({ nik: MAN, birthDate })).toMatchObject({ record: { birthDate: '1980-03-12' }, reasons: [] }),
  );

  it.each(['Bekasi', 'Bekasi, 31-02-1980', 'Bekasi, 12-03-80', '12-03-1980, Bekasi'])('%s is none', (birthDate) =>
    expect(codes(worker({ birthDate }))).toEqual(['DATE_IMPOSSIBLE birthDate']),
  );

  it('is a matter of the day of birth alone', () =>
    expect(codes(worker({ enrolledOn: 'Bekasi, 12-03-2025' }))).toEqual(['DATE_IMPOSSIBLE enrolledOn']));
});

describe('a suggestion', () => {
  const likely = ({ reasons }: Judged<unknown>) => reasons.flatMap((reason) => reason.likely);

  it.each([
    ['a slip of the pen', verification({ verdict: 'Sesui', answeredOn: '2025-11-05' }), ['MATCH (sesuai)']],
    ['two letters of a long word', worker({ status: 'Mennunggakk' }), ['IN_ARREARS (menunggak)']],
    ['the code of an agency', verification({ agency: 'DISHUP' }), ['DISHUB']],
    ['a word of the city', worker({ occupation: 'ojoll' }), ['OJEK (ojol)']],
  ])('is made for %s', (_what, judged, expected) => expect(likely(judged)).toEqual(expected));

  it.each([
    ['a word that is near to nothing', verification({ verdict: 'Entahlah', answeredOn: '2025-11-05' })],
    ['a value of another field', verification({ verdict: 'Layak', answeredOn: '2025-11-05' })],
    ['a word too short to tell', worker({ status: 'XX' })],
    ['an agency that is none', verification({ agency: 'BKPSDM' })],
    ['an occupation that is none', worker({ occupation: 'Astronot' })],
    ['a history that is none', worker({ history: 'entah' })],
    ['programmes that are none', worker({ programmes: 'JHT' })],
  ])('is not made for %s', (_what, judged) => {
    expect(judged.reasons).not.toEqual([]);
    expect(likely(judged)).toEqual([]);
  });
});

describe('the list of fields', () => {
  it('has a form for each field, and asks for what rows need', () => {
    for (const kind of Object.keys(rowFields) as RowKind[]) {
      expect(listedFields(kind).map(({ field }) => field)).toEqual(Object.keys(rowFields[kind]));
      for (const field of Object.keys(NEEDED[kind])) expect(Object.keys(rowFields[kind])).toContain(field);
    }
    const used = new Set(Object.values(rowFields).flatMap((fields) => Object.keys(fields)));
    expect(Object.keys(FORMS).filter((field) => !used.has(field))).toEqual([]);
  });

  it('is printed with titles, values and words', () => {
    const lines = fieldLines('VERIFICATIONS').join('\n');
    for (const text of ['verdict  (needed for an answer', 'Hasil Verval', 'MISMATCH: Tidak Sesuai', 'No KK'])
      expect(lines).toContain(text);
  });
});
