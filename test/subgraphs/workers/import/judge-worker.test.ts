/** What becomes of the cells of a row: read in the forms that people write, or a reason; never a guess. */
import { describe, expect, it } from 'vitest';
import { documentsOf } from '../../../../subgraphs/city/documents.ts';
import { KOTA_BEKASI } from '../../../../subgraphs/city/init-city.ts';
import { readCity } from '../../../../subgraphs/city/read-city.ts';
import { villagesOf } from '../../../../subgraphs/import/references.ts';
import { judgeWorker } from '../../../../subgraphs/workers/import/judge-worker.ts';

const { workers } = documentsOf(readCity(KOTA_BEKASI));
const scope = {
  by: 'user:test',
  at: '2025-11-30T00:00:00.000Z',
  agency: 'DISNAKER',
  job: 'Import:a',
  today: '2026-01-01',
  tokenOf: (nik: string) => `psr_of_${nik.slice(-4)}`,
  references: {
    villages: villagesOf(workers.reference_villages),
    verifiers: new Set(workers.reference_agencies.map(({ _id }) => _id)),
    occupations: new Map(workers.occupation_words.map(({ _id, occupation }) => [_id, occupation])),
  },
};
const judge = (cells: Record<string, string>) => judgeWorker(2, cells, scope);
const codesOf = (cells: Record<string, string>) => judge(cells).reasons.map(({ code, field }) => `${code} ${field}`);

/** A woman, born on 15 February 1985; serial 0000 is never issued. */
const NIK = '3275015502850000';

describe('a NIK', () => {
  it.each([NIK, ` ${NIK} `, `'${NIK}`, '3275 0155 0285 0000', '32.75.01.550285.0000', '3275-0155-0285-0000'])(
    'is read as people group its digits: %j',
    (cell) => expect(judge({ nik: cell }).record.nik).toBe(NIK),
  );

  it.each(['3275015502850000.0', '3275015502850000,00'])('is read without the fraction of a number: %j', (cell) =>
    expect(judge({ nik: cell }).record.nik).toBe(NIK),
  );

  it.each([
    ['327501550285000.0', 'NIK_LENGTH'],
    ['327501550285001,0', 'NIK_LENGTH'],
    ['327501550285000', 'NIK_LENGTH'],
    ['32750155028500000', 'NIK_LENGTH'],
    ['3275O15502850000', 'NIK_LENGTH'],
    ['3.275E+15', 'NIK_ROUNDED'],
    ['3,27501550285E+15', 'NIK_ROUNDED'],
    ['3275017202850000', 'NIK_DATE'],
    ['3275013102850000', 'NIK_DATE'],
    ['3275015513850000', 'NIK_DATE'],
    ['9975015502850000', 'NIK_DISTRICT'],
    ['3200015502850000', 'NIK_DISTRICT'],
    ['3275005502850000', 'NIK_DISTRICT'],
  ])('%s is none: %s', (cell, code) => expect(codesOf({ nik: cell })).toEqual([`${code} nik`]));

  it('has a leap day only where one of its two years has', () => {
    expect(codesOf({ nik: '3275016902840000' })).toEqual([]);
    expect(codesOf({ nik: '3275016902850000' })).toEqual(['NIK_DATE nik']);
  });
});

describe('a date of birth', () => {
  it.each(['1985-02-15', '15/02/1985', '15-2-1985', '15.02.1985', '15 Februari 1985', '15 Feb 1985', '1985/02/15'])(
    'is read from %s',
    (cell) => expect(judge({ nik: NIK, birthDate: cell }).record.birthDate).toBe('1985-02-15'),
  );

  it.each([
    ['31/02/1985', 'DATE_IMPOSSIBLE'],
    ['15/02/85', 'DATE_IMPOSSIBLE'],
    ['31093', 'DATE_IMPOSSIBLE'],
    ['15/03/1985', 'BIRTH_DATE_DIFFERS'],
    ['2085-02-15', 'DATE_FUTURE'],
  ])('%s is refused: %s', (cell, code) =>
    expect(codesOf({ nik: NIK, birthDate: cell })).toEqual([`${code} birthDate`]),
  );
});

describe('a village', () => {
  it.each(['32.75.01.1001', '3275011001', 'Bekasijaya', 'Bekasi Jaya', 'Kel. Bekasi Jaya', 'KELURAHAN BEKASIJAYA'])(
    'is found by code or name: %s',
    (cell) => expect(judge({ village: cell }).record.village?._id).toBe('32.75.01.1001'),
  );

  it('that is only similar is never taken', () => {
    const { record, reasons } = judge({ village: 'Bekasi Joya' });
    expect(record.village).toBeUndefined();
    expect(reasons).toEqual([{ code: 'VILLAGE_UNKNOWN', field: 'village', likely: [] }]);
    expect(codesOf({ village: '32.75.99.1001' })).toEqual(['VILLAGE_UNKNOWN village']);
  });

  it('of a name that two districts have needs the district', () => {
    const twice = villagesOf([
      { _id: '32.75.01.1001', name: 'Jaya', district: '32.75.01', districtName: 'Timur' },
      { _id: '32.75.02.1001', name: 'Jaya', district: '32.75.02', districtName: 'Barat' },
    ]);
    const among = { ...scope, references: { ...scope.references, villages: twice } };
    expect(judgeWorker(2, { village: 'Jaya' }, among).reasons[0]?.code).toBe('VILLAGE_AMBIGUOUS');
    const named = judgeWorker(2, { village: 'Jaya', district: 'Kec. Barat' }, among);
    expect(named.record.village?._id).toBe('32.75.02.1001');
  });
});

