/** Words that make a field look personal, in English and Indonesian, and those that name persons. */

/** Of a person whatever they stand on: a thing has no NIK and no welfare decile. Each is a word, or words that follow one another. */
export const ALWAYS_PERSONAL: readonly string[] = [
  ...[
    'nik',
    'ktp',
    'kpj',
    'kk',
    'npwp',
    'desil',
    'decile',
    'lahir',
    'dob',
    'birth',
    'birthdate',
    'birthday',
    'birthplace',
  ],
  ...[
    'ssn',
    'passport',
    'paspor',
    'biometric',
    'biometrik',
    'fingerprint',
    'religion',
    'agama',
    'disability',
    'disabilitas',
  ],
  ...['diagnosis', 'diagnosa', 'nama lengkap', 'full name', 'first name', 'last name', 'surname', 'nama ibu'],
  ...[
    'jenis kelamin',
    'gender',
    'marital',
    'kartu keluarga',
    'mother name',
    'mothers name',
    'national id',
    'fullname',
    'nama depan',
  ],
];

/** Of a person or of an office: a clinic has an address too. */
export const OFTEN_PERSONAL: readonly string[] = [
  ...['hp', 'telepon', 'telp', 'telpon', 'phone', 'mobile', 'whatsapp', 'wa', 'email', 'surel', 'alamat', 'address'],
  ...[
    'rekening',
    'bank account',
    'iban',
    'street',
    'rumah',
    'photo',
    'foto',
    'salary',
    'gaji',
    'income',
    'penghasilan',
    'age',
    'umur',
    'usia',
  ],
];

/** Of anything: only on a type of persons. */
export const SELDOM_PERSONAL: readonly string[] = ['nama', 'name', 'nickname', 'panggilan', 'initials', 'inisial'];

/** What a description of a personal field says. */
export const PERSONAL_PROSE: readonly string[] = [
  ...[
    'nik',
    'ktp',
    'kpj',
    'nomor induk kependudukan',
    'national identity number',
    'national id number',
    'kartu keluarga',
  ],
  ...['tanggal lahir', 'tempat lahir', 'date of birth', 'birth date', 'place of birth', 'nama lengkap', 'full name'],
  ...[
    'alamat rumah',
    'home address',
    'nomor telepon genggam',
    'nomor hp',
    'mobile number',
    'phone number of the',
    'welfare decile',
    'desil',
  ],
  ...['nomor rekening', 'bank account', 'nama ibu'],
];

/** Words of a type's name that name persons. */
export const PERSONS: ReadonlySet<string> = new Set([
  ...[
    'person',
    'persons',
    'people',
    'worker',
    'member',
    'citizen',
    'resident',
    'patient',
    'applicant',
    'beneficiary',
    'recipient',
  ],
  ...[
    'employee',
    'student',
    'pupil',
    'child',
    'family',
    'household',
    'participant',
    'claimant',
    'driver',
    'vendor',
    'customer',
  ],
  ...[
    'orang',
    'pekerja',
    'anggota',
    'warga',
    'penduduk',
    'pasien',
    'pemohon',
    'penerima',
    'peserta',
    'pegawai',
    'karyawan',
  ],
  ...[
    'siswa',
    'murid',
    'anak',
    'keluarga',
    'balita',
    'lansia',
    'ibu',
    'bayi',
    'buruh',
    'pedagang',
    'nasabah',
    'mother',
    'elderly',
  ],
]);

/** Words of the name of a count over people. */
export const COUNTS: readonly string[] = [
  ...[
    'count',
    'counts',
    'jumlah',
    'total',
    'banyaknya',
    'participants',
    'members',
    'workers',
    'people',
    'persons',
    'residents',
    'citizens',
  ],
  ...[
    'patients',
    'beneficiaries',
    'recipients',
    'peserta',
    'anggota',
    'orang',
    'jiwa',
    'warga',
    'penerima',
    'pasien',
    'pekerja',
    'headcount',
  ],
];

/** @returns the first of these words that stands in a name, whole and in order */
export function wordIn(words: readonly string[], among: readonly string[]): string | undefined {
  const text = ` ${words.join(' ')} `;
  return among.find((each) => text.includes(` ${each} `));
}
