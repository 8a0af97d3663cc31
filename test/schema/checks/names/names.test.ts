/** What looks personal and is not said to be; and what only looks so. */
import { describe, expect, it } from 'vitest';
import { wordsOf } from '../../../../schema/checks/names/words.ts';
import { HEADER, linesOf } from '../check-pair.ts';

const alone = { others: [], name: 'partner', owner: 'DINKES' };
const of = (sdl: string): Promise<readonly string[]> => linesOf('NAME/', HEADER + sdl, alone);
const PERSONAL = '@personal @requiresScopes(scopes: [["person:read"]])';

describe('a field that looks personal', () => {
  it.each([
    'nik',
    'no_ktp',
    'nomorKTP',
    'NIK',
    'tglLahir',
    'tgl_lahir',
    'birthDate',
    'desilKesejahteraan',
    'kpj',
    'noKK',
    'nama_lengkap',
  ])('by a word of persons alone is an error wherever it stands: %s', async (name) => {
    expect(await of(`type Query { thing: Thing } type Thing { ${name}: String }`)).toEqual([
      `error NAME/LOOKS_PERSONAL Thing.${name}`,
    ]);
  });

  it.each(['alamat', 'phone', 'no_telepon', 'noHp', 'email', 'nomorRekening'])(
    'by a word that an office has too is an error on a type of persons, and else a warning: %s',
    async (name) => {
      expect(await of(`type Query { p: Pasien } type Pasien { ${name}: String }`)).toEqual([
        `error NAME/LOOKS_PERSONAL Pasien.${name}`,
      ]);
      expect(await of(`type Query { c: Clinic } type Clinic { ${name}: String }`)).toEqual([
        `warning NAME/LOOKS_PERSONAL Clinic.${name}`,
      ]);
    },
  );

  it('by its description alone is found as well, but not by what stands in backticks', async () => {
    const sdl = (description: string): string =>
      `type Query { t: Thing } type Thing { "${description}" number: String }`;
    expect(await of(sdl('The NIK of whoever asked. / NIK peminta.'))).toEqual([
      'warning NAME/LOOKS_PERSONAL Thing.number',
    ]);
    expect(await of(sdl('As `Worker.nik`. / Misalnya `Worker.nik`.'))).toEqual([]);
  });

  it('is a name only on a type of persons: a district has one too', async () => {
    expect(await of('type Query { d: District } type District { name: String  nama: String }')).toEqual([]);
    expect(await of('type Query { w: Warga } type Warga { nama: String }')).toEqual([
      'error NAME/LOOKS_PERSONAL Warga.nama',
    ]);
  });

  it('makes its whole type one of persons', async () => {
    expect(await of('type Query { row: Row } type Row { nik: String  nama: String }')).toEqual([
      'error NAME/LOOKS_PERSONAL Row.nik',
      'error NAME/LOOKS_PERSONAL Row.nama',
    ]);
  });

  it('is looked for behind persons, whatever the type is called', async () => {
    const sdl = `type Query { w: Worker } type Worker ${PERSONAL} { home: Place  village: Village } type Place @authenticated { name: String }
      type Village { name: String } extend type Query { village: Village }`;
    expect(await of(sdl)).toEqual(['error NAME/LOOKS_PERSONAL Place.name']);
  });

  it.each([
    ['is personal', `type Query { p: Pasien } type Pasien ${PERSONAL} { nik: String @mask(as: NIK) }`],
    [
      'says why it is harmless',
      'type Query { t: Thing } type Thing { phone: String @harmless(because: "of the office") }',
    ],
    ['is a truth value', 'type Query { t: Pasien } type Pasien { hasPhone: Boolean }'],
    [
      'says what is counted',
      'type Query { c: DecileCount } enum Band { POOR } type DecileCount { decile: Band  count: Int @aggregate }',
    ],
    [
      'only holds the letters',
      'type Query { t: Crop } type Crop { pertanaman: String  technik: String  kelahiranku: String  wahana: String }',
    ],
  ])('and %s is not found', async (_, sdl) => {
    expect(await of(sdl)).toEqual([]);
  });

  it('is not looked for without the policy of privacy', async () => {
    expect(await linesOf('NAME/', 'type Query { t: T } type T { nik: String }', { ...alone, policy: 'none' })).toEqual(
      [],
    );
  });
});

