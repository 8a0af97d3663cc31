import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { FetchedSlot, FetchLevel } from '../../../gateway/execute/fetch-document.ts';
import { joinLevels } from '../../../gateway/execute/join-answers.ts';
import { FAILED, InvalidValue, Shape, type ResponseNode } from '../../../gateway/result/layout.ts';

const supergraph = buildSchema('type Query { t: T } type T { f: Int g: Int }');
const shape = new Shape([]);
const fields = new Map(
  ['f', 'g'].map((name): [string, FetchedSlot] => [
    name,
    { slot: shape.slot(name, false), names: new Map([[name, 0]]), on: new Set(['T']), isNullable: true },
  ]),
);
const level: FetchLevel = { shape, typenames: [], fields, supergraph };
const [f, g] = ['f', 'g'].map((name) => shape.slot(name, false).property) as [string, string];

function nodeOf(values: Readonly<Record<string, unknown>>): ResponseNode {
  return { type: 'T', mark: 0, text: undefined, ...values };
}

describe('a failure', () => {
  const failed = new InvalidValue(undefined, { message: 'no answer', extensions: {} });

  it.each([FAILED, failed])('stays where a reply has no value for the object', (first) => {
    expect(joinLevels(first, undefined, level, { isFound: false })).toBe(first);
  });

  it('makes room for an answer, in which it stays for what that leaves open', () => {
    const joined = joinLevels(failed, nodeOf({ [f]: 1 }), level, { isFound: false }) as ResponseNode;
    expect([joined[f], joined[g]]).toEqual([1, failed]);
  });

  it('of one field stays where a reply about the same object has no value for it', () => {
    const joined = joinLevels(nodeOf({ [f]: 1, [g]: failed }), nodeOf({ [f]: 1 }), level, {
      isFound: false,
    }) as ResponseNode;
    expect([joined[f], joined[g]]).toEqual([1, failed]);
  });

  it('of one field makes room for an answer about the same object', () => {
    const joined = joinLevels(nodeOf({ [g]: failed }), nodeOf({ [g]: 2 }), level, { isFound: false }) as ResponseNode;
    expect(joined[g]).toBe(2);
  });
});
