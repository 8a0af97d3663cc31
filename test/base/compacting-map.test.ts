import { fc } from '../support/properties.ts';
import { expect, it } from 'vitest';
import { CompactingMap } from '../../base/compacting-map.ts';

it('a CompactingMap is a Map, however often it is renewed', () => {
  const step = fc.record({ key: fc.integer({ min: 0, max: 40 }), value: fc.integer(), remove: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 600, size: 'max' }), (steps) => {
      const passing = new CompactingMap<number, number>();
      const map = new Map<number, number>();
      for (const { key, value, remove } of steps) {
        if (remove) map.delete(key);
        else map.set(key, value);
        if (remove) passing.delete(key);
        else passing.set(key, value);
        expect([passing.size, passing.get(key), passing.first()]).toEqual([
          map.size,
          map.get(key),
          map.keys().next().value,
        ]);
        expect([...passing]).toEqual([...map]);
      }
    }),
    { numRuns: 50 },
  );
});