describe('an argument that looks personal', () => {
  it.each([
    ['nik', 'error'],
    ['noKtp', 'error'],
    ['tgl_lahir', 'error'],
    ['desil', 'error'],
    ['alamat', 'warning'],
    ['hp', 'warning'],
  ])('states by what it chooses: %s is else an %s among things', async (name, severity) => {
    const sdl = (directive: string): string =>
      `type Query { things(${name}: String ${directive}): [Thing] } type Thing { size: Int }`;
    expect(await of(sdl(''))).toEqual([`${severity} NAME/LOOKS_PERSONAL Query.things(${name}:)`]);
    expect(await of(sdl('@filters(fields: [])'))).toEqual([]);
  });

  it('is an error where it chooses among persons, also by a name, on a page, and inside an input', async () => {
    const sdl = `type Query { pasien(nama: String): Pasien  page(where: Where  hp: String): PasienConnection  things(where: Where  nama: String): [Thing] }
      input Where { alamat: String  inner: Inner  hasPhone: Boolean } input Inner { nama: String  size: Int }
      type Pasien { size: Int } type PasienConnection { edges: [PasienEdge!] } type PasienEdge { node: Pasien } type Thing { size: Int }`;
    expect(await of(sdl)).toEqual([
      'error NAME/LOOKS_PERSONAL Query.pasien(nama:)',
      'error NAME/LOOKS_PERSONAL Where.alamat',
      'error NAME/LOOKS_PERSONAL Inner.nama',
      'error NAME/LOOKS_PERSONAL Query.page(hp:)',
    ]);
  });

  it('is found by its description', async () => {
    expect(
      await of('type Query { thing("The NIK of them. / NIK mereka." of: String): Thing } type Thing { size: Int }'),
    ).toEqual(['warning NAME/LOOKS_PERSONAL Query.thing(of:)']);
  });

  it('is none of what a mutation takes in, and no enum that says what is counted', async () => {
    const sdl = `type Query { c(bands: [Decile!]): [Cell!]  n(nik: String): [Cell!] } enum Decile { POOR } type Cell { count: Int @aggregate }
      type Mutation { add(input: Add): Thing } input Add { nik: String } type Thing { size: Int }`;
    expect(await of(sdl)).toEqual(['error NAME/LOOKS_PERSONAL Query.n(nik:)']);
  });
});

describe('a type that only persons lead to', () => {
  it('states how it is protected', async () => {
    const sdl = (visit: string): string =>
      `type Query { w: Worker } type Worker ${PERSONAL} { visit: Visit } type Visit ${visit}`;
    expect(await of(sdl('{ ward: String }'))).toEqual(['error NAME/BEHIND_PERSON Visit']);
    expect(await of(sdl(`${PERSONAL} { ward: String @mask(as: TEXT) }`))).toEqual([]);
    expect(await of(`${sdl('{ ward: String }')} extend type Query { wards: [Visit!] }`)).toEqual([]);
  });
});

describe('a number that is called like a count over people', () => {
  it.each(['workerCount', 'jumlah_peserta', 'participants', 'members', 'total', 'jumlahAnak'])(
    'states its minimum: %s',
    async (name) => {
      const sdl = (directive: string): string => `type Query { v: Village } type Village { ${name}: Int ${directive} }`;
      expect(await of(sdl(''))).toEqual([`error NAME/COUNT_UNSTATED Village.${name}`]);
      expect(await of(sdl('@aggregate'))).toEqual([]);
      expect(await of(sdl('@aggregate(minimum: 0)'))).toEqual([]);
    },
  );

  it('may be stated by the field that leads to it', async () => {
    const sdl = (directive: string): string =>
      `type Query { v: Village } type Village { sum: Sum ${directive} } type Sum { total: Int }`;
    expect(await of(sdl(''))).toEqual(['error NAME/COUNT_UNSTATED Sum.total']);
    expect(await of(sdl('@aggregate'))).toEqual([]);
  });

  it('is looked for where persons are, and not among trees', async () => {
    const sdl = HEADER.replace('@perturbs(by: "noise")', '');
    const trees = 'type Query { park: Park } type Park { count: Int }';
    expect(await linesOf('NAME/', sdl + trees, alone)).toEqual([]);
    const park = `type Query { park: Park } type Park { count: Int  visitors: [Visitor!] } type Visitor ${PERSONAL} { x: Int }`;
    expect(await linesOf('NAME/', sdl + park, alone)).toEqual(['error NAME/COUNT_UNSTATED Park.count']);
  });

  it('is none of a page of things, and no difference', async () => {
    const sdl = `type Query { p: BillConnection  c: MemberChange } type Bill { id: ID! } type BillEdge { node: Bill }
      type BillConnection { edges: [BillEdge!]  pageInfo: PageInfo  totalCount: Int } type PageInfo @shareable { hasNextPage: Boolean }
      type MemberChange { total: Int }`;
    expect(await of(sdl)).toEqual([]);
  });
});

it('reads names word by word', () => {
  expect(wordsOf('tglLahir')).toEqual(['tgl', 'lahir']);
  expect(wordsOf('NIK_pekerja2')).toEqual(['nik', 'pekerja']);
  expect(wordsOf('nomorKTPLama')).toEqual(['nomor', 'ktp', 'lama']);
});
