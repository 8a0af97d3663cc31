/** Who asks: only what the gateway has signed for this subgraph and this body, once, is answered. docs/claims.md has the rules. */
import { createSecretKey, randomBytes } from 'node:crypto';
import type { AskedSubgraph } from '../asked-subgraph.ts';
import { PUBLIC, READER } from '../conformance-callers.ts';
import { expect, type ConformanceCase } from '../conformance-case.ts';
import { codesOf, expectRefusal } from './judge.ts';

const BODY = JSON.stringify({ query: '{ __typename }' });

/** How claims of a case are made from a subgraph's. */
interface Altered {
  readonly name: string;
  readonly what: string;
  readonly code: 'CLAIMS_BAD' | 'CLAIMS_MISSING' | 'CLAIMS_EXPIRED';
  readonly claims: (subgraph: AskedSubgraph) => readonly string[];
}

const withPart = (header: string, at: number, change: (part: string) => string): string =>
  header
    .split('.')
    .map((part, each) => (each === at ? change(part) : part))
    .join('.');

const turned = (text: string): string => (text.startsWith('A') ? 'B' : 'A') + text.slice(1);

const more = (part: string): string => {
  const caller = JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as object;
  return Buffer.from(JSON.stringify({ ...caller, ...READER, cells: 'exact' })).toString('base64url');
};

/** The same bytes in another text: base64url leaves two bits of the last character unused. */
const otherText = (mac: string): string => {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return mac.slice(0, -1) + letters.charAt(letters.indexOf(mac.at(-1)!) ^ 1);
};

const REFUSED: readonly Altered[] = [
  { name: 'unsigned', what: 'a question without claims', code: 'CLAIMS_MISSING', claims: () => [] },
  { name: 'other-body', what: 'claims of another body', code: 'CLAIMS_BAD', claims: (own) => [own.sign(`${BODY} `)] },
  {
    name: 'more-rights',
    what: 'claims whose caller was given more rights',
    code: 'CLAIMS_BAD',
    claims: (own) => [withPart(own.sign(BODY, PUBLIC), 1, more)],
  },
  {
    name: 'later-end',
    what: 'claims whose end was put off',
    code: 'CLAIMS_BAD',
    claims: (own) => [withPart(own.sign(BODY), 3, (exp) => String(Number(exp) + 1_000))],
  },
  {
    name: 'other-id',
    what: 'claims whose id was changed',
    code: 'CLAIMS_BAD',
    claims: (own) => [withPart(own.sign(BODY), 4, (id) => `${id}x`)],
  },
  {
    name: 'other-mac',
    what: 'claims with another signature',
    code: 'CLAIMS_BAD',
    claims: (own) => [withPart(own.sign(BODY), 5, turned)],
  },
  {
    name: 'same-bytes',
    what: 'a signature in another text of the same bytes',
    code: 'CLAIMS_BAD',
    claims: (own) => [withPart(own.sign(BODY), 5, otherText)],
  },
  {
    name: 'no-mac',
    what: 'claims without a signature',
    code: 'CLAIMS_BAD',
    claims: (own) => [own.sign(BODY).split('.').slice(0, 5).join('.')],
  },
  { name: 'padded', what: 'a signature with padding', code: 'CLAIMS_BAD', claims: (own) => [`${own.sign(BODY)}=`] },
  {
    name: 'version',
    what: 'claims of another version',
    code: 'CLAIMS_BAD',
    claims: (own) => [withPart(own.sign(BODY), 0, () => 'v1')],
  },
  {
    name: 'other-subgraph',
    what: 'claims for another subgraph',
    code: 'CLAIMS_BAD',
    claims: (own) => [own.sign(BODY, READER, { subgraph: `${own.name}-other` })],
  },
  {
    name: 'other-key',
    what: 'claims signed with a key that it does not know',
    code: 'CLAIMS_BAD',
    claims: (own) => [own.sign(BODY, READER, { key: createSecretKey(randomBytes(32)) })],
  },
  {
    name: 'twice-in-headers',
    what: 'two headers of claims',
    code: 'CLAIMS_BAD',
    claims: (own) => [own.sign(BODY), own.sign(BODY)],
  },
  {
    name: 'expired',
    what: 'claims that have ended',
    code: 'CLAIMS_EXPIRED',
    claims: (own) => [own.sign(BODY, READER, { from: -16_000 })],
  },
  {
    name: 'not-yet',
    what: 'claims from the future',
    code: 'CLAIMS_EXPIRED',
    claims: (own) => [own.sign(BODY, READER, { from: 7_000, lifetime: 1_000 })],
  },
  {
    name: 'lives-too-long',
    what: 'claims that live longer than 15 s',
    code: 'CLAIMS_EXPIRED',
    claims: (own) => [own.sign(BODY, READER, { lifetime: 16_000 })],
  },
];

