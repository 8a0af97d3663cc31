/** Characters that neither XML nor what people call a text can hold: control characters, and halves of characters. */
const UNHELD =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** @returns a text without what no file can hold */
export const writable = (text: string): string => text.replace(UNHELD, '');
