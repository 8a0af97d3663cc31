/**
 * A text that a spreadsheet would run as a formula when it opens or pastes it (OWASP, "CSV Injection"): it begins with = + - @, a tab or a
 * line break, also behind spaces, or with one of their wide forms.
 */
const runsAsFormula = (text: string): boolean => /^\s*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/.test(text);

/** Digits that a spreadsheet would turn into a number, losing those beyond the fifteenth, or zeros in front. */
export const losesDigits = (text: string): boolean => /^(0\d+|\d{12,})$/.test(text);

/** @returns the text behind an apostrophe, by which a spreadsheet keeps it a text, where it would run */
export const inert = (text: string): string => (runsAsFormula(text) ? `'${text}` : text);
