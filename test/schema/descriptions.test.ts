/** What a number stands on is said where it is asked for: by its object's `basis`, or in its own description in both languages. */
import { Kind, parse, type ConstDirectiveNode, type FieldDefinitionNode, type ObjectTypeDefinitionNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { subgraphSdl } from '../../schema/compose.ts';
import { PERTURBED } from '../../subgraphs/counts/tally.ts';

const SUBGRAPHS = ['workers', 'agencies', 'groups', 'funding', 'audit'];
/** A total that stands alone: its object has no `basis`. */
const ALONE = /Count$|^participants$|^fundedTwice$/;

const typesOf = (subgraph: string): ObjectTypeDefinitionNode[] =>
  parse(subgraphSdl(subgraph), { noLocation: true }).definitions.filter(
    (node) => node.kind === Kind.OBJECT_TYPE_DEFINITION,
  );
const all = SUBGRAPHS.flatMap((subgraph) =>
  typesOf(subgraph).flatMap((type) =>
    (type.fields ?? []).map((field) => ({
      subgraph,
      type,
      field,
      name: `${subgraph} ${type.name.value}.${field.name.value}`,
    })),
  ),
);

const nameOf = ({ type }: FieldDefinitionNode): string =>
  JSON.stringify(type).match(/"kind":"Name","value":"(\w+)"/)![1]!;
const has = (directives: readonly ConstDirectiveNode[] | undefined, name: string): boolean =>
  (directives ?? []).some((each) => each.name.value === name);
/** Of another subgraph, which says it; composition takes the words of most. */
const own = all.filter(({ field }) => !has(field.directives, 'external'));
/** Total for everybody, or of one's own rows: `minimum: 0`. */
const isPerturbed = ({ directives }: FieldDefinitionNode): boolean =>
  (directives ?? []).some(
    ({ name, arguments: given }) =>
      name.value === 'aggregate' && !given?.some(({ value }) => value.kind === Kind.INT && value.value === '0'),
  );
const halves = ({ description }: FieldDefinitionNode): [english: string, indonesian: string] =>
  description!.value.split(' / ') as [string, string];

describe('the description of a count without a basis', () => {
  const alone = own.filter(
    ({ type, field }) => nameOf(field) === 'Int' && !type.fields!.some(({ name }) => name.value === 'basis'),
  );

  const perturbed = alone.filter(({ field }) => isPerturbed(field));
  it.each(perturbed)('$name states by how much it is perturbed and of which month it is', ({ field }) => {
    const [english, indonesian] = halves(field);
    const noise = field.name.value === 'participants' ? 2 * PERTURBED.noise : PERTURBED.noise;
    expect(english).toMatch(new RegExp(`noise of up to ${noise}; exact`));
    expect(indonesian).toMatch(new RegExp(`(digeser|bergeser) paling banyak ${noise}; tepat`));
    if (!field.arguments?.some(({ name }) => name.value === 'month')) {
      expect([english, indonesian]).toEqual([
        expect.stringContaining('the last month that is kept'),
        expect.stringContaining('bulan terakhir yang disimpan'),
      ]);
    }
  });

  const exact = alone.filter(
    ({ type, field }) =>
      ['City', 'Group', 'Programme'].includes(type.name.value) && !isPerturbed(field) && ALONE.test(field.name.value),
  );
  it.each(exact)('$name states that it is exact and as the records are now', ({ field }) => {
    expect(halves(field)).toEqual([
      expect.stringContaining('exact, as the records are now'),
      expect.stringContaining('tepat, menurut catatan saat ini'),
    ]);
  });

  it('is checked for counts that exist', () => {
    expect(perturbed.length).toBe(10);
    expect(exact.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'workers City.workerCount',
        'groups Group.memberCount',
        'groups Programme.memberCount',
        'funding City.participants',
        'funding City.fundedTwice',
        'funding Programme.participants',
      ]),
    );
  });
});

it.each(own.filter(({ field }) => ['liability', 'reconciliation'].includes(field.name.value)))(
  "$name says that money of a past month is of today's participants",
  ({ field }) => {
    expect(halves(field)).toEqual([
      expect.stringMatching(/participants as the records are now/i),
      expect.stringMatching(/peserta(nya)? menurut catatan saat ini/i),
    ]);
  },
);

it.each(own.filter(({ field }) => field.name.value === 'workerLiability'))(
  '$name says from which counts it is worked out',
  ({ field }) => {
    for (const text of halves(field)) expect(text).toMatch(/`workerSectors`.*`workerCount`/);
  },
);

it.each(own.filter(({ field }) => field.name.value === 'monthlyCost'))(
  '$name ($type.name.value) says of which month the rate is',
  ({ field }) => {
    for (const text of halves(field)) expect(text).toContain('`basis.month`');
  },
);

it.each(own.filter(({ field }) => field.name.value === 'coverageRate'))(
  '$name ($type.name.value) says that it ends at 1',
  ({ field }) => {
    expect(halves(field)).toEqual([
      expect.stringContaining('1 too where noise shows more covered'),
      expect.stringContaining('tetap 1 bila geseran'),
    ]);
  },
);

it.each(own.filter(({ field }) => field.name.value === 'totalCount' && has(field.directives, 'requiresScopes')))(
  '$name ($type.name.value) counts the rows one may see',
  ({ field }) => {
    expect(halves(field)).toEqual([
      expect.stringContaining('of those you may see'),
      expect.stringContaining('yang boleh Anda lihat'),
    ]);
  },
);

const one = own.filter(
  ({ type, field }) =>
    type.name.value === 'Query' &&
    field.arguments?.some(
      (argument) => argument.type.kind === Kind.NON_NULL_TYPE && argument.defaultValue === undefined,
    ) &&
    field.type.kind === Kind.NAMED_TYPE &&
    !/Connection$/.test(nameOf(field)) &&
    field.name.value !== 'personByNik',
);
it.each(one)('$name states what it returns for a key of no entity', ({ field }) => {
  expect(halves(field)).toEqual([
    expect.stringMatching(/; null (when there is none|where it has not)/),
    expect.stringMatching(/; kosong bila (tidak ada|bukan)/),
  ]);
});

it.each(own.filter(({ type, field }) => /Change$/.test(type.name.value) && nameOf(field) === 'Int'))(
  '$name is of a difference, with noise or without',
  ({ type, field }) => {
    const text = `${type.description!.value} ${field.description!.value}`;
    expect(text).toMatch(/each with its own noise where they are perturbed|a difference of two exact counts/);
    expect(text).toMatch(/masing-masing dengan geserannya bila digeser|selisih dua hitungan tepat/);
  },
);
