/** Why a row is not taken: one table of reasons, in English and Indonesian. `ImportReasonCode` of the SDL has the same (a test holds it). */

/** What is wrong, and what is expected instead: English, Indonesian. */
export const REASONS = {
  MISSING: ['It is empty, and a new person needs it.', 'Kosong, padahal wajib bagi orang baru.'],
  CELL_ERROR: ['The spreadsheet shows an error there.', 'Lembar kerja menampilkan galat di situ.'],
  CELLS: [
    'The row has another number of cells than there are columns.',
    'Jumlah sel pada baris berbeda dari jumlah kolom.',
  ],
  TEXT_LONG: ['The text is longer than 200 characters.', 'Teks lebih panjang dari 200 huruf.'],
  TEXT_FORMULA: [
    'The text begins with =, +, - or @, or has one behind a semicolon or a comma: a spreadsheet would compute it.',
    'Teks diawali =, +, - atau @, atau memuatnya setelah titik koma atau koma: lembar kerja akan menghitungnya.',
  ],
  NIK_LENGTH: ['A NIK has 16 digits.', 'NIK terdiri dari 16 angka.'],
  NIK_ROUNDED: [
    'Excel has made the NIK a number and rounded it; the digits are lost. Format the column as text and type it again.',
    'Excel mengubah NIK menjadi bilangan dan membulatkannya; angkanya hilang. Jadikan kolom berformat teks lalu ketik ulang.',
  ],
  NIK_DATE: [
    'The digits 7 to 12 of the NIK are no date of birth (day, for women plus 40, month, year).',
    'Angka ke-7 sampai ke-12 NIK bukan tanggal lahir (tanggal, untuk perempuan ditambah 40, bulan, tahun).',
  ],
  NIK_DISTRICT: [
    'The first six digits of the NIK are of no district: the province does not exist, or a part is 00.',
    'Enam angka pertama NIK bukan kode kecamatan: provinsinya tidak ada, atau ada bagian 00.',
  ],
  BIRTH_DATE_DIFFERS: [
    'The date of birth is another one than the NIK has.',
    'Tanggal lahir berbeda dari yang ada pada NIK.',
  ],
  SEX_DIFFERS: ['The sex is another one than the NIK has.', 'Jenis kelamin berbeda dari yang ada pada NIK.'],
  DATE_IMPOSSIBLE: [
    'It is no day of the calendar; write 1985-02-28 or 28/02/1985, the year with four digits.',
    'Bukan tanggal kalender; tulis 1985-02-28 atau 28/02/1985, tahun dengan empat angka.',
  ],
  DATE_FUTURE: ['The day is in the future.', 'Tanggalnya di masa depan.'],
  MONTH_IMPOSSIBLE: ['It is no month; write 2025-10.', 'Bukan bulan; tulis 2025-10.'],
  NUMBER_RANGE: [
    'It is no whole number in the range: deciles are 1 to 10, months in a row 0 to 600.',
    'Bukan bilangan bulat dalam batasnya: desil 1 sampai 10, bulan berturut-turut 0 sampai 600.',
  ],
  EDITION_UNKNOWN: [
    'The edition of a decile is a year and a quarter, 2025-Q3 or TW III 2025; where there is a decile there is an edition.',
    'Edisi desil adalah tahun dan triwulan, 2025-Q3 atau TW III 2025; bila ada desil harus ada edisinya.',
  ],
  VALUE_UNKNOWN: [
    'It is none of the values that are known; npm run import -- fields lists them.',
    'Bukan salah satu nilai yang dikenal; npm run import -- fields menampilkannya.',
  ],
  OCCUPATION_UNKNOWN: [
    "The word for the occupation is not known; the city's file occupation-words.csv can add it.",
    'Kata pekerjaan tidak dikenal; berkas kota occupation-words.csv dapat menambahkannya.',
  ],
  VILLAGE_UNKNOWN: [
    'No village of the city has this code or name.',
    'Tidak ada kelurahan di kota ini dengan kode atau nama itu.',
  ],
  VILLAGE_AMBIGUOUS: [
    'Several villages have this name: give the code, or the district as well.',
    'Beberapa kelurahan bernama sama: sebut kodenya, atau kecamatannya juga.',
  ],
  PHONE_FORM: [
    'It is no telephone number: 0812…, 62812…, +62 812-… with 9 to 14 digits.',
    'Bukan nomor telepon: 0812…, 62812…, +62 812-… dengan 9 sampai 14 angka.',
  ],
  KPJ_FORM: ['The number of the insurance card has 11 digits.', 'Nomor kartu peserta (KPJ) terdiri dari 11 angka.'],
  KPJ_TAKEN: [
    'Another person has this card number, on record or in an earlier row of this file.',
    'Nomor kartu ini milik orang lain, dalam catatan atau pada baris sebelumnya di berkas ini.',
  ],
  MEMBERSHIP_INCOMPLETE: [
    'A membership has a card number, a first day and a status at the insurer, all three.',
    'Kepesertaan memuat nomor kartu, hari pertama, dan status di BPJS, ketiganya.',
  ],
  COVER_BOUNDS: [
    'The days of cover do not fit: it begins from July 2015 to the end of the next month, ends from its first day to today, is CLOSED only with a last day and ACTIVE or PENDING only without, and is paid from its first month to twelve months ahead.',
    'Tanggal perlindungan tidak cocok: mulai dari Juli 2015 sampai akhir bulan depan, berakhir antara hari pertamanya dan hari ini, CLOSED hanya dengan hari terakhir dan ACTIVE atau PENDING hanya tanpanya, lunas dari bulan pertama sampai dua belas bulan ke depan.',
  ],
  ID_FORM: [
    'The key is 1 to 40 letters, digits, dots or dashes.',
    'Kunci terdiri dari 1 sampai 40 huruf, angka, titik atau tanda hubung.',
  ],
  PROBLEM_UNKNOWN: [
    'A stated problem has a known code and names a field of the record.',
    'Kesalahan yang disebut memuat kode yang dikenal dan nama kolom catatan.',
  ],
  DUPLICATE_IN_FILE: [
    'An earlier row of this file is about the same person or has the same key.',
    'Baris sebelumnya pada berkas ini memuat orang atau kunci yang sama.',
  ],
  OTHER_PERSON: [
    'The record with this key is of another person: the NIK differs.',
    'Catatan dengan kunci ini milik orang lain: NIK-nya berbeda.',
  ],
  SEVERAL_RECORDS: [
    'The roster has several records of this person: name one by its key in a column id. Disnaker merges those of a worker (possibleDuplicates, mergeDuplicates).',
    'Daftar memuat beberapa catatan orang ini: sebut kunci salah satunya di kolom id. Disnaker menggabungkan catatan pekerja (possibleDuplicates, mergeDuplicates).',
  ],
  AGENCY_NEEDED: [
    'Without an agency a row means the one verification of the worker that is PENDING, and there is none or there are several: name the agency.',
    'Tanpa instansi, baris berarti satu-satunya verifikasi pekerja yang PENDING, padahal tidak ada atau ada beberapa: sebut instansinya.',
  ],
  RECORD_UNKNOWN: ['There is no such record that you may see.', 'Tidak ada catatan demikian yang boleh Anda lihat.'],
  NOT_YOURS: ["It is another agency's to say.", 'Hal itu wewenang instansi lain.'],
  NOT_PROPOSED: [
    "Another agency than the roster's owner changes only people whom it has proposed itself.",
    'Instansi selain pemilik daftar hanya mengubah orang yang diusulkannya sendiri.',
  ],
  STATUS_FIXED: [
    'The status does not allow it: an agency changes whom it has proposed while PROPOSED or NEEDS_REPAIR, and answers while VERIFYING.',
    'Kedudukannya tidak mengizinkan: instansi mengubah yang diusulkannya selama PROPOSED atau NEEDS_REPAIR, dan menjawab selama VERIFYING.',
  ],
  RECORD_ENDED: [
    'The record has ended (EXITED or DUPLICATE): no file changes it. A worker who comes back is proposed anew by proposeWorkers.',
    'Catatan sudah berakhir (EXITED atau DUPLICATE): tidak diubah oleh berkas mana pun. Pekerja yang kembali diusulkan lagi dengan proposeWorkers.',
  ],
  ANSWERED: [
    'The verification is answered: no file changes an answer.',
    'Verifikasi sudah dijawab: jawaban tidak diubah oleh berkas mana pun.',
  ],
  DATE_ORDER: [
    'The days are in another order: a verification is requested, then answered, then it expires.',
    'Urutan tanggalnya keliru: verifikasi diminta, lalu dijawab, lalu berakhir.',
  ],
  EXPIRY_COMPUTED: [
    'An answer holds 180 days from its day; leave expiresOn empty.',
    'Jawaban berlaku 180 hari sejak tanggalnya; kosongkan expiresOn.',
  ],
} as const satisfies Record<string, readonly [english: string, indonesian: string]>;

/** A value of the enum `ImportReasonCode`. */
export type ReasonCode = keyof typeof REASONS;

/** Why one row is not taken. It holds nothing of the person. */
export interface ImportReason {
  readonly code: ReasonCode;
  /** Name of the column, as the judge calls it; `row` for the row as a whole. */
  readonly field: string;
  /** What may be meant, never taken: villages with code and name, or the values that are known. */
  readonly likely: readonly string[];
}
