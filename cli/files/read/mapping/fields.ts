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
    ...[
      'National identity number',
      'National ID',
      'ID number',
      'NIK sesuai KTP',
      'No e-KTP',
      'Nomor e-KTP',
      'No NIK/KTP',
    ],
    ...['NIK (No KTP)', 'NIK Peserta', 'NIK Pekerja', 'NIK Pemohon', 'NIK Penerima', 'NIK Anggota'],
  ],
  name: [
    ...['Nama', 'Nama Lengkap', 'Nama Lengkap sesuai KTP', 'Nama sesuai KTP', 'Nama Pekerja', 'Nama Peserta'],
    ...['Nama Anggota', 'Nama Tenaga Kerja', 'Nama Penerima', 'Nama Warga', 'Name', 'Full name', 'Nama Pemohon'],
    ...['Nama Lengkap Pekerja', 'Nama Lengkap Peserta', 'Nama Lengkap dan Gelar', 'Nama Calon Peserta', 'Nama TK'],
    ...['Nama Kader', 'Nama Guru', 'Nama Pegawai'],
  ],
  birthDate: [
    ...['Tanggal Lahir', 'Tgl Lahir', 'Tgl Lhr', 'Tgllahir', 'Lahir', 'Birth date', 'Date of birth', 'DOB'],
    ...[
      'Birthday',
      'Tanggal Kelahiran',
      'TTL',
      'T T L',
      'Tempat Tanggal Lahir',
      'Tempat Tgl Lahir',
      'Tempat/Tgl Lahir',
    ],
    ...['Tempat dan Tanggal Lahir', 'Tempat & Tgl Lahir', 'Tempat Lahir/Tanggal Lahir', 'Tmp/Tgl Lahir'],
  ],
  sex: ['L/P', 'P/L', 'JK', 'Jenis Kelamin', 'Jns Kelamin', 'Jenis Kel', 'Kelamin', 'Gender', 'Sex', 'Lk/Pr'],
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
    'Kelurahan Tempat Tinggal',
    'Kelurahan sesuai KTP',
    'Kelurahan KTP',
    'Nama Desa/Kelurahan',
    'Nama Kelurahan/Desa',
    'Desa/Kel',
  ],
  district: [
    'Kecamatan',
    'Kec',
    'Nama Kecamatan',
    'District',
    'Kode Kecamatan',
    'Kecamatan Domisili',
    'Kecamatan sesuai KTP',
  ],
};

const STARTS_OF_COVER = [
  ...['Tgl Mulai Kepesertaan', 'Tanggal Mulai Kepesertaan', 'Tgl Awal Kepesertaan', 'Tanggal Awal Kepesertaan'],
  ...['Tanggal Aktif Kepesertaan', 'Tgl Aktif', 'Tanggal Aktif', 'Mulai Berlaku', 'Tanggal Efektif', 'Tgl Efektif'],
];

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
    'No KPJ BPJS',
    'Nomor BPJS Ketenagakerjaan',
    'No BPJS TK',
    'Nomor Peserta BPJS Ketenagakerjaan',
    'Nomor Peserta BPJSTK',
    'No KPJ/Kartu Peserta',
  ],
  programmes: [
    'Program',
    'Program BPJS',
    'Programmes',
    'Programme',
    'Program yang diikuti',
    'Program Jaminan',
    'Jenis Program',
  ],
  coverFrom: [
    'Mulai Kepesertaan',
    'Tanggal Kepesertaan',
    'Tgl Kepesertaan',
    'Cover from',
    'Kepesertaan Sejak',
    ...STARTS_OF_COVER,
  ],
  coverTo: [
    ...['Akhir Kepesertaan', 'Cover to', 'Kepesertaan Sampai', 'Tgl Akhir Kepesertaan', 'Tanggal Akhir Kepesertaan'],
    ...['Tgl Berakhir Kepesertaan', 'Tanggal Berakhir Kepesertaan', 'Tanggal Nonaktif', 'Tgl Non Aktif'],
  ],
  insurerStatus: [
    'Status Kepesertaan',
    'Status BPJS',
    'Status BPJSTK',
    'Insurer status',
    'Status Peserta',
    'Status BPJS Ketenagakerjaan',
  ],
  paidThrough: [
    'Iuran Terakhir',
    'Bulan Iuran Terakhir',
    'Lunas Sampai',
    'Dibayar Sampai',
    'Paid through',
    'BLTH Terakhir',
    'Bulan Terakhir Bayar',
    'Terakhir Bayar',
    'Iuran Terakhir Dibayar',
    'Periode Iuran Terakhir',
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
      'No Telpon',
      'No Hape',
      'Nomor Telp',
      'Nomor Telpon',
      'No Kontak',
      'Kontak',
      'No HP/Telp',
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
    'Pekerjaan Utama',
    'Jenis Profesi',
    'Jenis Kerja',
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
    'Peringkat Desil',
    'Desil Keluarga',
    'Kelompok Desil',
  ],
  decileEdition: [
    'Edisi Desil',
    'Edisi DTSEN',
    'Edisi',
    'Decile edition',
    'Periode DTSEN',
    'Desil edisi',
    'Versi DTSEN',
    'Triwulan DTSEN',
  ],
  decileNow: ['Desil Terbaru', 'Desil Sekarang', 'Decile now'],
  decileNowEdition: ['Edisi Desil Terbaru', 'Decile now edition'],
  status: ['Status', 'Status SIGAP', 'Status Pekerja', 'Status Kelayakan', 'Kelayakan'],
  exitReason: ['Alasan Keluar', 'Exit reason', 'Alasan Berhenti', 'Sebab Keluar', 'Alasan Nonaktif'],
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

