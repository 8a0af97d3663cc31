/** The fields that rows are imported into, and the titles that agencies give the columns of them. */
import { titleKey } from '../header/title-key.ts';

/** What the rows of a file are. */
export type RowKind = 'WORKERS' | 'VERIFICATIONS' | 'MEMBERS';

/** Titles of the columns of a field, in Indonesian and English, as people write them; brackets, dots, blanks and case do not matter. */
type Fields = Readonly<Record<string, readonly string[]>>;

const person: Fields = {
  id: ['ID', 'ID SIGAP', 'Nomor SIGAP'],
  nik: [
    ...['NIK', 'No NIK', 'Nomor NIK', 'No KTP', 'Nomor KTP', 'KTP', 'NIK KTP', 'No NIK KTP', 'NIK/No KTP', 'NIK/KTP'],
    ...['Nomor Induk Kependudukan', 'No Induk Kependudukan', 'No Identitas', 'Nomor Identitas'],
    ...['National identity number', 'National ID', 'ID number', 'NIK sesuai KTP'],
  ],
  name: [
    ...['Nama', 'Nama Lengkap', 'Nama Lengkap sesuai KTP', 'Nama sesuai KTP', 'Nama Pekerja', 'Nama Peserta'],
    ...['Nama Anggota', 'Nama Tenaga Kerja', 'Nama Penerima', 'Nama Warga', 'Name', 'Full name', 'Nama Pemohon'],
  ],
  birthDate: [
    ...['Tanggal Lahir', 'Tgl Lahir', 'Tgl Lhr', 'Tgllahir', 'Lahir', 'Birth date', 'Date of birth', 'DOB'],
    ...['Birthday', 'Tanggal Kelahiran'],
  ],
  village: [
    'Kelurahan',
    'Kel',
    'Desa',
    'Kelurahan/Desa',
    'Desa/Kelurahan',
    'Kel/Desa',
    'Nama Kelurahan',
    'Village',
    'Kode Kelurahan',
    'Kelurahan Domisili',
    'Kode Wilayah',
  ],
  district: ['Kecamatan', 'Kec', 'Nama Kecamatan', 'District', 'Kode Kecamatan'],
};

const membership: Fields = {
  kpj: [
    'KPJ',
    'No KPJ',
    'Nomor KPJ',
    'No Kartu Peserta',
    'Nomor Kartu Peserta',
    'No BPJS Ketenagakerjaan',
    'No BPJSTK',
    'No Peserta BPJSTK',
  ],
  programmes: ['Program', 'Program BPJS', 'Programmes', 'Programme', 'Program yang diikuti'],
  coverFrom: ['Mulai Kepesertaan', 'Tanggal Kepesertaan', 'Tgl Kepesertaan', 'Cover from', 'Kepesertaan Sejak'],
  coverTo: ['Akhir Kepesertaan', 'Cover to', 'Kepesertaan Sampai'],
  insurerStatus: ['Status Kepesertaan', 'Status BPJS', 'Status BPJSTK', 'Insurer status'],
  paidThrough: [
    'Iuran Terakhir',
    'Bulan Iuran Terakhir',
    'Lunas Sampai',
    'Dibayar Sampai',
    'Paid through',
    'BLTH Terakhir',
  ],
  monthsInRow: ['Bulan Berturut-turut', 'Jumlah Bulan Iuran', 'Months in row', 'Months paid in a row'],
};

/** How a file that was taken over states the faults that are known. */
const problem: Fields = {
  problemCode: ['Problem code', 'Kode Masalah'],
  problemField: ['Problem field', 'Kolom Masalah'],
  problemRaw: ['Problem raw', 'Isi Asli'],
};

/** What names the rejected row that a row corrects. */
const rejected: Fields = { rejectedRow: ['Baris ditolak (rejectedRow)'] };

