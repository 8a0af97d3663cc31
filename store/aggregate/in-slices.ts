/** A list as a stream that pauses after every 128 items, and where what is made of one takes long. */
import type { Document } from '../value/types.ts';
import { Turn } from '../query/turn.ts';
import type { Stream } from './stream.ts';

/** The documents of a list. */
export function inSlices(list: Iterable<Document>): Stream;
/** The documents that are made of the items of a list. */
export function inSlices<Item>(list: Iterable<Item>, make: (item: Item) => Document): Stream;
/** Without `make` the items are documents. */
export function* inSlices<Item>(list: Iterable<Item>, make = (item: Item): Document => item as Document): Stream {
  let n = 0;
  const turn = new Turn();
  for (const item of list) {
    if (++n % 128 === 0 || turn.over()) yield undefined;
    yield make(item);
  }
}