const refusals: readonly ConformanceCase[] = REFUSED.map(({ name, what, code, claims }) => ({
  name: `claims-${name}`,
  what: `refuses ${what}`,
  async run(subgraph) {
    expectRefusal(await subgraph.exchange({ body: BODY, claims: claims(subgraph) }), code);
  },
}));

/** See the file. */
export const claimsCases: readonly ConformanceCase[] = [
  {
    name: 'claims-accepted',
    what: 'answers claims that hold, of everybody too',
    async run(subgraph) {
      for (const caller of [PUBLIC, READER]) {
        const { status, text } = await subgraph.send(BODY, caller);
        expect(status === 200, 'status 200', text);
      }
    },
  },
  {
    name: 'claims-clocks',
    what: 'bears clocks that differ by less than 5 s',
    async run(subgraph) {
      for (const from of [3_500, -13_000]) {
        const { status, text } = await subgraph.exchange({
          body: BODY,
          claims: [subgraph.sign(BODY, READER, { from })],
        });
        expect(status === 200, `status 200 for claims signed ${from} ms from now`, text);
      }
    },
  },
  ...refusals,
  {
    name: 'claims-too-long',
    what: 'refuses claims of more than 16,384 characters',
    async run(subgraph) {
      const caller = { ...READER, roles: Array.from({ length: 1_300 }, (_, at) => `role-${at}`) };
      const answered = await subgraph.exchange({ body: BODY, claims: [subgraph.sign(BODY, caller)] });
      // A server may refuse headers of that size before anybody reads them.
      expect(answered.data == null && [401, 431].includes(answered.status), 'status 401 or 431', answered.status);
    },
  },
  {
    name: 'claims-replayed',
    what: 'refuses claims that were used before',
    async run(subgraph) {
      const claims = [subgraph.sign(BODY)];
      const first = await subgraph.exchange({ body: BODY, claims });
      expect(first.status === 200, 'status 200 the first time', first.text);
      expectRefusal(await subgraph.exchange({ body: BODY, claims }), 'CLAIMS_REPLAYED');
    },
  },
  {
    name: 'claims-replayed-at-once',
    what: 'answers one of ten uses of the same claims in the same moment',
    async run(subgraph) {
      const claims = [subgraph.sign(BODY)];
      const all = await Promise.all(Array.from({ length: 10 }, () => subgraph.exchange({ body: BODY, claims })));
      const answered = all.filter(({ status }) => status === 200).length;
      expect(answered === 1, 'one answer', answered);
      expect(all.filter((each) => codesOf(each).includes('CLAIMS_REPLAYED')).length === 9, 'nine refusals');
    },
  },
  {
    name: 'claims-unsigned-sdl',
    what: 'tells its SDL to nobody but its gateway',
    async run(subgraph) {
      expectRefusal(
        await subgraph.exchange({ body: JSON.stringify({ query: '{ _service { sdl } }' }) }),
        'CLAIMS_MISSING',
      );
    },
  },
  {
    name: 'claims-before-reading',
    what: 'reads no document before it knows who asks',
    async run(subgraph) {
      expectRefusal(await subgraph.exchange({ body: '{"query":"{ not a document' }), 'CLAIMS_MISSING');
    },
  },
];
