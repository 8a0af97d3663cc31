import { expect, it } from 'vitest';
import { NullPrototypeObject } from '../../../gateway/result/null-prototype-object.ts';

it('an object without a prototype holds its members and nothing else, whatever their names', () => {
  const bare = new NullPrototypeObject();
  for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) expect(bare[name]).toBeUndefined();
  bare['__proto__'] = { stolen: true };
  bare['constructor'] = 1;
  expect(Object.keys(bare)).toEqual(['__proto__', 'constructor']);
  expect(JSON.stringify(bare)).toBe('{"__proto__":{"stolen":true},"constructor":1}');
  expect(bare['stolen']).toBeUndefined();
  expect(new NullPrototypeObject()['constructor']).toBeUndefined();
});
