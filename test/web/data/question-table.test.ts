/** A shipped question's answer as tables, also of one that comes page by page. */
import { describe, expect, it } from 'vitest';
import { cellText } from '../../../web/data/cell-text.ts';
import { exportOf } from '../../../web/data/export-of.ts';
import { formatsOf } from '../../../web/numbers/formats.ts';
import { gapsIn } from '../../../web/data/data-table.ts';
import { comesInPages, joined } from '../../../web/data/joined.ts';
import { partTitles } from '../../../web/data/part-titles.ts';
import { withPurposes } from '../../../web/data/purposes.ts';
import { variableNames, variablesTold } from '../../../web/data/variables-told.ts';
import { pagedIn } from '../../../web/data/paging.ts';
import { figuresTable, questionTable } from '../../../web/data/question-table.ts';
import type { FieldFacts } from '../../../web/data/field-facts.ts';
import { valueName } from '../../../web/language/enum-names.ts';
import type { Say } from '../../../web/language/say.ts';
import { questionBy } from '../../../web/data/question-by.ts';
import { tablesOf } from '../../../web/graph/table.ts';

const BASIS = { month: '2025-12', exactness: 'PERTURBED', noise: 10 };
const MARKS = [
  { kind: 'PERTURBED', noise: 10 },
  { kind: 'MONTH', month: '2025-12' },
];
const say: Say = (key, values) => (values === undefined ? key : `${key} ${JSON.stringify(values)}`);
const WORDS = { title: 'Figures', what: 'What', value: 'Value' };

describe('a list of an answer as a table', () => {
  const data = {
    city: { coverage: { total: 30, basis: BASIS } },
    districts: [{ code: '32.75.01', name: 'Bekasi Timur', coverage: { total: 12, basis: BASIS }, count: 3 }],
  };
  const [districts, figures] = tablesOf({ data });

  it('has names first and codes last, and marks from the basis beside each number', () => {
    const { columns, rows } = questionTable(districts!, () => undefined, 'Districts', say);
    expect(columns.map(({ id }) => id)).toEqual(['name', 'count', 'coverage.total', 'code']);
    expect(rows[0]!.cells['coverage.total']).toEqual({ value: 12, marks: MARKS });
    expect(rows[0]!.cells['count']).toEqual({ value: 3, marks: [] });
  });

  it('has marks from the basis of its own where a number has one, or the object it is in', () => {
    const exact = { month: null, exactness: 'EXACT', noise: 0 };
    const rows = [
      { total: 9, totalBasis: exact, covered: 7, basis: BASIS, computed: { people: 5 }, computedBasis: exact },
    ];
    const [table] = tablesOf({ data: { rows } });
    const { columns, rows: read } = questionTable(table!, () => undefined, 'Rows', say);
    expect(columns.map(({ id }) => id)).toEqual(['total', 'covered', 'computed.people']);
    const marks = Object.fromEntries(Object.entries(read[0]!.cells).map(([id, cell]) => [id, cell.marks[0]]));
    expect(marks).toEqual({
      total: { kind: 'EXACT' },
      covered: { kind: 'PERTURBED', noise: 10 },
      'computed.people': { kind: 'EXACT' },
    });
  });

  it('says of a share that the counts it is made of were moved, not the share by so many points', () => {
    const [table] = tablesOf({ data: { rows: [{ total: 9, coverageRate: 0.8, basis: BASIS }] } });
    const { rows } = questionTable(table!, () => undefined, 'Rows', say);
    expect(rows[0]!.cells['coverageRate']).toEqual({ value: 0.8, marks: [{ kind: 'RATE', noise: 10 }, MARKS[1]] });
  });

  it('calls a value of an enum by its short name, and has the whole sentence for who asks', () => {
    const status: FieldFacts = {
      heading: 'Status',
      description: 'Status.',
      type: 'WorkerStatus',
      of: 'Row.field',
      always: true,
      values: new Map([
        ['ACTIVE', valueName('Takes part; cover is in `covered`. / Menjadi peserta; ada pada `covered`.', 'id')],
        ['EXITED', valueName('Has left. / Keluar.', 'id')],
      ]),
    };
    const [table] = tablesOf({ data: { rows: [{ status: 'ACTIVE' }, { status: 'EXITED' }] } });
    const { rows } = questionTable(table!, () => status, 'Rows', say);
    expect(rows.map(({ cells }) => cells['status'])).toEqual([
      { value: 'Menjadi peserta', marks: [], says: 'Menjadi peserta; ada pada `covered`.' },
      { value: 'Keluar', marks: [] },
    ]);
  });

  it('says why there is nothing, where the schema does and no error has', () => {
    const oldest = (description: string): FieldFacts => ({
      heading: 'Oldest',
      description,
      type: 'Date',
      of: 'Row.field',
      always: false,
    });
    const [table] = tablesOf({ data: { rows: [{ oldest: null }, { oldest: '2025-12-01' }] } });
    const saidBy = (description: string) => {
      const read = questionTable(table!, () => oldest(description), 'Rows', say);
      return [read.rows[0]!.cells['oldest'], gapsIn(read)];
    };
    const says = 'data.gap {"why":"where fewer than 5 are sure"}';
    expect(saidBy('Oldest pending; null where fewer than 5 are sure.')).toEqual([
      { value: null, marks: [], says },
      [{ title: 'Oldest', says }],
    ]);
    expect(saidBy('Permintaan terlama; kosong bila belum pasti ada 5.')[1]).toEqual([
      { title: 'Oldest', says: 'data.gap {"why":"bila belum pasti ada 5"}' },
    ]);
    expect(saidBy('Oldest; null while Disnaker does not answer.')).toEqual([{ value: null, marks: [] }, []]);
  });

  it('names the row of people whose village is not known, and no other empty object', () => {
    const village = 'Village by the record; null when not known.';
    const said = new Map([
      ['rows.village', village],
      ['rows.agency', 'The agency they acted for.'],
    ]);
    const facts = (path: string): FieldFacts => ({
      heading: path,
      description: said.get(path) ?? 'Name.',
      type: 'String',
      of: 'Row.field',
      always: false,
    });
    const found = { village: { name: 'Kranji' }, agency: { name: 'Dinsos' }, count: 5 };
    const [table] = tablesOf({ data: { rows: [found, { village: null, agency: null, count: 0 }] } });
    const { cells } = questionTable(table!, facts, 'Rows', say).rows[1]!;
    expect(cells['village.name']).toEqual({ value: 'data.notKnown', marks: [], says: village });
    expect(cells['agency.name']).toEqual({ value: null, marks: [] });
  });

  it('writes a moment on the city’s clock, and takes it away with its zone', () => {
    const at: FieldFacts = { heading: 'When', description: 'When.', type: 'DateTime', of: 'Access.at', always: true };
    const [table] = tablesOf({ data: { rows: [{ at: '2026-11-29T15:18:52.697Z' }] } });
    const { columns, rows } = questionTable(table!, () => at, 'Rows', say);
    expect(cellText(rows[0]!.cells['at']!, columns[0]!, formatsOf('id-ID'))).toBe('29 Nov 2026, 22.18');
    expect(exportOf({ columns, rows }).rows[0]).toEqual([{ value: '2026-11-29T22:18:52+07:00', marks: [] }]);
    expect(exportOf({ columns, rows }).columns[0]!.type).toBe('text');
  });

  it('is drawn by the name of its rows, but where they are persons or names come twice', () => {
    const rows = (...names: string[]) => {
      const [table] = tablesOf({ data: { rows: names.map((name) => ({ name, count: 1 })) } });
      return questionTable(table!, () => undefined, 'Rows', say);
    };
    expect(questionBy(rows('a', 'b'), false)).toEqual(['name']);
    expect(questionBy(rows('a', 'b'), true)).toEqual([]);
    expect(questionBy(rows('a', 'a'), false)).toEqual([]);
  });

  it('has what stands outside every list as a figure a row', () => {
    const { rows } = figuresTable(figures!, () => undefined, WORDS, say);
    expect(rows.map(({ cells }) => [cells['what']?.value, cells['value']?.value, cells['value']?.marks])).toEqual([
      ['city.coverage.total', 30, MARKS],
    ]);
  });
});

