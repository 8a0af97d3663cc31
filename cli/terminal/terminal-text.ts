import { escapeControls } from '../../base/escape-controls.ts';

/** The colours of a report's own (`schema/checks/report/terminal.ts`): they move nothing and hide nothing. */
const COLOURS = /(\u001b\[(?:0|1|2|22|31|33|35|39)m)/;

/** The most that is printed of an answer, in characters: more than any command has to say. */
const MOST = 1_000_000;

/**
 * A text for a terminal, in which there may be what a server answered.
 * @param most characters of it; the rest is cut off, and said to be
 * @returns the text with control characters as `\u001b`, but for a report's colours
 */
export function terminalText(text: string, most = MOST): string {
  const shown = text.length > most ? `${text.slice(0, most)}…` : text;
  // A capturing group: every second piece is a colour.
  return shown
    .split(COLOURS)
    .map((piece, at) => (at % 2 === 1 ? piece : escapeControls(piece)))
    .join('');
}
