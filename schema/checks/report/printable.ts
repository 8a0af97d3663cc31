import { escapeControls } from '../../../base/escape-controls.ts';

/**
 * Names, coordinates and clients are what strangers chose. In a terminal a control character could move the cursor and overwrite a line, and
 * a bidirectional one could turn a name around.
 * @returns the text on one line, with such characters as `\u001b`
 */
export function printable(text: string): string {
  return escapeControls(text.replaceAll(/\s+/g, ' ')).trim();
}
