/** A list as a stream that lets others run now and then. */
import type { Document } from '../value/types.ts';
import type { Stream } from './stream.ts';

export function inSlices(list: Iterable<Document>): Stream;
export function inSlices<Item>(list: Iterable<Item>, make: (item: Item) => Document): Stream;
export function* inSlices<Item>(list: Iterable<Item>, make = (item: Item): Document => item as Document): Stream {
  let n = 0;
  for (const item of list) {
    if (++n % 128 === 0) yield undefined;
    yield make(item);
  }
}
