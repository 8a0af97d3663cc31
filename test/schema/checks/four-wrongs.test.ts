/** What once composed without a word, against our own five subgraphs: each of the four is caught before it is published. */
import { describe, expect, it } from 'vitest';
import type { CheckInput } from '../../../schema/checks/check-input.ts';
import { checkSubgraph } from '../../../schema/checks/check-subgraph.ts';
import { HEADER } from './check-pair.ts';
import { OWN, ownInput } from './own-subgraphs.ts';
import { shippedOperations } from './recorded-operations.ts';

const SHIPPED = shippedOperations();

/** As Disnaker describes its Worker. */
const [, PERSON] = /^type Worker @key\(fields: "id"\) (.*) \{$/m.exec(OWN.find(({ name }) => name === 'workers')!.sdl)!;
const ID = 'id: ID! @harmless(because: "Random.")';

/** A partner beside all five. */
const partner = (sdl: string): CheckInput => ({
  name: 'partner',
  owner: 'DINKES',
  url: 'http://partner.test/graphql',
  sdl: HEADER + sdl,
  others: OWN,
  used: SHIPPED,
  approvals: [],
  lint: {},
  policy: 'privacy',
});

async function grave(input: CheckInput): Promise<readonly string[]> {
  const { findings } = await checkSubgraph(input);
  return findings
    .filter(({ severity }) => severity === 'error' || severity === 'approval')
    .map(({ severity, rule, coordinate, owner }) => [severity, rule, coordinate, owner].filter(Boolean).join(' '));
}

describe('a partner of all five', () => {
  it('takes over no NIK: the version waits for Disnaker', async () => {
    const input = partner(
      `type Worker @key(fields: "id") ${PERSON} { ${ID}  nik: String @override(from: "workers") ${protectionOf('nik')} }`,
    );
    expect(await grave(input)).toEqual(['approval OWNER/OVERRIDE Worker.nik DISNAKER']);
    expect((await checkSubgraph(input)).outcome).toBe('waits');
  });

  it('is sent no NIK by a field that requires it', async () => {
    const input = partner(
      `type Worker @key(fields: "id") ${PERSON} { ${ID}  nik: String @external  risk: Int @requires(fields: "nik") @purpose(allowed: ["VERIFICATION"]) }`,
    );
    expect(await grave(input)).toEqual([
      'approval OWNER/REQUIRES Worker.nik DISNAKER',
      'approval OWNER/EXTENSION Worker.risk DISNAKER',
    ]);
  });

  it('is sent no NIK by a key either', async () => {
    const found = await grave(
      partner(`type Worker @key(fields: "nik") ${PERSON} { nik: String ${protectionOf('nik')}  risk: Int }`),
    );
    expect(found).toEqual(
      expect.arrayContaining(['approval OWNER/KEY Worker DISNAKER', 'approval OWNER/KEY Worker.nik DISNAKER']),
    );
  });

  it('may refer to persons and places as they are', async () => {
    const input = partner(
      `type Query { clinic(code: ID!): Clinic } type Clinic @key(fields: "code") { code: ID!  village: Village  head: Worker }
       type Village @key(fields: "code", resolvable: false) { code: ID! }
       type Worker @key(fields: "id", resolvable: false) ${PERSON} { ${ID} }`,
    );
    expect(await grave(input)).toEqual([]);
  });
});

it('a field that a shipped question asks is not removed: the question is named', async () => {
  const removed = ownInput('workers', (sdl) => sdl.replace(/\n {2}"[^"\n]*"\n {2}medianDays: [^\n]*/, ''));
  expect(removed.sdl).not.toContain('medianDays: Int');
  const asked = SHIPPED.filter(({ document }) => document.includes('medianDays')).map(({ name }) => name);
  const { outcome, findings } = await checkSubgraph({ ...removed, used: SHIPPED });
  expect(outcome).toBe('failed');
  const found = findings.find(
    ({ rule, coordinate }) => rule === 'BREAKING/FIELD_REMOVED' && coordinate === 'Turnaround.medianDays',
  );
  expect(asked.length).toBeGreaterThan(0);
  expect(found).toMatchObject({ severity: 'error' });
  expect(found!.usedBy!.map(({ operation }) => operation).sort()).toEqual(asked.sort());
});

/** The directives of a field of our Worker that protect it, as a partner would copy them. */
function protectionOf(field: string): string {
  const { sdl } = OWN.find(({ name }) => name === 'workers')!;
  const [, worker] = /^type Worker .*?\{\n(.*?)^\}/ms.exec(sdl)!;
  return new RegExp(`^  ${field}: \\w+!? ?(.*)$`, 'm').exec(worker!)![1]!;
}
