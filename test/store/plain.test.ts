/** Values on their way to mingo and back: nothing of a document is lost, however its fields are named. */
import { expect, test } from 'vitest';
import { fromPlain, toPlain } from '../../store/aggregate/plain.ts';
import type { Document } from '../../store/value/types.ts';

test.each(['constructor', '__proto__', 'toString', '0'])(
  'a document with a field named %s stays a document',
  (name) => {
    const document: Document = new Map([['inner', new Map([[name, 1]])]]);
    expect(fromPlain(toPlain(document))).toEqual(document);
  },
);

test('a field that is missing stays missing', () => {
  expect(fromPlain(toPlain(undefined))).toBeUndefined();
  expect(fromPlain({ a: undefined, b: null })).toEqual(new Map([['b', null]]));
});
