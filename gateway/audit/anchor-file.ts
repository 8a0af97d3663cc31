/**
 * A file outside of the database that holds the signed heads, one a line. A process that dies while it writes, or a full disk, leaves half a
 * line. The next head then begins a new line, and readers learn which lines hold no head.
 */
import { appendFileSync, closeSync, fstatSync, mkdirSync, openSync, readSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ChainHead } from './chain.ts';
import { auditFault } from './errors.ts';

/**
 * Opens the file at the start, so that a missing folder or missing permissions are found before the first personal data is read.
 * @returns appends one head; rejects when it could not be written whole
 * @throws CodedError AUDIT_UNAVAILABLE
 */
export function anchorFile(path: string): (head: ChainHead) => Promise<void> {
  let torn = touch(path);
  return async (head) => {
    const begin = torn ? '\n' : '';
    // The line counts as torn until it has been written whole.
    torn = true;
    await appendFile(path, `${begin}${JSON.stringify(head)}\n`);
    torn = false;
  };
}

/** Makes the file where there is none. @returns whether it ends within a line */
function touch(path: string): boolean {
  try {
    // The operator may open an existing file to a program that copies it elsewhere; its permissions are not changed.
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    appendFileSync(path, '', { mode: 0o600 });
    return endsWithinALine(path);
  } catch (cause) {
    throw auditFault('AUDIT_UNAVAILABLE', 'the file of AUDIT_ANCHOR cannot be written', { cause });
  }
}

function endsWithinALine(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const last = Buffer.alloc(1);
    return size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last.toString() !== '\n';
  } finally {
    closeSync(file);
  }
}

/** What an anchor file holds. */
export interface Anchors {
  readonly heads: readonly ChainHead[];
  /** Numbers, from 1, of lines that hold no head. */
  readonly torn: readonly number[];
}

/** @param text the content of an anchor file */
export function readAnchors(text: string): Anchors {
  const heads: ChainHead[] = [];
  const torn: number[] = [];
  for (const [at, line] of text.split('\n').entries()) {
    const head = line.trim() === '' ? null : headIn(line);
    if (head === undefined) torn.push(at + 1);
    else if (head !== null) heads.push(head);
  }
  return { heads, torn };
}

function headIn(line: string): ChainHead | undefined {
  try {
    const head = JSON.parse(line) as Partial<Record<keyof ChainHead, unknown>> | null;
    const isHead =
      typeof head?.chain === 'string' &&
      typeof head.sequence === 'number' &&
      typeof head.hash === 'string' &&
      typeof head.signature === 'string';
    return isHead ? (head as ChainHead) : undefined;
  } catch {
    return undefined;
  }
}
