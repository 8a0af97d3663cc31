/** Ids of requests. Node joins a UUID from twenty pieces, which whoever writes it walks again; one that is cut from a long text is one piece. */
import { randomUUID } from 'node:crypto';

const LENGTH = 36;
const AT_ONCE = 64;
let drawn = '';
let used = 0;

/** @returns a random UUID (version 4) that nobody can foretell */
export function newUuid(): string {
  if (used === drawn.length) {
    drawn = Array.from({ length: AT_ONCE }, () => randomUUID()).join('');
    used = 0;
  }
  return drawn.slice(used, (used += LENGTH));
}
