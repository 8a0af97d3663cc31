/** Pertanyaan yang disimpan pembaca di dalam graf. */
export const saved = {
  'saved.list': 'Pertanyaan tersimpan',
  'saved.shelves': 'Milik siapa',
  'saved.list.PUBLISHED': 'Diterbitkan',
  'saved.list.AGENCY': 'Instansi saya',
  'saved.list.MINE': 'Milik saya',
  'saved.seek': 'Cari pertanyaan',
  'saved.none.PUBLISHED': 'Belum ada pertanyaan yang diterbitkan.',
  'saved.none.AGENCY':
    'Belum ada di sini. Peran Anda harus mewakili suatu instansi, dan rekan di sana sudah menyimpan pertanyaan.',
  'saved.none.MINE':
    'Anda belum menyimpan pertanyaan. Tentukan yang ditampilkan di bawah, lalu pilih “Simpan pertanyaan ini”; publik tidak dapat menyimpan.',
  'saved.noneFound': 'Tidak ada yang sesuai dengan pencarian.',
  'saved.further': 'Selebihnya dari {total, number}',
  'saved.shelf.PUBLISHED': 'diterbitkan',
  'saved.shelf.AGENCY': 'milik instansi',
  'saved.shelf.MINE': 'pribadi',
  'saved.version': 'Versi {version, number}',
  'saved.versions': 'Riwayat versi',
  'saved.versionsOf': 'Riwayat versi: {title}',
  'saved.older': 'Ditampilkan versi {version, number} dari {of, number}',
  'saved.isChanged': 'Sudah diubah, belum disimpan',
  'saved.missing':
    'Pertanyaan tersimpan pada alamat ini tidak ada, atau tidak boleh Anda lihat. Mungkin sudah dihapus atau ditarik; pilih peran yang berhak, atau pertanyaan lain.',
  'saved.save': 'Simpan pertanyaan ini',
  'saved.saveNew': 'Simpan',
  'saved.saveVersion': 'Simpan sebagai versi {version, number}',
  'saved.sending': 'Sedang menyimpan…',
  'saved.what':
    'Yang disimpan adalah pertanyaannya, bukan jawabannya: pembukanya melihat data terkini sesuai haknya masing-masing.',
  'saved.as': 'Simpan sebagai',
  'saved.asVersion': 'Versi baru dari “{title}”',
  'saved.asNew': 'Pertanyaan lain',
  'saved.copyOnly': 'Anda tidak berhak mengubah “{title}”, jadi ini disimpan sebagai pertanyaan Anda sendiri.',
  'saved.title': 'Judul',
  'saved.why': 'Alasan',
  'saved.why.example': 'Untuk rapat sasaran bulanan',
  'saved.noPerson':
    'Jangan cantumkan nama atau nomor seseorang: judul dan alasan terbaca oleh semua yang dapat melihat pertanyaan ini.',
  'saved.forWhom': 'Dapat dilihat oleh',
  'saved.for.MINE': 'Saya saja',
  'saved.for.AGENCY': 'Instansi saya',
  'saved.staysPublished': 'Pertanyaan ini diterbitkan: versi barunya langsung terlihat oleh siapa pun.',
  'saved.mayNot':
    'Untuk menyimpan diperlukan peran yang berhak: pilih peran lain di atas, atau masuk dengan akun Anda. Sementara itu, alamat halaman ini sudah memuat tampilannya: salin dari peramban, atau tandai halamannya.',
  'saved.publishQuestion': 'Terbitkan',
  'saved.publishQuestion.title': 'Terbitkan: {title}',
  'saved.publishQuestion.what':
    'Pertanyaan ini akan terlihat oleh siapa pun, termasuk judul dan alasannya. Baca sekali lagi: tidak boleh ada nama orang.',
  'saved.withdrawQuestion': 'Tarik kembali',
  'saved.withdrawQuestion.title': 'Tarik kembali: {title}',
  'saved.withdrawQuestion.what':
    'Setelah itu hanya instansinya yang dapat melihatnya, atau penyusunnya bila tanpa instansi.',
  'saved.deleteQuestion': 'Hapus',
  'saved.deleteQuestion.published':
    'Pertanyaan ini diterbitkan dan diandalkan orang lain: penyusunnya dapat menghapusnya setelah ditarik.',
  'saved.deleteQuestion.title': 'Hapus: {title}',
  'saved.deleteQuestion.what':
    'Pertanyaan dan semua versinya dihapus untuk seterusnya; siapa yang menghapus, kapan, dan mengapa tetap tercatat. Rekan Anda juga tidak akan menemukannya lagi.',
  'saved.refused.text': 'Judul dan alasan harus diisi: judul paling panjang 160 karakter, alasan 400 karakter.',
  'saved.refused.document':
    'Pertanyaan ini tidak dapat disimpan: GraphQL-nya terlalu panjang, atau bukan satu kueri. Kurangi yang ditampilkan, lalu simpan lagi.',
  'saved.refused.variables':
    'Variabel tidak dapat disimpan: harus berupa objek JSON tanpa komentar, hanya berisi variabel yang dideklarasikan pertanyaan. Perbaiki, lalu simpan lagi.',
  'saved.refused.view':
    'Alamat tampilan ini terlalu panjang untuk disimpan. Sembunyikan lebih sedikit kolom, lalu simpan lagi; isian Anda tetap ada.',
  'saved.refused.personal':
    'Ada bilangan panjang, token, atau kunci pada {place}: yang mungkin milik seseorang tidak boleh disimpan. Hapus dahulu, lalu simpan lagi.',
  'saved.refused.forbidden':
    'Pertanyaan ini milik orang lain. Simpan sebagai pertanyaan Anda sendiri, atau hubungi penyusun atau penanggung jawab instansinya. Pertanyaan rekan dapat diubah, tetapi tidak dapat dihapus.',
  'saved.refused.shelf':
    'Anda tidak mewakili instansi, atau pertanyaan ini milik pihak lain: pilih “Saya saja”. Yang sudah diterbitkan perlu ditarik dahulu.',
  'saved.refused.gone':
    'Pertanyaan ini sudah tidak ada, atau tidak boleh lagi Anda lihat. Simpan sebagai pertanyaan lain.',
  'saved.refused.changed':
    'Pertanyaan ini baru saja diubah orang lain. Periksa riwayat versinya; bila dikirim lagi, perubahan Anda menjadi versi berikutnya.',
  'saved.refused.taken': 'Id ini sudah dipakai. Kirim sekali lagi: id baru akan diberikan.',
  'saved.refused.tooMany':
    'Jumlah pertanyaan Anda sudah mencapai batas. Hapus salah satu pertanyaan Anda, lalu simpan lagi.',
  'saved.refused.role':
    'Peran Anda tidak berhak melakukannya. Tutup dialog ini, pilih peran lain di atas, lalu buka kembali: isian Anda tetap ada.',
  'saved.refused.absent': 'Diskominfo, penyimpan pertanyaan, sedang tidak menjawab. Coba lagi beberapa saat lagi.',
  'saved.place.any': 'isian yang disimpan',
  'saved.place.title': 'judul',
  'saved.place.why': 'alasan',
  'saved.place.document': 'GraphQL',
  'saved.place.variables': 'variabel',
  'saved.place.view': 'tampilan',
} as const;
