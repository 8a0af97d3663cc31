/** Akun kota. */
export const account = {
  'account.signIn': 'Masuk',
  'account.again': 'Masuk lagi',
  'account.signOut': 'Keluar {name}',
  'account.busy': 'Sedang masuk…',
  'account.role': 'Akun saya',
  'account.failed': 'Gagal masuk ({reason}). Tidak ada yang hilang; silakan coba lagi.',
} as const;
