/**
 * The signed heads kept outside of the database, a line each. A process that dies while it writes, or a disk that is full, leaves
 * half a line: what comes next begins a line of its own, and whoever reads is told which line says nothing.
 */
import { appendFileSync, closeSync, fstatSync, mkdirSync, openSync, readSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ChainHead } from './chain.ts';
import { auditFault } from './errors.ts';

/**
 * A folder that is missing or somebody else's is told at the start, and not by the first person whose data is asked for.
 * @returns appends one head; rejects when it could not be written whole
 * @throws CodedError AUDIT_UNAVAILABLE
 */
export function anchorFile(path: string): (head: ChainHead) => Promise<void> {
  let torn = touch(path);
  return async (head) => {
    const begin = torn ? '\n' : '';
    // Until it is known to be whole, the line is taken for a torn one.
    torn = true;
    await appendFile(path, `${begin}${JSON.stringify(head)}\n`);
    torn = false;
  };
}

/** @returns whether the file ends within a line */
function touch(path: string): boolean {
  try {
    // Whoever copies it elsewhere may be given more rights to it; they are left as they are then.
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

export interface Anchors {
  readonly heads: readonly ChainHead[];
  /** Numbers, from 1, of lines that are no head. */
  readonly torn: readonly number[];
}

/** @param text of an anchor file */
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
