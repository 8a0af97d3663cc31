/** Style: each rule finds its example, and is taken as the agency says. */
import { describe, expect, it } from 'vitest';
import { checkSubgraph } from '../../../../schema/checks/check-subgraph.ts';
import { lintRules } from '../../../../schema/checks/lint/rules.ts';
import { HEADER, linesOf, pairInput } from '../check-pair.ts';
import { OWN, ownInput } from '../own-subgraphs.ts';

const alone = { others: [], name: 'clinics', owner: 'DINKES' };
const GOOD = `${HEADER.replace('"@policy"', '"@policy", "@listSize"')}
"Entry points. / Pintu masuk."
type Query {
  "Clinics. / Klinik."
  clinics(
    "How many. / Berapa."
    first: Int
    "After which. / Setelah yang mana."
    after: String
  ): ClinicConnection @listSize(slicingArguments: ["first"], sizedFields: ["edges"])
}
"A page. / Satu halaman."
type ClinicConnection {
  "Rows. / Baris."
  edges: [ClinicEdge!]
  "Its place. / Letaknya."
  pageInfo: PageInfo
}
"A row. / Satu baris."
type ClinicEdge {
  "Its place. / Letaknya."
  cursor: String
  "The row. / Barisnya."
  node: Clinic
}
"A place. / Letak."
type PageInfo @shareable {
  "More. / Masih ada."
  hasNextPage: Boolean
}
"A clinic. / Klinik."
type Clinic @key(fields: "code") {
  "Its code. / Kodenya."
  code: ID!
  "How it is open. / Buka bagaimana."
  kind: ClinicKind
  "Rooms. / Ruang."
  rooms: [Room!] @listSize(assumedSize: 9)
}
"A room. / Ruang."
type Room {
  "Area. / Luas."
  area: Float
}
"Kinds. / Jenis."
enum ClinicKind {
  "By day. / Siang."
  DAY
}
`;
// The directives of a specification are described by it.
const lines = async (sdl: string, lint = {}): Promise<readonly string[]> =>
  (await linesOf('LINT/', sdl, { ...alone, lint })).filter((line) => !/ (@\w+|privacy__\w+(\.\w+)?)$/.test(line));

it('finds nothing where all is well', async () => {
  expect(await lines(GOOD)).toEqual([]);
});

const SIZED = ' @listSize(slicingArguments: ["first"], sizedFields: ["edges"])';
const CASES: readonly (readonly [rule: string, from: string, to: string, coordinate: string])[] = [
  ['DESCRIPTION', '"Area. / Luas."', '', 'Room.area'],
  ['DESCRIPTION', '"How many. / Berapa."', '', 'Query.clinics(first:)'],
  ['TWO_LANGUAGES', '"Area. / Luas."', '"Area."', 'Room.area'],
  ['COMMENT_FOR_DESCRIPTION', '"A room. / Ruang."', '# A room.', 'Room'],
  ['NAMING', 'area: Float', 'Area_m2: Float', 'Room.Area_m2'],
  ['NAMING', '  DAY', '  day', 'ClinicKind.day'],
  ['NULLABLE', '): ClinicConnection', '): ClinicConnection!', 'Query.clinics'],
  ['CONNECTION', 'edges: [ClinicEdge!]', 'edges: ClinicEdge', 'ClinicConnection'],
  ['CONNECTION', 'cursor: String', 'place: String', 'ClinicConnection'],
  ['CONNECTION', 'pageInfo: PageInfo', 'page: PageInfo', 'ClinicConnection'],
  ['CONNECTION', 'after: String', 'since: String', 'Query.clinics'],
  ['LIST_SIZE', ' @listSize(assumedSize: 9)', '', 'Clinic.rooms'],
  ['LIST_SIZE', SIZED, '', 'ClinicConnection.edges'],
  ['DEPRECATION_REASON', 'area: Float', 'area: Float @deprecated', 'Room.area'],
  ['DEPRECATION_DATE', 'area: Float', 'area: Float @deprecated(reason: "Ask rooms.")', 'Room.area'],
  ['DEPRECATION_DATE', 'area: Float', 'area: Float @deprecated(reason: "Until 2027-13-01.")', 'Room.area'],
];