describe('the single figures of an answer', () => {
  const fact = (heading: string, type = 'Int'): FieldFacts => ({
    heading,
    description: heading,
    type,
    of: 'Row.field',
    always: true,
  });
  const facts = new Map([
    ['programme', fact('Program', 'Programme')],
    ['programme.liability', fact('Biaya seluruh peserta, per bulan', 'Liability')],
    ['programme.liability.total', fact('Jumlah seluruhnya', 'Rupiah')],
    ['programme.reconciliation', fact('Anggaran', 'Reconciliation')],
    ['programme.reconciliation.participants', fact('Peserta')],
    ['programme.reconciliation.monthsFunded', fact('Bulan yang dibiayai', 'Float')],
    ['programme.participants', fact('Peserta')],
  ]);
  const programme = {
    participants: 5,
    reconciliation: { participants: 4, monthsFunded: 2.95 },
    liability: { total: 1_333_558_800 },
  };
  const [table] = tablesOf({ data: { programme } });
  const read = figuresTable(table!, (path) => facts.get(path), WORDS, say);

  it('say of what a total is, and which of two of one name each is', () => {
    expect(read.rows.map(({ cells }) => cells['what']?.value)).toEqual([
      'Peserta (Program)',
      'Peserta (Anggaran)',
      'Bulan yang dibiayai',
      'Jumlah seluruhnya: biaya seluruh peserta',
    ]);
  });

  it('are written in the reader’s own way, and have no picture: people, months and rupiah share no axis', () => {
    const column = read.columns[1]!;
    const shown = read.rows.map(({ cells }) => cellText(cells['value']!, column, formatsOf('id-ID')));
    expect(shown).toEqual(['5', '4', '2,95', 'Rp1.333.558.800']);
    expect(questionBy(read, false)).toEqual([]);
  });
});

