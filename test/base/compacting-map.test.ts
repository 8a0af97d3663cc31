import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CompactingMap } from '../../base/compacting-map.ts';
import { tied } from '../../base/tied.ts';

it('a CompactingMap is a Map, however often it is renewed', () => {
  const step = fc.record({ key: fc.integer({ min: 0, max: 40 }), value: fc.integer(), remove: fc.boolean() });
  fc.assert(fc.property(fc.array(step, { maxLength: 600, size: 'max' }), (steps) => {
    const passing = new CompactingMap<number, number>();
    const map = new Map<number, number>();
    for (const { key, value, remove } of steps) {
      if (remove) map.delete(key);
      else map.set(key, value);
      if (remove) passing.delete(key);
      else passing.set(key, value);
      expect([passing.size, passing.get(key), passing.first()]).toEqual([map.size, map.get(key), map.keys().next().value]);
    }
  }), { numRuns: 50 });
});

it('what is tied to an object is on that object alone, and does not show', () => {
  const headers = tied<string>('headers');
  const claims = tied<string>('claims');
  const object = { a: 1 };
  expect(headers.get(object)).toBeUndefined();
  expect(headers.set(object, 'first')).toBe('first');
  headers.set(object, 'second');
  expect(headers.get(object)).toBe('second');
  expect(claims.get(object)).toBeUndefined();
  expect(headers.get({ ...object })).toBeUndefined();
  expect(JSON.stringify(object)).toBe('{"a":1}');
  expect(() => headers.set(Object.freeze({}), 'never')).toThrow(TypeError);
});
