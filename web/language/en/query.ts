/** The view Query. */
export const query = {
  'query.title': 'Query',
} as const;