describe('the parts of an answer', () => {
  it('are called by their fields; those of one name are told apart by where they stand', () => {
    const heading = (text: string) => ({ heading: text });
    const facts = new Map([
      ['a.liability', heading('Biaya, per bulan')],
      ['a.liability.periods', heading('Per bulan')],
      ['a.plan', heading('Anggaran')],
      ['a.plan.periods', heading('Per bulan')],
      ['b', heading('Kota')],
      ['x.more', heading('Sama')],
      ['x.more.rows', heading('Baris')],
      ['y.more', heading('Sama')],
      ['y.more.rows', heading('Baris')],
    ]);
    const names = ['a.liability.periods', 'a.plan.periods', 'b', 'unknown', 'x.more.rows', 'y.more.rows'];
    expect([...partTitles(names, facts).values()]).toEqual([
      'Per bulan (Biaya)',
      'Per bulan (Anggaran)',
      'Kota',
      'unknown',
      'Baris (Sama) (x.more.rows)',
      'Baris (Sama) (y.more.rows)',
    ]);
  });
});

it('the values that a question was asked with are told by name, but none that may be about a person', () => {
  const variables = {
    programme: 'SIGAP',
    year: 2025,
    from: '2026-01',
    statuses: ['ACTIVE', 'AT_RISK'],
    area: '32.75.01',
    first: 50,
    name: 'Siti',
    nik: '3275010101010001',
    person: 'psr_abcdefghijklmnopqrstuvwxyz',
    worker: 'w-00000001',
    phone: 81234567890,
    names: ['ACTIVE', 'Siti'],
    nothing: null,
  };
  expect(variablesTold(variables, say).map(({ name, value }) => `${name}=${value}`)).toEqual([
    'data.by.programme=SIGAP',
    'data.year=2025',
    'data.from=2026-01',
    'statuses=ACTIVE, AT_RISK',
    'area=32.75.01',
  ]);
  expect(variablesTold(undefined, say)).toEqual([]);
});

describe('an answer that comes page by page', () => {
  const QUERY = `query Q($after: String) {
    groups { kind }
    workers(after: $after) { nodes { occupation visits { on } village { name } } }
  }`;
  const page = (nodes: readonly object[]) => tablesOf({ data: { groups: [{ kind: 'RT' }], workers: { nodes } } });

  it('has the rows of every page, also those that look like one that was there, and the lists beside once', () => {
    const pages = [
      page([{ occupation: 'PKL', village: null }]),
      page([{ occupation: 'PKL', visits: [{ on: '2025-12-01' }], village: { name: 'Aren Jaya' } }]),
      page([{ occupation: 'PKL', village: null }]),
    ];
    const tables = joined(pages, pagedIn(QUERY));
    const rowsOf = (name: string) => tables.find((table) => table.name === name)?.rows.length;
    expect([rowsOf('groups'), rowsOf('workers'), rowsOf('workers.visits')]).toEqual([1, 3, 1]);
    const workers = tables.find(({ name }) => name === 'workers')!;
    expect(workers.rows[1]![workers.columns.indexOf('village.name')]).toBe('Aren Jaya');
  });
});

it('only the list that is fetched page by page, and the lists in it, come in pages', () => {
  const paged = { path: ['city', 'workers'], after: 'after' } as never;
  const names = ['city.workers', 'city.workers.payments', 'city.workersByBand', 'city'];
  expect(names.filter((name) => comesInPages(name, paged))).toEqual(['city.workers', 'city.workers.payments']);
  expect(names.some((name) => comesInPages(name, undefined))).toBe(false);
});

it('a purpose in the audit has its title, and no other text of that name', () => {
  const text = { heading: 'Why', description: 'Why.', type: 'String', always: false };
  const facts = new Map([
    ['log.purpose', { ...text, of: 'Access.purpose' }],
    ['budget.purpose', { ...text, of: 'Budget.purpose' }],
  ]);
  const titled = withPurposes(facts, new Map([['COMPLAINT', 'Pengaduan']]));
  const [table] = tablesOf({ data: { log: [{ purpose: 'COMPLAINT' }, { purpose: 'OTHER' }] } });
  const { rows } = questionTable(table!, (path) => titled.get(path), 'Log', say);
  expect(rows.map(({ cells }) => cells['purpose']?.value)).toEqual(['Pengaduan', 'OTHER']);
  expect(titled.get('budget.purpose')).not.toHaveProperty('values');
});

it('a question tells which values it takes, but neither those that page nor what may be about a person', () => {
  const variables = { from: null, year: 2025, caller: 'user:siti', first: 50 };
  expect(variableNames(variables, say)).toEqual(['from', 'data.year 2025', 'caller']);
});
