/**
 * Numbers that name somebody, however they are written: `3275010101010001`, `3275 0101 0101 0001`, `32.75.01.010101.0001`,
 * `0812-3456-7890`. Messages go into logs and answers, where nobody's belongs.
 */

/** What people put between the digits of one number: spaces, dots, dashes, slashes, brackets, and what is not seen at all. */
const BETWEEN = String.raw`[\p{Z}\p{Pd}\p{Cf}\t./()_·]{0,2}`;

/** Of numbers the digits alone are told apart from what they are written with. */
const DIGIT = /\p{Nd}/gu;

/** @returns finds so many digits that belong together, and no more on either side of them; `starts` with these digits */
export function digitsTogether(count: string, starts: readonly string[] = []): RegExp {
  const first =
    starts.length === 0 ? String.raw`\p{Nd}` : `(?:${starts.map((start) => [...start].join(BETWEEN)).join('|')})`;
  return new RegExp(String.raw`(?<!\p{Nd})${first}(?:${BETWEEN}\p{Nd}){${count}}(?!\p{Nd})`, 'u');
}

/** UUIDs, and ten digits or more, one after the other or in groups of three behind commas: a NIK, a card's or a telephone's number, also one with a slip. */
const CANDIDATES = new RegExp(
  String.raw`(?<uuid>\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b)|\p{Nd}{1,3}(?:,\p{Nd}{3}){3,}|\p{Nd}(?:${BETWEEN}\p{Nd}){9,}`,
  'giu',
);
/** A date with the hour behind it; months one after the other; an address of a machine. */
const NOBODYS =
  /^(?:(?:19|20)\d{2}-\d{2}-\d{2} \d{2}|(?:20\d{2}-\d{2} ){1,}20\d{2}-\d{2}|(?:(?:0|[1-9]\d?|1\d{2}|2[0-4]\d|25[0-5])(?:\.(?!$)|$)){4})$/;

/** Takes out of a text what may be somebody's number; what it is written with stays. */
export function withoutNumbers(text: string): string {
  return text.replace(CANDIDATES, (found: string, uuid: string | undefined) =>
    uuid !== undefined || NOBODYS.test(found) ? found : found.replace(DIGIT, '*'),
  );
}
