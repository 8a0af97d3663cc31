/** @returns `1 row`, `30 rows`; with a word before it, `6 rejected rows` */
export const rowsOf = (count: number, word = ''): string =>
  `${count} ${word === '' ? '' : `${word} `}${count === 1 ? 'row' : 'rows'}`;
