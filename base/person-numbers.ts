/**
 * Numbers that identify a person, however they are written: `3275010101010001`, `3275 0101 0101 0001`, `32.75.01.010101.0001`,
 * `0812-3456-7890`. Messages go into logs and answers, which must not contain any.
 */

/** Characters between the digits of one number: spaces, dots, dashes, slashes, brackets, and invisible ones. */
const BETWEEN = String.raw`[\p{Z}\p{Pd}\p{Cf}\t./()_·]{0,2}`;

const DIGIT = /\p{Nd}/gu;

/**
 * @param count a quantifier of digits after the first, as in `\d{13,}`: `13,`
 * @param starts the digits that the number may begin with; any when left out
 * @returns a pattern for a number of that many digits, without a digit before or behind it
 */
export function digitsTogether(count: string, starts: readonly string[] = []): RegExp {
  const first =
    starts.length === 0 ? String.raw`\p{Nd}` : `(?:${starts.map((start) => start.split('').join(BETWEEN)).join('|')})`;
  return new RegExp(String.raw`(?<!\p{Nd})${first}(?:${BETWEEN}\p{Nd}){${count}}(?!\p{Nd})`, 'u');
}

/** UUIDs, and numbers of ten digits or more, also in groups of three with commas: a NIK, a card or telephone number, also a mistyped one. */
const CANDIDATES = new RegExp(
  String.raw`(?<uuid>\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b)|\p{Nd}{1,3}(?:,\p{Nd}{3}){3,}|\p{Nd}(?:${BETWEEN}\p{Nd}){9,}`,
  'giu',
);
/** Numbers that belong to no person: a date with an hour, successive months, an IP address. */
const NOBODYS =
  /^(?:(?:19|20)\d{2}-\d{2}-\d{2} \d{2}|(?:20\d{2}-\d{2} ){1,}20\d{2}-\d{2}|(?:(?:0|[1-9]\d?|1\d{2}|2[0-4]\d|25[0-5])(?:\.(?!$)|$)){4})$/;

/** Stars the digits of every number in a text that may be a person's; other characters stay. */
export function withoutNumbers(text: string): string {
  return text.replace(CANDIDATES, (found: string, uuid: string | undefined) =>
    uuid !== undefined || NOBODYS.test(found) ? found : found.replace(DIGIT, '*'),
  );
}
