/** Signs the heads of earlier chains anew, so that the key before can be forgotten. */
import type { AuditStore } from './audit-store.ts';
import { headOf, isSigned, type ChainHead } from './chain.ts';

/** What is signed anew, and where it is kept. */
export interface Resigning {
  readonly store: AuditStore;
  /** The new key, a comma and the ones before. */
  readonly key: string;
  /** What is kept outside of the database; whole, as `verify` has found. */
  readonly anchors: readonly ChainHead[];
  /** Keeps one more outside of the database. */
  readonly anchor: (head: ChainHead) => Promise<void>;
}

/** @returns how many heads in the database and outside of it were signed anew; a second time none */
export async function resign({ store, key, anchors, anchor }: Resigning): Promise<{ heads: number; anchors: number }> {
  const newest = key.split(',')[0]!;
  const done = { heads: 0, anchors: 0 };
  for (const chain of await store.chains()) {
    const head = await store.head(chain);
    // What no key has signed is a fault to be found, and no head.
    if (head === undefined || isSigned(head, chain, newest) || !isSigned(head, chain, key)) continue;
    await store.replaceHead(head, headOf(head, newest));
    done.heads++;
  }
  const kept = new Set(anchors.filter((each) => isSigned(each, each.chain, newest)).map(placeOf));
  for (const each of anchors) {
    if (kept.has(placeOf(each)) || !isSigned(each, each.chain, key)) continue;
    kept.add(placeOf(each));
    await anchor(headOf(each, newest));
    done.anchors++;
  }
  return done;
}

const placeOf = ({ chain, sequence, hash }: ChainHead): string => `${chain} ${sequence} ${hash}`;
