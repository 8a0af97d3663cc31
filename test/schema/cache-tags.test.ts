/** What is kept ends with what changes it: no count as of now is forgotten, and no tag is misspelt. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { readCacheHints } from '../../gateway/guard/policy/cache-hints.ts';
import { namedType, typesOf } from '../../gateway/guard/policy/supergraph-types.ts';

const DAY = 86_400;
/** Of which month and how exact a count is: it says nothing that a change of a record changes. */
const BASIS = 'CountBasis';
/** What no mutation changes: an operator ends it. */
const BY_OPERATORS = ['areas'];

/** Every field of a supergraph that may be kept for less than a day and is not of a month that has ended: it is as the records are now. */
function silentIn(sdl: string): { silent: string[]; ofNow: string[] } {
  const document = parse(sdl);
  const hints = readCacheHints(document);
  const fields = [...typesOf(document).values()].flatMap(({ name, fields }) =>
    [...fields].map(([field, { type }]) => ({ name, field, returned: namedType(type) })),
  );
  const ended = new Set(
    fields.filter(({ name }) => name === 'Mutation').flatMap(({ name, field }) => hints.tagsOf(name, field)),
  );
  const ofNow = fields.filter(({ name, field, returned }) => {
    const hint = hints.hintOf(name, field);
    return hint?.maxAge !== undefined && hint.maxAge < DAY && hint.frozen === undefined && returned !== BASIS;
  });
  const silent = ofNow.filter(({ name, field }) => !hints.tagsOf(name, field).some((tag) => ended.has(tag)));
  return { silent: silent.map(coordinateOf), ofNow: ofNow.map(coordinateOf) };
}

const coordinateOf = ({ name, field }: { name: string; field: string }): string => `${name}.${field}`;

const committed = readFileSync(join(import.meta.dirname, '../../schema/supergraph.graphql'), 'utf8');

test('every field that is kept as of now has a tag that a mutation ends', () => {
  const { silent, ofNow } = silentIn(committed);
  expect(silent).toEqual([]);
  expect(ofNow).toEqual(expect.arrayContaining(['City.fundedTwice', 'City.participants', 'Budget.paid']));
});

test('a field without one, or with one that no mutation has, is found', () => {
  const bare = committed
    .replace(/^( {2}fundedTwice: Int .*@cacheControl\(maxAge: 30\)) @cacheTag.*$/m, '$1')
    .replace(/^( {2}remaining: Rupiah! .*)"payments"/m, '$1"payment"');
  expect(silentIn(bare).silent).toEqual(['Budget.remaining', 'City.fundedTwice']);
});

test('a change of records ends something, and whatever ends by name is ended by a mutation or by operators', () => {
  const document = parse(committed);
  const hints = readCacheHints(document);
  const [asked, changing] = [false, true].map((isChange) =>
    [...typesOf(document).values()]
      .filter(({ name }) => (name === 'Mutation') === isChange)
      .flatMap(({ name, fields }) => [...fields.keys()].flatMap((field) => hints.tagsOf(name, field))),
  );
  expect([...new Set(asked)].toSorted()).toEqual([...new Set([...changing!, ...BY_OPERATORS])].toSorted());
});
