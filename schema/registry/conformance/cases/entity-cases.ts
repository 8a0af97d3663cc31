/** A batch of keys is answered as the gateway reads it: by its places. */
import { ENTITIES, type AskedSubgraph } from '../asked-subgraph.ts';
import { expect, need, NotApplicable, type ConformanceCase } from '../conformance-case.ts';
import { codesOf, expectAlive, isRowOf, keysIn, knownEntities } from './judge.ts';

/** Never the key of anything. */
const NOBODY = 'conformance-nobody';
/** Keys as a gateway never sends them; none is anybody's. */
const STRANGE: readonly (readonly [string, string, unknown])[] = [
  ['null', 'null', null],
  ['number', 'a number', 41],
  ['boolean', 'a boolean', true],
  ['empty', 'an empty text', ''],
  ['list', 'a list', ['a', 'b']],
  ['operator', "an operator of the database's query language", { $gt: '' }],
  ['regex', 'a pattern', { $regex: '.*' }],
  ['long', 'a text of 100,000 characters', 'x'.repeat(100_000)],
  ['zero-byte', 'a text with a zero byte', 'a\u0000b'],
];

async function neighboursAnswered(subgraph: AskedSubgraph, key: unknown): Promise<void> {
  for (const { type, of } of knownEntities(subgraph)) {
    const first = of[0]!;
    const strange = Object.fromEntries(type.keys[0]!.map((name) => [name, key]));
    const selections = keysIn([{ type, of }]);
    const answered = await subgraph.ask(ENTITIES(selections), {
      of: [first, { __typename: type.name, ...strange }, first],
    });
    const rows = answered.data?.['_entities'];
    expect(Array.isArray(rows) && rows.length === 3, 'three places', answered.text);
    expect(isRowOf(rows[0], first) && isRowOf(rows[2], first), `the neighbours of ${type.name}`, answered.text);
    expect(!of.some((each) => isRowOf(rows[1], each)), `nobody's ${type.name}`, rows[1]);
  }
}

const strangeKeys: readonly ConformanceCase[] = STRANGE.map(([name, what, key]) => ({
  name: `entities-key-${name}`,
  what: `loses no neighbour to a key that is ${what}, and finds nobody by it`,
  run: (subgraph) => neighboursAnswered(subgraph, key),
}));