const RESULTS = [
  'Hasil Verval',
  'Hasil Cek',
  'Hasil Pengecekan',
  'Kesesuaian',
  'Kesesuaian Data',
  'Status Padan',
  'Hasil Validasi',
];
const ANSWER_DAYS = [
  'Tanggal Verval',
  'Tgl Verval',
  'Tanggal Cek',
  'Tgl Cek',
  'Tanggal Padan',
  'Tgl Padan',
  'Tanggal Validasi',
];

const verification: Fields = {
  id: ['ID', 'ID Verifikasi', 'Verification ID'],
  worker: ['Worker', 'Worker ID', 'ID Pekerja', 'ID SIGAP', 'Nomor SIGAP'],
  nik: person['nik']!,
  agency: [
    'Instansi',
    'Agency',
    'Kode Instansi',
    'Dinas',
    'OPD',
    'Instansi Verifikator',
    'Perangkat Daerah',
    'SKPD',
    'Verifikator',
  ],
  verdict: [
    'Hasil',
    'Hasil Verifikasi',
    'Verdict',
    'Jawaban',
    'Status Verifikasi',
    'Hasil Padan',
    'Hasil Pemadanan',
    ...RESULTS,
  ],
  requestedOn: [
    ...['Tanggal Permintaan', 'Tgl Permintaan', 'Requested on', 'Diminta', 'Tanggal Pengajuan', 'Tgl Pengajuan'],
    ...['Tanggal Kirim', 'Tgl Kirim'],
  ],
  answeredOn: [
    'Tanggal Jawaban',
    'Tgl Jawaban',
    'Tanggal Verifikasi',
    'Tgl Verifikasi',
    'Answered on',
    'Dijawab',
    ...ANSWER_DAYS,
  ],
  expiresOn: ['Berlaku Sampai', 'Berlaku s/d', 'Expires on', 'Kedaluwarsa', 'Berlaku Hingga', 'Kadaluarsa'],
  ...rejected,
};

const member: Fields = {
  ...person,
  group: ['Kelompok', 'Group', 'Jenis Kelompok', 'Golongan'],
  unit: [
    'Unit',
    'Unit Kerja',
    'Sekolah',
    'Tempat Tugas',
    'Posyandu',
    'Instansi',
    'Wilayah Tugas',
    'Nama Sekolah',
    'Lokasi Tugas',
    'Tempat Bertugas',
    'Unit Tugas',
  ],
  status: ['Status', 'Status Anggota', 'Status Keanggotaan'],
  termFrom: [
    'Mulai Tugas',
    'Masa Bakti Mulai',
    'TMT',
    'Term from',
    'Tanggal Mulai',
    'Tgl Mulai',
    'Mulai Bertugas',
    'TMT SK',
  ],
  termTo: [
    'Akhir Tugas',
    'Masa Bakti Berakhir',
    'Term to',
    'Tanggal Berakhir',
    'Tgl Berakhir',
    'Selesai Bertugas',
    'Tanggal Selesai',
    'Tgl Selesai',
    'TMT Akhir',
  ],
  ...membership,
  ...rejected,
};

/** Usual titles of columns that no field is of: the graph has no need of what stands there, so it stays in the file. */
export const NOT_KEPT: readonly string[] = [
  ...[
    'No',
    'No Urut',
    'Nomor Urut',
    'Nomor',
    'No KK',
    'Nomor KK',
    'No Kartu Keluarga',
    'Nomor Kartu Keluarga',
    'KK',
    'NKK',
  ],
  ...[
    'Tempat Lahir',
    'Tmp Lahir',
    'Usia',
    'Umur',
    'Agama',
    'Pendidikan',
    'Status Perkawinan',
    'Status Kawin',
    'Nama Ibu',
  ],
  ...[
    'Nama Ibu Kandung',
    'Alamat',
    'Alamat Lengkap',
    'Alamat Domisili',
    'Alamat sesuai KTP',
    'Alamat KTP',
    'RT',
    'RW',
    'RT/RW',
  ],
  ...['Kota', 'Kota/Kabupaten', 'Kabupaten/Kota', 'Kab/Kota', 'Provinsi', 'Kode Pos', 'Email', 'Penghasilan', 'Upah'],
  ...[
    'No Rekening',
    'Nomor Rekening',
    'Nama Bank',
    'NPWP',
    'Nama Ahli Waris',
    'Ahli Waris',
    'Hubungan Ahli Waris',
    'Foto',
  ],
  ...['Tanda Tangan', 'TTD', 'Keterangan', 'Ket', 'Catatan', 'Baris asal (line)', 'Alasan ditolak (reasons)'],
];

const notKept: ReadonlySet<string> = new Set(NOT_KEPT.map(titleKey));

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

/** @returns whether such a column is known and left in a file of this kind: the graph has no field for it, or only files of another kind have one */
export function isNotKept(title: string, kind: RowKind): boolean {
  const key = titleKey(title);
  if (notKept.has(key)) return true;
  if (fieldsByTitle(kind).has(key)) return false;
  return (Object.keys(rowFields) as RowKind[]).some((other) => fieldsByTitle(other).has(key));
}
