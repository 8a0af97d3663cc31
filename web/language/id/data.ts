/** Tampilan Data. */
export const data = {
  'data.title': 'Data',
  'data.question': 'Pertanyaan',
  'data.ask': 'Tanyakan',
  'data.asking': 'Sedang ditanyakan…',
  'data.cancel': 'Batalkan',
  'data.part': 'Bagian jawaban',
  'data.empty': 'Tidak ada data untuk ditabelkan.',
  'data.noQuestions': 'Gateway ini tidak memiliki pertanyaan tersimpan.',
} as const;
