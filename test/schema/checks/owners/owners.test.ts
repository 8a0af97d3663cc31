/** Who is asked before a partner's version is published: every way to be sent others' data, or to answer in their place. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkSubgraph } from '../../../../schema/checks/check-subgraph.ts';
import { HEADER, linesOf, pairInput, ROSTER } from '../check-pair.ts';

const partner = (sdl: string): string => HEADER + sdl;
const PERSONAL = '@personal @requiresScopes(scopes: [["person:read"]])';
const SHARED = ROSTER.replace('type Worker @key', 'type Worker @shareable @key');

describe('a field of another agency', () => {
  it('is not taken over without them', async () => {
    const sdl = partner(
      `type Worker @key(fields: "id") ${PERSONAL} { id: ID! @harmless(because: "random")  nik: String @override(from: "roster") @mask(as: NIK) @purpose(allowed: ["VERIFICATION"]) }`,
    );
    expect(await linesOf('OWNER/', sdl)).toEqual(['approval OWNER/OVERRIDE Worker.nik DISNAKER']);
    expect((await checkSubgraph(pairInput(sdl))).outcome).toBe('waits');
  });

  it('is not taken over bit by bit either: another label is asked anew', async () => {
    const of = (label: string): string =>
      partner(
        `type Worker @key(fields: "id") ${PERSONAL} { id: ID! @harmless(because: "random")  name: String @override(from: "roster", label: "percent(${label})") @mask(as: NAME) }`,
      );
    expect(await linesOf('OWNER/OVERRIDE', of('1'), { before: of('1') })).toEqual([]);
    expect(await linesOf('OWNER/OVERRIDE', of('90'), { before: of('1') })).toEqual([
      'approval OWNER/OVERRIDE Worker.name DISNAKER',
    ]);
  });

  it('is not answered by a second subgraph without them', async () => {
    const sdl = partner(
      `type Worker @key(fields: "id") ${PERSONAL} { id: ID! @harmless(because: "random")  name: String @shareable @mask(as: NAME) }`,
    );
    expect(await linesOf('OWNER/', sdl, { published: SHARED })).toEqual([
      'approval OWNER/SHAREABLE Worker.name DISNAKER',
    ]);
    expect(await linesOf('OWNER/', sdl, { published: SHARED, before: sdl })).toEqual([]);
  });

  it('of a value that is no entity and of no person is shared by nature', async () => {
    expect(await linesOf('OWNER/', partner('type Query { note: Note } type Note @shareable { text: String }'))).toEqual(
      [],
    );
  });
});

describe('a personal field of another agency', () => {
  const requires = (set: string, external: string): string =>
    partner(
      `type Worker @key(fields: "id") ${PERSONAL} { id: ID! @harmless(because: "random")  ${external}  score: Int @requires(fields: "${set}") @purpose(allowed: ["VERIFICATION"]) }`,
    );

  it.each([
    ['directly', requires('nik', 'nik: String @external'), 'Worker.nik'],
    [
      'inside another',
      `${requires('card { kpj }', 'card: Card @external')} type Card ${PERSONAL} { kpj: String @external }`,
      'Card.kpj',
    ],
    [
      'by a directive that is called otherwise',
      requires('nik', 'nik: String @external')
        .replace('"@requires"', '{name: "@requires", as: "@needs"}')
        .replace('@requires(', '@needs('),
      'Worker.nik',
    ],
    [
      'by a directive with its prefix',
      requires('nik', 'nik: String @external')
        .replace('"@requires", ', '')
        .replace('v2.9", import', 'v2.9", as: "fed", import')
        .replace('@requires(', '@fed__requires('),
      'Worker.nik',
    ],
    [
      'in the words of federation 1',
      'extend type Worker @key(fields: "id") { id: ID! @external  nik: String @external  score: Int @requires(fields: "nik") }',
      'Worker.nik',
    ],
  ])('is not required %s without them', async (_, sdl, coordinate) => {
    expect(await linesOf('OWNER/REQUIRES', sdl)).toEqual([`approval OWNER/REQUIRES ${coordinate} DISNAKER`]);
  });

  it.each(['join__score', 'link__score', 'federation__score', '_entities', '_service', '_Any'])(
    'is not required by a field that is called %s, as federation calls its own, without them',
    async (name) => {
      expect(await linesOf('OWNER/', requires('nik', 'nik: String @external').replace('score:', `${name}:`))).toEqual([
        'approval OWNER/REQUIRES Worker.nik DISNAKER',
        `approval OWNER/EXTENSION Worker.${name} DISNAKER`,
      ]);
    },
  );

  it.each([
    ['by a link with a fragment', (sdl: string) => sdl.replace('federation/v2.9"', 'federation/v2.9#x"')],
    ['by a link with a query', (sdl: string) => sdl.replace('federation/v2.9"', 'federation/v2.9?x"')],
    ['by a link with a blank', (sdl: string) => sdl.replace('federation/v2.9"', 'federation/v2.9 "')],
    [
      'beside a directive that looks like a link',
      (sdl: string) =>
        `${sdl} directive @note(url: String, import: [String]) repeatable on SCHEMA
         extend schema @note(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@requires"])`,
    ],
  ])('is not required %s without them', async (_, written) => {
    const sdl = partner(
      `type Query { visit: Visit }
       type Visit @key(fields: "id") ${PERSONAL} { id: ID! @harmless(because: "random")  worker: Worker  score: Int @needs(fields: "worker { nik }") @purpose(allowed: ["VERIFICATION"]) }
       type Worker @key(fields: "id") ${PERSONAL} { id: ID! @harmless(because: "random")  nik: String @external }`,
    ).replace('"@requires"', '{name: "@requires", as: "@needs"}');
    expect(await linesOf('OWNER/', written(sdl))).toEqual(['approval OWNER/REQUIRES Worker.nik DISNAKER']);
  });

  it('is not required through an interface without them', async () => {
    const published = ROSTER.replace('type Worker @key', 'type Worker implements Human @key').replace(
      'type Village',
      `interface Human @key(fields: "id") @personal { id: ID! @harmless(because: "random")  name: String @mask(as: NAME) }  type Village`,
    );
    const sdl = partner(
      `type Human @interfaceObject @key(fields: "id") @personal { id: ID! @harmless(because: "random")  name: String @external @mask(as: NAME)  letters: Int @requires(fields: "name") }`,
    );
    expect(await linesOf('OWNER/', sdl, { published })).toEqual([
      'approval OWNER/REQUIRES Human.name DISNAKER',
      'approval OWNER/EXTENSION Human.letters DISNAKER',
    ]);
  });

  it('is not taken from a context without them', async () => {
    const sdl = partner(
      `type Worker @key(fields: "id") @context(name: "who") ${PERSONAL} { id: ID! @harmless(because: "random")  nik: String @external  visit: Visit }
       type Visit @key(fields: "id") ${PERSONAL} { id: ID! @harmless(because: "random")  score(nik: String @fromContext(field: "$who { nik }")): Int @purpose(allowed: ["VERIFICATION"]) }`,
    );
    expect(await linesOf('OWNER/FROM_CONTEXT', sdl)).toEqual(['approval OWNER/FROM_CONTEXT Worker.nik DISNAKER']);
    const fragment = sdl.replace('$who { nik }', '$who ... on Worker { nik }');
    expect(await linesOf('OWNER/FROM_CONTEXT', fragment)).toEqual(['approval OWNER/FROM_CONTEXT Worker.nik DISNAKER']);
  });

  it('is not provided in their place without them', async () => {
    const sdl = partner(
      `type Query { visits: [Visit!] @requiresScopes(scopes: [["person:read"]]) }
       type Visit ${PERSONAL} { at: Int  worker: Worker @provides(fields: "name") }
       type Worker @key(fields: "id") ${PERSONAL} { id: ID! @harmless(because: "random")  name: String @external }`,
    );
    expect(await linesOf('OWNER/', sdl, { published: SHARED })).toEqual([
      'approval OWNER/PROVIDES Worker.name DISNAKER',
    ]);
  });

  it('that is sent already is not asked about again', async () => {
    const sdl = requires('nik', 'nik: String @external');
    expect(await linesOf('OWNER/', sdl, { before: sdl })).toEqual([]);
    expect(
      await linesOf('OWNER/', requires('nik name', 'nik: String @external  name: String @external'), { before: sdl }),
    ).toEqual(['approval OWNER/REQUIRES Worker.name DISNAKER']);
  });

  it('may be required by its own agency', async () => {
    const sdl = requires('nik', 'nik: String @external');
    expect(await linesOf('OWNER/', sdl, { owner: 'DISNAKER' })).toEqual([]);
  });
});

describe('a key', () => {
  it('of persons is not made without their agency, nor one that is sent unmasked', async () => {
    const sdl = partner(`type Worker @key(fields: "nik") ${PERSONAL} { nik: String @mask(as: NIK)  visits: Int }`);
    expect(await linesOf('OWNER/KEY', sdl)).toEqual([
      'approval OWNER/KEY Worker DISNAKER',
      'approval OWNER/KEY Worker.nik DISNAKER',
    ]);
  });

  it('with a masked field is asked about although the agency has made it for itself', async () => {
    const published = ROSTER.replace('@key(fields: "id")', '@key(fields: "id") @key(fields: "nik")');
    const sdl = partner(`type Worker @key(fields: "nik") ${PERSONAL} { nik: String @mask(as: NIK) }`);
    expect(await linesOf('OWNER/', sdl, { published })).toEqual(['approval OWNER/KEY Worker.nik DISNAKER']);
  });

  it('of a type of one’s own is asked about where it leads to a masked field', async () => {
    const sdl = partner(
      `type Query { visit: Visit } type Visit @key(fields: "worker { nik }") ${PERSONAL} { worker: Worker }
       type Worker @key(fields: "id") ${PERSONAL} { id: ID! @harmless(because: "random")  nik: String @external }`,
    );
    expect(await linesOf('OWNER/KEY', sdl)).toEqual(['approval OWNER/KEY Worker.nik DISNAKER']);
  });
});

describe('a type of another agency', () => {
  it('gets no field without them', async () => {
    const sdl = partner('type Village @key(fields: "code") { code: ID!  clinics: Int }');
    expect(await linesOf('OWNER/', sdl)).toEqual(['approval OWNER/EXTENSION Village.clinics DISNAKER']);
  });

  it('may be referred to', async () => {
    const sdl = partner(
      'type Query { clinic: Clinic } type Clinic { title: String  village: Village } type Village @key(fields: "code", resolvable: false) { code: ID! }',
    );
    expect(await linesOf('OWNER/', sdl)).toEqual([]);
  });

  it('stays theirs after a partner has been let in: the next field is asked about as well', async () => {
    const first = partner(
      `type Worker @key(fields: "id") ${PERSONAL} { id: ID! @harmless(because: "random")  visits: Int }`,
    );
    const second = first.replace('visits: Int', 'visits: Int  beds: Int');
    expect(await linesOf('OWNER/', second, { before: first })).toEqual([
      'approval OWNER/EXTENSION Worker.beds DISNAKER',
    ]);
  });
});

describe('however it is written', () => {
  it('a context names the field', async () => {
    for (const context of ['$ who { nik }', ',$who { nik }', '#a\\n$who { nik }']) {
      const sdl = partner(
        `type Worker @key(fields: "id") @context(name: "who") ${PERSONAL} { id: ID! @harmless(because: "random")  nik: String @external  visit: Visit }
         type Visit @key(fields: "id") ${PERSONAL} { id: ID! @harmless(because: "random")  score(nik: String @fromContext(field: "${context}")): Int @purpose(allowed: ["VERIFICATION"]) }`,
      );
      expect(await linesOf('OWNER/FROM_CONTEXT', sdl), context).toEqual([
        'approval OWNER/FROM_CONTEXT Worker.nik DISNAKER',
      ]);
    }
  });

  it('a context that is no context is not published', async () => {
    const sdl = partner(
      `type Worker @key(fields: "id") @context(name: "who") ${PERSONAL} { id: ID! @harmless(because: "random")  nik: String @external  visit: Visit }
       type Visit @key(fields: "id") ${PERSONAL} { id: ID! @harmless(because: "random")  score(nik: String @fromContext(field: "who { nik }")): Int @purpose(allowed: ["VERIFICATION"]) }`,
    );
    const outcome = await checkSubgraph(pairInput(sdl)).then(
      (report) => report.outcome,
      () => 'refused',
    );
    expect(outcome).not.toBe('passed');
  });

  it('a nested key holds no field of a person but what keys say already, masked or not', async () => {
    const published = ROSTER.replace('card: Card', 'card: Card  batch: String @harmless(because: "a month")');
    const visit = (key: string, more = ''): string =>
      partner(
        `type Worker @key(fields: "id") ${PERSONAL} { id: ID! @harmless(because: "random") ${more} }
         type Visit @key(fields: "worker { ${key} }") ${PERSONAL} { worker: Worker @shareable }`,
      );
    const batch = 'batch: String @external @harmless(because: "a month")';
    expect(await linesOf('OWNER/KEY', visit('id batch', batch), { published })).toEqual([
      'approval OWNER/KEY Worker.batch DISNAKER',
    ]);
    expect(await linesOf('OWNER/KEY', visit('id'), { published })).toEqual([]);
  });

  it('a type of another agency is not made one of an interface whose fields an @interfaceObject adds', async () => {
    const sdl = partner(
      `interface Named @key(fields: "id") @personal { id: ID! @harmless(because: "random") }
       type Worker implements Named @key(fields: "id") ${PERSONAL} { id: ID! @harmless(because: "random") }`,
    );
    expect(await linesOf('OWNER/EXTENSION', sdl)).toEqual(['approval OWNER/EXTENSION Worker DISNAKER']);
  });
});

describe('protection', () => {
  const own = { name: 'roster', owner: 'DISNAKER', before: ROSTER, others: [] };

  it.each([
    ['a mask that is gone', ' @mask(as: NAME)', ' @harmless(because: "no")', 'Worker.name'],
    ['a mask of another kind', 'kpj: String @mask(as: KPJ)', 'kpj: String @mask(as: PHONE)', 'Card.kpj'],
    ['a further purpose', '["VERIFICATION"]', '["VERIFICATION", "FUN"]', 'Worker.nik'],
    ['a smaller minimum', 'Int @aggregate', 'Int @aggregate(minimum: 0)', 'Village.people'],
    ['another scope that is enough', '[["person:read"]]) {\n', '[["person:read"], ["public"]]) {\n', 'Worker'],
  ])('of one’s own field that is less is said: %s', async (_, from, to, coordinate) => {
    expect(ROSTER).toContain(from);
    expect(await linesOf('OWNER/', ROSTER.replace(from, to), own)).toContain(`warning OWNER/WEAKER ${coordinate}`);
  });

  it.each([
    ['a mask that hides all', 'kpj: String @mask(as: KPJ)', 'kpj: String @mask(as: TEXT)'],
    ['fewer ways in', '[["person:read"]]) {\n', '[["person:read", "office"]]) {\n'],
    ['a greater minimum', 'Int @aggregate', 'Int @aggregate(minimum: 10)'],
  ])('that is more is not: %s', async (_, from, to) => {
    expect(await linesOf('OWNER/', ROSTER.replace(from, to), own)).toEqual([]);
  });

  it('of a shared field is its first owner’s to lower, in the words of each subgraph', async () => {
    const published = `${ROSTER} type Pass @shareable { code: String @mask(as: KPJ) } extend type Query { pass: Pass }`;
    const sdl = partner('type Query { mine: Pass } type Pass @shareable { code: String }');
    expect(await linesOf('OWNER/WEAKER', sdl, { published })).toEqual(['approval OWNER/WEAKER Pass.code DISNAKER']);
  });
});

describe('a mere reference to another agency’s type', () => {
  const reference = (directives: string): string =>
    partner(
      `type Query { clinic: Clinic } type Clinic @shareable { head: Worker }
       type Worker @key(fields: "id", resolvable: false) ${directives} { id: ID! @harmless(because: "random") }`,
    ).replace('"@policy"', '"@policy", "@tag", "@cost"');

  it.each([
    ['lets nobody read it', '@policy(policies: [["nobody"]])', 'OWNER/HIDDEN Worker'],
    ['makes it too dear to ask', '@cost(weight: 100000)', 'OWNER/HIDDEN Worker'],
    ['puts it into another variant', '@tag(name: "public")', 'OWNER/WEAKER Worker'],
    ['says that others are behind its rows', '@personal(subject: "name")', 'OWNER/WEAKER Worker'],
  ])('is asked about where it %s', async (_, directives, found) => {
    const options = { policy: 'none' as const };
    expect(await linesOf('OWNER/', reference(directives), options)).toEqual([`approval ${found} DISNAKER`]);
  });

  it('is asked about where it hides what nothing visible leads to', async () => {
    const sdl = partner('type Query { n: Int } type Note @shareable @inaccessible { text: String }');
    expect(await linesOf('OWNER/', sdl)).toEqual(['approval OWNER/HIDDEN Note DISNAKER']);
  });

  it.each(['', '@authenticated', PERSONAL])('is not where it says no more than they do: %s', async (directives) => {
    expect(await linesOf('OWNER/', reference(directives))).toEqual([]);
  });
});

describe('an approval', () => {
  const sdl = partner('type Village @key(fields: "code") { code: ID!  clinics: Int }');
  const now = new Date('2026-06-01T00:00:00Z');
  const given = {
    rule: 'OWNER/EXTENSION',
    coordinate: 'Village.clinics',
    owner: 'DISNAKER',
    hash: createHash('sha256').update(sdl).digest('hex'),
    expires: '2026-07-01T00:00:00Z',
  };

  it('makes a notice of the finding', async () => {
    for (const hash of [given.hash, 'any']) {
      const report = await checkSubgraph(pairInput(sdl, { approvals: [{ ...given, hash }], now, policy: 'none' }));
      expect(report.findings.filter(({ rule }) => rule.startsWith('OWNER/'))).toEqual([
        expect.objectContaining({ severity: 'notice', coordinate: 'Village.clinics' }),
      ]);
    }
  });

  it.each([
    ['has expired', { expires: '2026-05-31T23:59:59Z' }],
    ['expires at no time', { expires: 'soon' }],
    ['was given for another version', { hash: 'f'.repeat(64) }],
    ['was given by somebody else', { owner: 'DINKES' }],
    ['is of another field', { coordinate: 'Village.title' }],
    ['is of another rule', { rule: 'OWNER/OVERRIDE' }],
  ])('counts for nothing where it %s', async (_, other) => {
    expect(await linesOf('OWNER/', sdl, { approvals: [{ ...given, ...other }], now })).toEqual([
      'approval OWNER/EXTENSION Village.clinics DISNAKER',
    ]);
  });
});