const worker: Fields = {
  ...person,
  phone: [
    ...[
      'No HP',
      'Nomor HP',
      'HP',
      'No Telp',
      'No Telepon',
      'Nomor Telepon',
      'Telepon',
      'Telp',
      'No WA',
      'WA',
      'WhatsApp',
    ],
    ...[
      'No HP/WA',
      'No Handphone',
      'Nomor Handphone',
      'Handphone',
      'Phone',
      'Phone number',
      'Mobile',
      'Mobile number',
      'Nomor WhatsApp',
      'No WhatsApp',
      'No Telp/HP',
      'No HP aktif',
    ],
  ],
  occupation: [
    'Pekerjaan',
    'Jenis Pekerjaan',
    'Profesi',
    'Mata Pencaharian',
    'Occupation',
    'Job',
    'Bidang Pekerjaan',
    'Jenis Usaha',
  ],
  sector: ['Sektor', 'Sector', 'Sektor Usaha'],
  decile: [
    'Desil',
    'Desil DTSEN',
    'Desil Kesejahteraan',
    'Decile',
    'Desil saat daftar',
    'Decile at enrolment',
    'Desil DTKS',
  ],
  decileEdition: ['Edisi Desil', 'Edisi DTSEN', 'Edisi', 'Decile edition', 'Periode DTSEN', 'Desil edisi'],
  decileNow: ['Desil Terbaru', 'Desil Sekarang', 'Decile now'],
  decileNowEdition: ['Edisi Desil Terbaru', 'Decile now edition'],
  status: ['Status', 'Status SIGAP', 'Status Pekerja'],
  exitReason: ['Alasan Keluar', 'Exit reason'],
  history: ['Riwayat Status', 'History', 'Riwayat'],
  enrolledOn: [
    'Tanggal Daftar',
    'Tgl Daftar',
    'Tanggal Pendaftaran',
    'Enrolled on',
    'Tgl Pendaftaran',
    'Tanggal Didaftarkan',
  ],
  batch: ['Gelombang', 'Batch', 'Tahap', 'Gelombang Pendaftaran'],
  ...membership,
  ...problem,
  ...rejected,
};

const verification: Fields = {
  id: ['ID', 'ID Verifikasi', 'Verification ID'],
  worker: ['Worker', 'Worker ID', 'ID Pekerja', 'ID SIGAP', 'Nomor SIGAP'],
  nik: person['nik']!,
  agency: ['Instansi', 'Agency', 'Kode Instansi', 'Dinas', 'OPD', 'Instansi Verifikator'],
  verdict: ['Hasil', 'Hasil Verifikasi', 'Verdict', 'Jawaban', 'Status Verifikasi', 'Hasil Padan', 'Hasil Pemadanan'],
  requestedOn: ['Tanggal Permintaan', 'Tgl Permintaan', 'Requested on', 'Diminta'],
  answeredOn: ['Tanggal Jawaban', 'Tgl Jawaban', 'Tanggal Verifikasi', 'Tgl Verifikasi', 'Answered on', 'Dijawab'],
  expiresOn: ['Berlaku Sampai', 'Berlaku s/d', 'Expires on', 'Kedaluwarsa'],
  ...rejected,
};

const member: Fields = {
  ...person,
  group: ['Kelompok', 'Group', 'Jenis Kelompok', 'Golongan'],
  unit: ['Unit', 'Unit Kerja', 'Sekolah', 'Tempat Tugas', 'Posyandu', 'Instansi', 'Wilayah Tugas', 'Nama Sekolah'],
  status: ['Status', 'Status Anggota'],
  termFrom: ['Mulai Tugas', 'Masa Bakti Mulai', 'TMT', 'Term from', 'Tanggal Mulai', 'Tgl Mulai', 'Mulai Bertugas'],
  termTo: ['Akhir Tugas', 'Masa Bakti Berakhir', 'Term to', 'Tanggal Berakhir', 'Tgl Berakhir', 'Selesai Bertugas'],
  ...membership,
  ...rejected,
};

/** The fields of each kind, with their titles. */
export const rowFields: Readonly<Record<RowKind, Fields>> = {
  WORKERS: worker,
  VERIFICATIONS: verification,
  MEMBERS: member,
};

/** @returns the field of each title of a kind, by the title's key; the name of a field is a title too */
export function fieldsByTitle(kind: RowKind): ReadonlyMap<string, string> {
  const fields = Object.entries(rowFields[kind]);
  return new Map([
    ...fields.flatMap(([field, titles]) => titles.map((title) => [titleKey(title), field] as const)),
    ...fields.map(([field]) => [titleKey(field), field] as const),
  ]);
}
