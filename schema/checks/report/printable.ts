/**
 * Names, coordinates and clients are what strangers chose. In a terminal a control character could move the cursor and overwrite a line, and
 * a bidirectional one could turn a name around.
 * @returns the text on one line, with such characters as `\u001b`
 */
export function printable(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (each) => `\\u${each.codePointAt(0)!.toString(16).padStart(4, '0')}`)
    .trim();
}
