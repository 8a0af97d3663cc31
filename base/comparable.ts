/** How words are compared that people write in many ways: without case, accents, punctuation and repeated blanks. */

/** @returns `kel bekasi jaya` for `Kel. Bekasi  Jaya` */
export function comparable(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
