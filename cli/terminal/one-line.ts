import { terminalText } from './terminal-text.ts';

/** The most of one word of a server that a line shows, in characters; `--json` has all of it. */
const MOST = 500;

/** @returns what a server answered as a piece of one line: without line breaks, colours and whatever moves a cursor, and cut where it is long */
export function oneLine(text: string, most = MOST): string {
  // Cut first, with one more so that the cut is seen: the rest may be megabytes.
  const start = text.slice(0, most + 1).replaceAll(/[\n\r\t]+/g, ' ');
  return terminalText(start.replaceAll('\u001b', String.raw`\u001b`), most);
}
