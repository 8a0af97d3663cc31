/** Tampilan Kueri. */
export const query = {
  'query.title': 'Kueri',
} as const;
