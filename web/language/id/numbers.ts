/** Tanda: hal yang perlu diketahui pembaca sebelum memakai suatu angka. Satu kata pendek dan satu kalimat. */
export const numbers = {
  'numbers.none': 'tidak ada data',
  'numbers.legend': 'Arti tanda',
  'mark.EXACT.word': 'tepat',
  'mark.EXACT.says': 'Angka ini tepat.',
  'mark.ESTIMATE.word': 'perkiraan',
  'mark.ESTIMATE.says':
    'Dihitung dengan bilangan yang merupakan perkiraan, seperti jumlah orang yang bekerja, sehingga hasilnya juga perkiraan.',
  'mark.PERTURBED.word': '± {noise}',
  'mark.PERTURBED.says':
    'Hitungan orang ini digeser paling banyak {noise} ke atas atau ke bawah agar tidak seorang pun dapat dikenali dari hitungan. Mintalah jumlahnya, jangan menjumlahkan sendiri.',
  'mark.RATE.word': 'dari ± {noise}',
  'mark.RATE.says':
    'Bagian ini dihitung dari dua hitungan orang yang masing-masing digeser paling banyak {noise}. Makin sedikit orangnya, makin jauh ia dapat meleset; urutan yang berdekatan belum pasti.',
  'mark.SUMMED.word': 'jumlah',
  'mark.SUMMED.says':
    'Dijumlahkan di sini dari {parts, number} angka yang masing-masing digeser; biasanya meleset sekitar {deviation, number}, sesekali dua kali lipatnya atau lebih. Itu bukan batas.',
  'mark.MONTH.word': '{month}',
  'mark.MONTH.says': 'Keadaan pada akhir {month}; berubah sebulan sekali.',
  'mark.MASKED.word': 'disamarkan',
  'mark.MASKED.says': 'Data pribadi, disamarkan untuk peran dan tujuan ini.',
  'mark.FORBIDDEN.word': 'tertutup',
  'mark.FORBIDDEN.says':
    'Peran Anda tidak berhak membaca ini atau melakukan perubahan ini. Pilih peran lain, atau sebutkan tujuan.',
  'mark.WITHHELD.word': 'ditahan',
  'mark.WITHHELD.says': 'Kurang dari batas terkecil dan belum dilindungi instansinya, sehingga tidak ditampilkan.',
  'mark.NOT_YET.word': 'belum ada',
  'mark.NOT_YET.says':
    'Hitungan ini ditampilkan per bulan, dan belum ada bulan yang berakhir sejak catatan instansi dimulai: angka ini belum ada, bukan nol.',
  'mark.ABSENT.word': 'belum terjawab',
  'mark.ABSENT.says': '{agency} sedang tidak menjawab: angka ini belum ada, bukan nol.',
  'mark.FAILED.word': 'galat',
  'mark.FAILED.says': 'Angka ini tidak dapat dihitung ({code}).',
  'mark.STALE.word': 'lama',
  'mark.STALE.says': 'Diminta pukul {time}; permintaan terakhir gagal, sehingga mungkin sudah berubah.',
} as const;