/** See the file. */
export const entityCases: readonly ConformanceCase[] = [
  {
    name: 'entities-known',
    what: 'answers each key that exists with its own row',
    async run(subgraph) {
      for (const { type, of } of knownEntities(subgraph)) {
        const rows = await subgraph.entities(of, keysIn([{ type, of }]));
        of.forEach((each, at) => expect(isRowOf(rows[at], each), `${type.name} at place ${at}`, rows[at] ?? null));
      }
    },
  },
  {
    name: 'entities-order',
    what: 'answers in the order of the keys, whatever order that is',
    async run(subgraph) {
      const several = knownEntities(subgraph).filter(({ of }) => of.length > 1);
      need(several.length > 0, 'no type has two entities that are known');
      for (const { type, of } of several) {
        const turned = [...of].reverse();
        const rows = await subgraph.entities(turned, keysIn([{ type, of }]));
        turned.forEach((each, at) => expect(isRowOf(rows[at], each), `${type.name} at place ${at}`, rows[at] ?? null));
      }
    },
  },
  {
    name: 'entities-unknown',
    what: 'keeps the place of a key that nobody has',
    run: (subgraph) => neighboursAnswered(subgraph, NOBODY),
  },
  ...strangeKeys,
  {
    name: 'entities-key-missing',
    what: 'loses no neighbour to a representation without a key',
    async run(subgraph) {
      const [{ type, of }] = knownEntities(subgraph);
      const answered = await subgraph.ask(ENTITIES(keysIn([{ type, of }])), {
        of: [of[0]!, { __typename: type.name }],
      });
      const rows = answered.data?.['_entities'];
      expect(Array.isArray(rows), 'two places', answered.text);
      expect(isRowOf(rows[0], of[0]!) && !isRowOf(rows[1], of[0]!), 'its neighbour alone', answered.text);
    },
  },
  {
    name: 'entities-duplicates',
    what: 'answers the same key at each of its places alike',
    async run(subgraph) {
      for (const { type, of } of knownEntities(subgraph)) {
        const rows = await subgraph.entities([of[0]!, of[0]!, of[0]!], keysIn([{ type, of }]));
        rows.forEach((row) => expect(isRowOf(row, of[0]!), `${type.name} three times`, rows));
        expect(rows.length === 3, 'three rows', rows);
      }
    },
  },
  {
    name: 'entities-mixed',
    what: 'answers keys of several types in one batch, in their order',
    async run(subgraph) {
      const known = knownEntities(subgraph);
      need(known.length > 1, 'only one type has entities that are known');
      const of = [...known, ...known].map((each) => each.of[0]!);
      // Keys of one name may be of two types, which one answer cannot have beside each other.
      const aliased = known.map(({ type }) => {
        const keys = type.keys[0]!.map((key) => `${type.name}_${key}: ${key}`);
        return `... on ${type.name} { ${keys.join(' ')} }`;
      });
      const rows = await subgraph.entities(of, aliased.join(' '));
      of.forEach(({ __typename, ...key }, at) => {
        const due = Object.fromEntries(Object.entries(key).map(([name, value]) => [`${__typename}_${name}`, value]));
        expect(isRowOf(rows[at], { __typename, ...due }), `${__typename} at place ${at}`, rows[at] ?? null);
      });
    },
  },
  {
    name: 'entities-none',
    what: 'answers no keys with no rows',
    async run(subgraph) {
      need(subgraph.facts.entities.length > 0, 'it resolves no entity');
      const { data, text } = await subgraph.ask(ENTITIES(''), { of: [] });
      expect(JSON.stringify(data?.['_entities']) === '[]', 'an empty list', text);
    },
  },
  {
    name: 'entities-unknown-type',
    what: 'refuses a type that it does not have, with a code',
    async run(subgraph) {
      need(subgraph.facts.entities.length > 0, 'it resolves no entity');
      const answered = await subgraph.ask(ENTITIES(''), { of: [{ __typename: 'NoSuchTypeAtAll', id: NOBODY }] });
      const rows = answered.data?.['_entities'];
      expect(!Array.isArray(rows) || rows[0] == null, 'no row', answered.text);
      expect(
        codesOf(answered).some((code) => typeof code === 'string'),
        'an error with a code',
        answered.text,
      );
      await expectAlive(subgraph);
    },
  },
  {
    name: 'entities-no-type',
    what: 'refuses a representation without a type, with a code',
    async run(subgraph) {
      need(subgraph.facts.entities.length > 0, 'it resolves no entity');
      const answered = await subgraph.ask(ENTITIES(''), { of: [{ id: NOBODY }] });
      expect(
        codesOf(answered).some((code) => typeof code === 'string'),
        'an error with a code',
        answered.text,
      );
    },
  },
  {
    name: 'entities-more-fields',
    what: 'does not mind what it does not need in a representation',
    async run(subgraph) {
      const [{ type, of }] = knownEntities(subgraph);
      const rows = await subgraph.entities([{ ...of[0]!, conformanceField: { deep: [1] } }], keysIn([{ type, of }]));
      expect(isRowOf(rows[0], of[0]!), type.name, rows[0] ?? null);
    },
  },
  {
    name: 'entities-batch',
    what: 'answers a batch of 1,000 keys whole',
    async run(subgraph) {
      const [{ type, of }] = knownEntities(subgraph);
      const batch = batchOf(1_000, type.name, type.keys[0]!, of);
      const rows = await subgraph.entities(batch, keysIn([{ type, of }]));
      expect(rows.length === 1_000, '1,000 rows', rows.length);
      expect(isRowOf(rows[0], of[0]!) && isRowOf(rows[500], batch[500]!), 'each at its place', rows[500] ?? null);
    },
  },
  {
    name: 'entities-batch-commands',
    what: 'reads a batch of 1,000 with few commands of its database, as its time beside that of a batch of 10 tells',
    run: fewCommands,
  },
  {
    name: 'entities-at-once',
    what: 'mixes up nothing between questions of one moment',
    async run(subgraph) {
      const [{ type, of }] = knownEntities(subgraph);
      const asked = Array.from({ length: 20 }, (_, at) => of[at % of.length]!);
      const answers = await Promise.all(asked.map((each) => subgraph.entities([each], keysIn([{ type, of }]))));
      answers.forEach((rows, at) => expect(isRowOf(rows[0], asked[at]!), `${type.name} ${at}`, rows[0] ?? null));
    },
  },
];

/** Half of them exist, as far as so many are known. */
function batchOf(size: number, name: string, key: readonly string[], of: readonly object[]): Record<string, unknown>[] {
  return Array.from({ length: size }, (_, at) =>
    at % 2 === 0
      ? { ...(of[at % of.length] as Record<string, unknown>) }
      : { __typename: name, ...Object.fromEntries(key.map((each) => [each, `${NOBODY}-${at}`])) },
  );
}

/** A command for each key takes a hundred times as long for a hundred times the keys; the bound is generous, since machines are busy. */
async function fewCommands(subgraph: AskedSubgraph): Promise<void> {
  const [{ type, of }] = knownEntities(subgraph);
  const selections = `... on ${type.name} { ${fieldsToRead(subgraph, type.name)} }`;
  const best = async (size: number): Promise<number> => {
    const times: number[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      const batch = batchOf(size, type.name, type.keys[0]!, of);
      const began = performance.now();
      await subgraph.entities(batch, selections);
      times.push(performance.now() - began);
    }
    return Math.min(...times);
  };
  const [few, many] = [await best(10), await best(1_000)];
  expect(many < 40 * few + 300, `less than 40 times ${few.toFixed(0)} ms and 300 ms`, `${many.toFixed(0)} ms`);
}

function fieldsToRead({ facts }: AskedSubgraph, name: string): string {
  const type = facts.types.get(name);
  if (type === undefined) throw new NotApplicable(`${name} has no fields`);
  const leaves = type.fields.filter((field) => field.plain && !facts.types.has(field.type)).slice(0, 6);
  return leaves.map((field) => field.name).join(' ') || '__typename';
}
