/**
 * Protected answers, kept for when the very same is asked again: a dashboard asks for one table all day long, and its numbers are
 * those of a month. Kept is what leaves, found by a hash of what came; who asks plays no part in either.
 */
import { hash, randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { parseExactly } from '../../base/exact-number.ts';
import type { Gone } from '../../base/gone.ts';
import type { Exactness, Suppressed, Suppression } from './suppress.ts';

export interface SuppressedText {
  /** The response's `data` as JSON. */
  readonly dataText: string;
  readonly suppressed: readonly Suppressed[];
}

/** Of all operations together, in characters and what paths of hidden counts take. */
const MOST_KEPT = 32_000_000;
const PATH_SIZE = 200;

const kept = new LRUCache<string, SuppressedText>({
  maxSize: MOST_KEPT,
  sizeCalculation: ({ dataText, suppressed }) => dataText.length + PATH_SIZE * suppressed.length,
});

/** @param suppress one operation's: the same numbers and labels always come out the same */
export function suppressedOnce(suppress: Suppression): (dataText: string, exactness: Exactness, gone?: Gone) => SuppressedText | Promise<SuppressedText> {
  const operation = randomUUID();
  return (dataText, exactness, gone) => {
    if (exactness.kind === 'all') return { dataText, suppressed: [] };
    const key = hash('sha256', JSON.stringify([operation, exactness]) + dataText, 'base64');
    return kept.get(key) ?? suppressed(suppress, dataText, exactness, gone).then((answer) => {
      kept.set(key, answer);
      return answer;
    });
  };
}

async function suppressed(suppress: Suppression, dataText: string, exactness: Exactness, gone: Gone | undefined): Promise<SuppressedText> {
  const { data, suppressed } = await suppress(parseExactly(dataText), exactness, gone);
  return { dataText: JSON.stringify(data), suppressed };
}
