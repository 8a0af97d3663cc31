/** Tampilan Ringkasan. */
export const overview = {
  'overview.title': 'Ringkasan',
} as const;
