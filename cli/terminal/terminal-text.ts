/** Control characters, and those that turn a line around. A line break and a tab are left to whoever writes lines. */
const MOVING = /(?![\n\t])[\p{Cc}\p{Cf}\u2028\u2029]/gu;
/** The colours of a report's own (`schema/checks/report/terminal.ts`): they move nothing and hide nothing. */
const COLOURS = /(\u001b\[(?:0|1|2|22|31|33|35|39)m)/;

/** The most that is printed of an answer, in characters: more than any command has to say. */
const MOST = 1_000_000;

/**
 * A text for a terminal, in which there may be what a server answered: in a terminal a control character could move the cursor, overwrite lines, or set the
 * clipboard. Such a character is shown as `\u001b`, which inside JSON is the same text.
 * @param most characters of it; the rest is cut off, and said to be
 */
export function terminalText(text: string, most = MOST): string {
  const shown = text.length > most ? `${text.slice(0, most)}…` : text;
  // A capturing group: every second piece is a colour.
  return shown
    .split(COLOURS)
    .map((piece, at) => (at % 2 === 1 ? piece : piece.replaceAll(MOVING, escaped)))
    .join('');
}

/** A JSON escape is one UTF-16 unit. */
const escaped = (character: string): string =>
  character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
