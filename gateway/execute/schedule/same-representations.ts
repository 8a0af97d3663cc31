import { isExactNumber } from '../../../base/exact-number.ts';

/** @returns true for two lists of entities that are named in the same way, in the same order; false where that takes a deeper look */
export function sameRepresentations(one: unknown, other: unknown): boolean {
  if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false;
  return one.every((entity, index) => isSame(entity as object, (other as readonly object[])[index]!));
}

function isSame(one: object, other: object): boolean {
  const [names, others] = [Object.keys(one), Object.keys(other)];
  return (
    names.length === others.length &&
    names.every((name) => Object.hasOwn(other, name) && sameLeaf(one[name as never], other[name as never]))
  );
}

function sameLeaf(one: unknown, other: unknown): boolean {
  if (isExactNumber(one) && isExactNumber(other)) return one.rawJSON === other.rawJSON;
  return one === other && typeof one !== 'object';
}
