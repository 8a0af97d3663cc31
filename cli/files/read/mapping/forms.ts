/** What stands in the columns of a file: the form of each field, and which of them a row needs. */
import type { RowKind } from './fields.ts';

/** A field's form. */
export interface FieldForm {
  /** In English and Indonesian, `English. / Indonesia.` */
  readonly form: string;
  /** The list that its values are of: an enum of the contract, or a list of `schema/files/words.yaml`. */
  readonly values?: { readonly subgraph: 'workers' | 'groups'; readonly name: string } | { readonly list: string };
}

const DAY = 'A day: 2025-11-30, 30/11/2025, 30 November 2025. / Tanggal: 2025-11-30, 30/11/2025, 30 November 2025.';
const MONTH = 'A month: 2025-11, 11/2025, or a day in it. / Bulan: 2025-11, 11/2025, atau tanggal di bulan itu.';
const TEXT = 'A text, at most 200 characters. / Teks, paling banyak 200 huruf.';
const KEY =
  'A key: 1 to 40 letters, digits, dots or dashes. / Kunci: 1 sampai 40 huruf, angka, titik atau tanda hubung.';
const VALUE = 'One of the values, or a word for it. / Salah satu nilai, atau kata untuknya.';
const DECILE = 'A whole number, 1 to 10. / Bilangan bulat, 1 sampai 10.';
const EDITION =
  'The edition of the decile, a year and a quarter: 2025-Q3, TW III 2025; needed beside a decile. / Edisi desil, tahun dan triwulan: 2025-Q3, TW III 2025; wajib bila ada desil.';

/** The forms, by field; a field of several kinds has the same form in each, but for `status`. */
export const FORMS: Readonly<Record<string, FieldForm>> = {
  id: { form: KEY },
  worker: { form: KEY },
  nik: {
    form: '16 digits; blanks, dots and dashes do not matter. / 16 angka; spasi, titik dan tanda hubung diabaikan.',
  },
  name: { form: TEXT },
  birthDate: {
    form: 'A day, also behind a place: Bekasi, 12-03-1980; the place is not kept. / Tanggal, boleh setelah tempat: Bekasi, 12-03-1980; tempatnya tidak disimpan.',
  },
  sex: {
    form: 'Compared with the NIK, and not kept. / Dibandingkan dengan NIK, dan tidak disimpan.',
    values: { list: 'Sex' },
  },
  phone: { form: '0812…, 62812…, +62 812-…, 9 to 14 digits. / 0812…, 62812…, +62 812-…, 9 sampai 14 angka.' },
  occupation: {
    form: "One of the values, or a word of the city's file occupation-words.csv. / Salah satu nilai, atau kata dalam berkas kota occupation-words.csv.",
    values: { subgraph: 'workers', name: 'Occupation' },
  },
  sector: { form: 'Not needed: it follows from the occupation. / Tidak perlu: mengikuti pekerjaan.' },
  village: {
    form: 'Name, with or without Kel., or code: 32.75.01.1001. / Nama, dengan atau tanpa Kel., atau kode: 32.75.01.1001.',
  },
  district: {
    form: 'Name or code; read where several villages have one name. / Nama atau kode; dibaca bila beberapa kelurahan bernama sama.',
  },
  decile: { form: DECILE },
  decileEdition: { form: EDITION },
  decileNow: { form: DECILE },
  decileNowEdition: { form: EDITION },
  status: { form: VALUE, values: { subgraph: 'workers', name: 'WorkerStatus' } },
  exitReason: { form: VALUE, values: { subgraph: 'workers', name: 'ExitReason' } },
  history: { form: 'PROPOSED 2025-08-04; VERIFYING 2025-08-10. / PROPOSED 2025-08-04; VERIFYING 2025-08-10.' },
  enrolledOn: { form: DAY },
  batch: { form: MONTH },
  kpj: { form: '11 digits. / 11 angka.' },
  programmes: {
    form: 'JKK, JKM or both. / JKK, JKM atau keduanya.',
    values: { subgraph: 'workers', name: 'InsuranceProgramme' },
  },
  coverFrom: { form: DAY },
  coverTo: { form: DAY },
  insurerStatus: { form: VALUE, values: { subgraph: 'workers', name: 'InsurerStatus' } },
  paidThrough: { form: MONTH },
  monthsInRow: { form: 'A whole number, 0 to 600. / Bilangan bulat, 0 sampai 600.' },
  problemCode: { form: VALUE, values: { subgraph: 'workers', name: 'ProblemCode' } },
  problemField: {
    form: 'The field with the fault, by its name in this list. / Kolom yang salah, menurut namanya di daftar ini.',
  },
  problemRaw: { form: 'What was written there; kept sealed. / Isi aslinya; disimpan tersegel.' },
  rejectedRow: { form: 'Leave it as it is. / Biarkan apa adanya.' },
  agency: { form: 'The code of an agency that verifies: DISHUB. / Kode instansi verifikator: DISHUB.' },
  verdict: { form: VALUE, values: { subgraph: 'workers', name: 'Verdict' } },
  requestedOn: { form: DAY },
  answeredOn: { form: DAY },
  expiresOn: { form: 'Leave it empty: an answer holds 180 days. / Kosongkan: jawaban berlaku 180 hari.' },
  group: { form: VALUE, values: { subgraph: 'groups', name: 'GroupKind' } },
  unit: { form: TEXT },
  termFrom: { form: DAY },
  termTo: { form: DAY },
};

/** Forms that are another one for one kind. */
export const OWN_FORMS: Partial<Record<RowKind, Readonly<Record<string, FieldForm>>>> = {
  MEMBERS: { status: { form: VALUE, values: { subgraph: 'groups', name: 'MemberStatus' } } },
};

const ANY_NEW = 'a new person / orang baru';
const CARD = 'a new membership / kepesertaan baru';

/** For whom or what a field is needed; the others may be empty. */
export const NEEDED: Readonly<Record<RowKind, Readonly<Record<string, string>>>> = {
  WORKERS: {
    ...Object.fromEntries(['nik', 'name', 'occupation', 'village'].map((field) => [field, ANY_NEW])),
    ...Object.fromEntries(['kpj', 'coverFrom', 'insurerStatus'].map((field) => [field, CARD])),
  },
  VERIFICATIONS: {
    nik: 'one of id, worker, nik / salah satu dari id, worker, nik',
    verdict: 'an answer / jawaban',
    answeredOn: 'an answer / jawaban',
  },
  MEMBERS: {
    ...Object.fromEntries(['nik', 'name', 'group', 'unit', 'termFrom'].map((field) => [field, ANY_NEW])),
    ...Object.fromEntries(['kpj', 'coverFrom', 'insurerStatus'].map((field) => [field, CARD])),
  },
};
