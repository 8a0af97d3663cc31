/** Halaman bantuan dalam bahasa Indonesia. */
import type { HelpText } from './help-text.ts';

export const id: HelpText = {
  title: 'Bantuan',
  lead: 'Cara menemukan angka, memahami artinya, dan mengutipnya. Semua angka berasal dari graf publik kota; halaman ini bertanya sebagai peran yang dipilih di atas.',
  contents: 'Pada halaman ini',
  sections: {
    views: {
      title: 'Kegunaan tiap tampilan',
      points: [
        '[Ringkasan](overview): keadaan program sekilas pandang. Pilih kecamatan pada peta atau daftar, keduanya saling mengikuti. Klik angka atau bagian gambar untuk membukanya di Data.',
        '[Data](data): satu pokok data, dirinci dan disaring sesuai pilihan, sebagai tabel dan gambar. Bisa juga memakai pertanyaan siap pakai atau pertanyaan yang sudah disimpan.',
        '[Kueri](query): bagi pembuat dasbor. Di sana GraphQL ditulis, dilengkapi, dan dijalankan. Tombol “GraphQL” di samping tabel memperlihatkan apa yang diminta. Bagi peran yang berhak, sakelar “Jelaskan” menyertakan sebabnya: sel menyebutkan mengapa ia kosong, disamarkan, atau digeser, dan “Penjelasan” memperlihatkan pengambilan data, biaya, serta batas pemakaian peran.',
      ],
    },
    tasks: {
      title: 'Lima pertanyaan sehari-hari',
      lead: 'Tiap tautan langsung membuka jawabannya. Setelah itu pilihannya dapat diubah di sebelah kiri, atau di atas tabel pada layar sempit.',
      points: [
        '[Kecamatan mana yang tingkat perlindungannya terendah?](ranked)',
        '[Berapa pedagang kaki lima desil 1 dan 2 di Bekasi Timur?](vendors)',
        '[Instansi mana yang paling lambat menjawab verifikasi?](slowest)',
        '[Berapa yang dibayar tiap bulan dibanding anggaran?](budget)',
        '[Berapa orang yang dibiayai ganda, dan berapa biayanya?](twice)',
      ],
    },
    marks: {
      title: 'Cara membaca tanda',
      lead: 'Angka yang tidak sepenuhnya pasti diberi tanda. Arahkan penunjuk, ketuk, atau capai dengan tombol Tab, maka artinya muncul. Sel kosong yang bertanda berarti belum ada jawabannya, bukan nol.',
      points: [],
      closing:
        'Jangan menjumlahkan sendiri angka bertanda ±: baris terakhir tabel memuat angka semua baris bersama yang dihitung graf bila tersedia, dan diberi keterangan bila dijumlahkan di halaman ini.',
    },
    take: {
      title: 'Mengunduh dan mengutip angka',
      points: [
        'Tombol di atas tabel memberikan CSV dan XLSX; PNG dan SVG memberikan gambarnya, lengkap dengan judul, bulan, sumber, dan catatan tentang angkanya; begitu pula tombol di atas setiap gambar pada ringkasan. “Salin” menyalin tabel ke papan klip. Isinya sama dengan yang terlihat di layar, menurut urutannya.',
        'Sumbernya selalu disertakan: pertanyaan dan saringan, bulan, tanggal, instansi, versi graf, alamat, dan catatan untuk tiap tanda. Pada XLSX ada di lembar kedua, pada CSV ada di bawah tabel.',
        'Dalam berkas, persentase ditulis sebagai pecahan dari 0 sampai 1 dengan paling banyak empat desimal, sama pada CSV dan XLSX; bulan ditulis tahun-bulan, hari tahun-bulan-hari, waktu menurut jam kota beserta zonanya.',
        'Dalam laporan, cantumkan sumber itu apa adanya, beserta ± dan bulannya. Tanpa keduanya, angka terkesan lebih pasti daripada sebenarnya.',
        'Tabel yang memuat orang hanya boleh keluar untuk tujuan yang disebut; siapa yang mengambil, kapan, dan untuk apa akan tercatat. Auditor menemukannya menurut hari, akun, atau permintaan melalui pertanyaan siap pakai tentang pengambilan data pribadi: [buka di Kueri](taken) dan isi variabelnya di sana, hari ditulis 2026-11-29T00:00:00+07:00.',
      ],
    },
    keep: {
      title: 'Menyimpan dan membagikan',
      points: [
        'Alamat halaman memuat semua pilihan Anda: kirimkan, atau tandai di peramban. Coba pada [garis menurut bulan](months) atau [peta panas](heat). Di dalamnya tidak ada token atau nama; pembukanya melihat data sesuai haknya.',
        '“Simpan pertanyaan ini” pada Data menyimpannya di dalam graf dengan judul dan alasan: untuk Anda sendiri atau instansi Anda. Untuk menyimpan diperlukan peran yang berhak. Rekan boleh mengubah yang dibagikan di instansi; yang menghapus hanya penyusunnya atau penanggung jawab instansi.',
        '“Pertanyaan tersimpan” memuat yang diterbitkan, milik instansi Anda, dan milik Anda. Tiap versi mencatat siapa, kapan, dan mengapa; versi lama dapat dibuka.',
        'Yang berhak menerbitkan dapat menampilkan pertanyaan kepada siapa pun, dan menariknya kembali. Selama diterbitkan, penyusun tidak dapat menghapusnya karena orang lain mengandalkannya; setelah ditarik, dapat. Yang disimpan hanya pertanyaannya, bukan jawabannya.',
      ],
    },
    keys: {
      title: 'Dengan papan tombol',
      lead: 'Semuanya dapat dicapai tanpa penunjuk.',
      points: [],
    },
    protection: {
      title: 'Siapa yang dilindungi angka ini, dan mengapa',
      points: [
        'Di balik setiap hitungan ada orang: pekerja informal, penghasilannya, dan perlindungannya. Orang yang tahu sedikit tentang tetangganya tidak boleh mengetahui selebihnya dengan menghitung.',
        'Karena itu hitungan menurut wilayah, pekerjaan, desil, status, atau instansi digeser paling banyak 10 ke atas atau ke bawah, selalu sama untuk orang yang sama. Angka 1 sampai 4 tidak pernah ditampilkan. Yang nol tetap nol, tetapi 0 yang ditampilkan dapat berarti tidak ada atau beberapa orang.',
        'Hitungan menunjukkan keadaan akhir bulan, agar dua hari tidak dapat dibandingkan untuk melihat siapa yang masuk atau keluar. Banyaknya peserta di seluruh kota, uang yang dihitung darinya, dan [angka yang diumumkan](published) bersifat pasti; hitungan verifikasi tidak. Angka yang dijumlahkan dari beberapa hitungan dapat bergeser lebih dari 10: tandanya menyebut kira-kira berapa lazimnya.',
        'Nama dan nomor seseorang disamarkan, kecuali bagi peran yang memerlukannya untuk tujuan yang disebut; setiap pembacaannya tercatat.',
      ],
    },
  },
  keys: [
    ['Tab, Shift + Tab', 'ke kendali berikutnya atau sebelumnya; Tab pertama menawarkan langsung ke isi'],
    ['Enter, Spasi', 'membuka tautan, menekan tombol'],
    ['← ↑ → ↓', 'dari sel ke sel dalam tabel; tanda pada sel dijelaskan saat sel itu dicapai'],
    ['Page ↑, Page ↓', 'dua belas baris ke atas atau ke bawah'],
    ['Home, End', 'sel pertama atau terakhir pada baris; dengan Ctrl, pada tabel'],
    ['Esc', 'menutup dialog atau petunjuk; isian tetap ada'],
    ['Ctrl + Spasi', 'melengkapi, di Kueri'],
    ['Ctrl + Enter', 'menjalankan pertanyaan, di Kueri'],
  ],
};