it('reads an SDL that names its root types', async () => {
  const sdl = GOOD.replace('"Entry points. / Pintu masuk."', 'schema { query: Query } "Entry points. / Pintu masuk."');
  expect((await checkSubgraph({ ...pairInput(sdl), ...alone })).findings.map(({ rule }) => rule)).toEqual(
    (await checkSubgraph({ ...pairInput(GOOD), ...alone })).findings.map(({ rule }) => rule),
  );
});

describe('a rule of style', () => {
  it.each(CASES)('%s is found, at its coordinate: %s -> %s', async (rule, from, to, coordinate) => {
    // A size of `edges` would not compose where they are no list.
    const sdl = rule === 'CONNECTION' ? GOOD.replace(SIZED, '') : GOOD;
    expect(sdl).toContain(from);
    expect(await lines(sdl.replace(from, to))).toContain(`warning LINT/${rule} ${coordinate}`);
  });

  it('is tested, each of them', () => {
    expect([...new Set(CASES.map(([rule]) => `LINT/${rule}`))].sort()).toEqual(
      lintRules.map(({ name }) => name).sort(),
    );
  });

  it('is an error, a warning or nothing, as the agency takes it', async () => {
    const sdl = GOOD.replace('area: Float', 'Area: Float');
    expect(await lines(sdl, { NAMING: 'on' })).toEqual(['error LINT/NAMING Room.Area']);
    expect(await lines(sdl, { 'LINT/NAMING': 'off' })).toEqual([]);
    expect(await lines(sdl, { DESCRIPTION: 'on' })).toEqual(['warning LINT/NAMING Room.Area']);
  });

  it('is not turned off by a comment', async () => {
    const sdl = `# eslint-disable\n${GOOD.replace('area: Float', 'Area: Float # eslint-disable-line')}`;
    expect(await lines(sdl)).toContain('warning LINT/NAMING Room.Area');
  });

  it('is satisfied with a day until which a field stays', async () => {
    const sdl = GOOD.replace('area: Float', 'area: Float @deprecated(reason: "Ask rooms. Until 2027-01-31.")');
    expect(await lines(sdl)).toEqual([]);
  });
});

it.each(OWN.map(({ name }) => name))('all of them are kept by our own subgraph %s', async (name) => {
  const lint = Object.fromEntries(lintRules.map((rule) => [rule.name, 'on'] as const));
  const { outcome, findings } = await checkSubgraph({ ...ownInput(name), lint });
  expect({ outcome, findings }).toEqual({ outcome: 'passed', findings: [] });
});

describe('a partner who refers to types of ours', () => {
  const visits = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external"])
    type Query { visits: [Visit!] }
    type Visit @key(fields: "id") { id: ID!  worker: Worker  village: Village }
    type Worker @key(fields: "id", resolvable: false) { id: ID! }
    extend type Village @key(fields: "code") { code: ID! @external }`;
  const partner = { name: 'visits', owner: 'DINKES', url: 'http://visits.test' };

  it('is told what is theirs to change, and nothing of our types', async () => {
    const { findings } = await checkSubgraph({
      ...partner,
      sdl: visits,
      others: OWN,
      used: [],
      approvals: [],
      lint: {},
      policy: 'privacy',
    });
    expect(findings.filter(({ coordinate }) => /^(Worker|Village)/.test(coordinate))).toEqual([]);
    expect(new Set(findings.map(({ rule, coordinate }) => `${rule} ${coordinate}`))).toEqual(
      new Set([
        ...['Query', 'Query.visits', 'Visit', 'Visit.id', 'Visit.worker', 'Visit.village'].map(
          (one) => `LINT/DESCRIPTION ${one}`,
        ),
        'LINT/LIST_SIZE Query.visits',
      ]),
    );
  });

  it.each(['workers', 'agencies'])('puts no finding into the report of %s', async (name) => {
    const input = ownInput(name);
    const { findings } = await checkSubgraph({ ...input, others: [...input.others, { ...partner, sdl: visits }] });
    expect(findings).toEqual([]);
  });

  it('is told of a field that they add to a type of ours', async () => {
    const more = visits.replace('code: ID! @external', 'code: ID! @external  clinic_count: Int!');
    const lines = await linesOf('LINT/', more, { ...partner, others: OWN });
    expect(lines.filter((line) => line.includes('Village.'))).toEqual([
      'warning LINT/DESCRIPTION Village.clinic_count',
      'warning LINT/NAMING Village.clinic_count',
      'warning LINT/NULLABLE Village.clinic_count',
    ]);
  });
});
