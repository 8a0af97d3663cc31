/** Control characters, and those that turn a line around. A line break and a tab are left to whoever writes lines. */
const MOVING = /(?![\n\t])[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/**
 * A text that strangers may have chosen, for a terminal or a report: a control character could move the cursor, overwrite lines, or set the clipboard.
 * @returns the text with such characters as `\u001b`, which inside JSON is the same text
 */
export function escapeControls(text: string): string {
  return text.replaceAll(MOVING, escaped);
}

/** A JSON escape is one UTF-16 unit. */
const escaped = (character: string): string =>
  character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