describe('other cells', () => {
  it.each([
    ['Ojol', 'OJEK'],
    ['OJEK', 'OJEK'],
    ['pedagang kaki-5', 'PKL'],
    ['Pengemudi ojek', 'OJEK'],
    ['Street vendor', 'PKL'],
  ])('an occupation is read by the words of the city and of the graph: %s', (cell, occupation) =>
    expect(judge({ occupation: cell }).record.occupation).toBe(occupation),
  );

  it.each(['081234567890', '81234567890', '+62 812-3456-7890', '6281234567890', "'081234567890", '(0812) 3456 7890'])(
    'a telephone number has one form: %s',
    (cell) => expect(judge({ phone: cell }).record.phone).toBe('081234567890'),
  );

  it('a month is read by the short names that offices use', () => {
    const born = ['5 Agust 1985', '5 Agt 1985', 'Bekasi, 5 Agu 1985'].map(
      (birthDate) => judge({ birthDate }).record.birthDate,
    );
    expect(born).toEqual(['1985-08-05', '1985-08-05', '1985-08-05']);
  });

  it('a fraction is no digit of a telephone number or a card', () => {
    expect(judge({ phone: '81234567890.0' }).record.phone).toBe('081234567890');
    expect(judge({ phone: '+6281234567890,00' }).record.phone).toBe('081234567890');
    expect(codesOf({ kpj: '2601100000.0', coverFrom: '2025-11-01', insurerStatus: 'ACTIVE' })).toContain(
      'KPJ_FORM kpj',
    );
  });

  it.each([
    '2025-Q3',
    '2025 TW3',
    'TW III 2025',
    'Triwulan III Tahun 2025',
    'triwulan 3 2025',
    'Q3-2025',
    '2025/III',
    'TW. III/2025',
    'Triwulan ke-3 Th. 2025',
  ])('an edition is read as offices write a quarter: %s', (cell) =>
    expect(judge({ decile: '3', decileEdition: cell }).record.decileAtEnrolment?.edition).toBe('2025-Q3'),
  );

  it.each(['3/2025', '2025 TW V', 'TW IIII 2025', 'III', '1925 TW3', '2025-09'])('%s is no edition', (cell) =>
    expect(codesOf({ decile: '3', decileEdition: cell })).toEqual(['EDITION_UNKNOWN decileEdition']),
  );

  it.each([
    "Agus;=cmd|' /C calc'!A0",
    'Agus; @SUM(1)',
    'Agus,=1+1',
    "Agus;'=1+1",
    '"=1+1"',
    '\u200d=1+1',
    '\u202e=1+1',
    '＝1+1',
  ])('a name that a spreadsheet of another separator would compute is refused: %j', (cell) =>
    expect(codesOf({ name: cell })).toEqual(['TEXT_FORMULA name']),
  );

  it.each([
    ['Nur\u2019aini, S.Pd; M.M', 'Nur\u2019aini, S.Pd; M.M'],
    ['Siti-Nurhaliza (Ujang), A.Md', 'Siti-Nurhaliza (Ujang), A.Md'],
    ['Bu\u00addi\u200b Harto\u202eno', 'Budi Hartono'],
  ])('a name keeps what people write, without marks that nobody sees: %j', (cell, name) =>
    expect(judge({ name: cell }).record.name).toBe(name),
  );

  it('deciles are 1 to 10, with an edition', () => {
    expect(judge({ decile: '3', decileEdition: '2025 TW3' }).record.decileAtEnrolment).toEqual({
      decile: 3,
      edition: '2025-Q3',
    });
    expect(codesOf({ decile: '0', decileEdition: '2025-Q3' })).toEqual(['NUMBER_RANGE decile']);
    expect(codesOf({ decile: '11', decileEdition: '2025-Q3' })).toEqual(['NUMBER_RANGE decile']);
    expect(codesOf({ decile: '3' })).toEqual(['EDITION_UNKNOWN decileEdition']);
    expect(codesOf({ decile: '3', decileEdition: '2025' })).toEqual(['EDITION_UNKNOWN decileEdition']);
  });

  it('each fault of a row is told at once, and an empty cell is none', () => {
    expect(codesOf({ nik: '1', occupation: 'astronot', phone: '12', village: '-', name: '' })).toEqual([
      'NIK_LENGTH nik',
      'PHONE_FORM phone',
      'OCCUPATION_UNKNOWN occupation',
    ]);
    expect(codesOf({ name: '#N/A' })).toEqual(['CELL_ERROR name']);
    expect(codesOf({ name: 'a'.repeat(201) })).toEqual(['TEXT_LONG name']);
    expect(codesOf({ status: 'flying' })).toEqual(['VALUE_UNKNOWN status']);
    expect(codesOf({ kpj: '123' })).toEqual(['KPJ_FORM kpj']);
    expect(codesOf({ problemCode: 'NO_SUCH', problemField: 'nik' })).toEqual(['PROBLEM_UNKNOWN problemCode']);
  });

  it('no reason holds what stood in the cell', () => {
    const { reasons } = judge({ nik: '327501550285', name: '#REF!', phone: '99', village: 'Siti Wijaya' });
    expect(reasons.length).toBe(4);
    expect(JSON.stringify(reasons)).not.toMatch(/327501550285|Siti|Wijaya/);
  });

  it('the keys of a row hold no NIK', () => {
    expect(judge({ nik: NIK, id: 'w-1' }).keys).toEqual(['psr_of_0000', 'id:w-1']);
  });
});
