/** How a cell is shown on a terminal: enough to find it in the file, too little to know somebody by it. */

/** Columns of words that are no name, shown so that they can be corrected; long numbers in them are hidden all the same. */
const WORDS = new Set([
  'occupation',
  'village',
  'district',
  'decile',
  'decileEdition',
  'decileNow',
  'decileNowEdition',
  'status',
  'exitReason',
  'enrolledOn',
  'batch',
  'programmes',
  'insurerStatus',
  'coverFrom',
  'coverTo',
  'paidThrough',
  'monthsInRow',
  'agency',
  'verdict',
  'requestedOn',
  'answeredOn',
  'expiresOn',
  'group',
  'termFrom',
  'termTo',
  'problemCode',
  'problemField',
]);
const MOST_SHOWN = 40;

/** @returns `3275************`, `3.275*E+**`, `S***`, `**\/**\/1985`, a word of an occupation as it stands */
export function masked(field: string, cell: string): string {
  const text = cell.length > MOST_SHOWN ? `${cell.slice(0, MOST_SHOWN)}…` : cell;
  if (WORDS.has(field)) return text.replaceAll(/\d[\d\s.-]{7,}\d/g, (digits) => digits.replaceAll(/\d/g, '*'));
  if (field === 'nik') return maskedNik(text);
  if (field === 'birthDate') return text.replaceAll(/(?<!\d)\d{1,2}(?!\d)|\p{L}+/gu, '**');
  return text
    .replaceAll(/\p{L}[\p{L}\p{M}]*/gu, (word) => word[0]! + '*'.repeat(word.length - 1))
    .replaceAll(/\d/g, '*');
}

/** The district's first four digits stay, also of a number that Excel has rounded: its other digits are the person's all the same. */
function maskedNik(text: string): string {
  let digits = 0;
  const isExponent = /^\d[.,]?\d*E/i.test(text);
  return text.replaceAll(isExponent ? /\d/g : /\w/g, (sign) => (digits++ < 4 ? sign : '*'));
}
