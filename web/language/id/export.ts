/** Yang dibawa keluar: keterangan sumber yang menyertainya, dan pemberitahuan kepada pembaca. */
export const exported = {
  'export.marksOf': '{heading}: tanda',
  'export.sheet': 'Tabel',
  'export.citation': 'Sumber',
  'export.taken': 'diambil',
  'export.question': 'Pertanyaan',
  'export.filter': 'Saringan',
  'export.month': 'Keadaan',
  'export.now': 'saat ini',
  'export.at': 'Diambil pada',
  'export.sources': 'Instansi sumber',
  'export.schema': 'Versi graf',
  'export.permalink': 'Alamat',
  'export.note': 'Catatan',
} as const;
