/** Which answers may be compressed: those that hold nothing that is kept from anybody. */
import { readFileSync } from 'node:fs';
import { Supergraph } from '@apollo/federation-internals';
import { buildSchema, getOperationAST, parse, print, printSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { openAnswers, type IsOpenFor } from '../../../../gateway/guard/policy/open-answers.ts';
import { readPolicy } from '../../../../gateway/guard/policy/policy.ts';
import { stripFeatures } from '../../../../gateway/supergraph/strip-features.ts';
import { questionOf } from '../../../support/sample.ts';
import { compose, KEEPING } from './fixtures.ts';

const SMALL = compose({
  places: `${KEEPING}
    type Query {
      places(near: String @by(fields: ["Worker.nik"]), named: String @by(fields: ["Place.name"])): [Place!]! @keep(maxAge: 60)
      city: City @keep(maxAge: 60) worker(id: ID!): Worker anything: Any mine: [Note!]! myRows: [Place!]!
    }
    type Mutation { rename(name: String): Place }
    interface Any { id: ID! }
    type Place implements Any @key(fields: "id") @keep(inheritMaxAge: true) {
      id: ID! name: String @keep(maxAge: 60) secret: String @authenticated
      people: Int @aggregate @keep(maxAge: 30) mine: [Note!]! drafts: Int @aggregate @keep(maxAge: 30, scope: PRIVATE) never: Int @aggregate @keep(maxAge: 0)
    }
    type City @keep(inheritMaxAge: true) { people: Int @aggregate budget: Int @needs(scopes: [["finance:read"]]) notes: [Note!]! @keep(scope: PRIVATE, inheritMaxAge: true) }
    type Note { text: String place: Place! @keep(maxAge: 60) }
    type Worker implements Any @key(fields: "id") @person(subject: "id") { id: ID! nik: String @veil(as: NIK) }
  `,
});

/** Of the public, of a dashboard's key, of an auditor. */
const toEach = (isOpenFor: IsOpenFor): boolean[] => [
  isOpenFor({ scopes: new Set() }, false),
  isOpenFor({ scopes: new Set() }, true),
  isOpenFor({ scopes: new Set(['cell:exact']) }, true),
];

function rulesFor(supergraph: string) {
  const policy = readPolicy(supergraph);
  const composed = Supergraph.build(print(stripFeatures(parse(supergraph))));
  // Printed and built again: its own schema is of another copy of graphql.
  const schema = buildSchema(printSchema(composed.apiSchema().toGraphQLJSSchema()), { assumeValidSDL: true });
  return (text: string) => {
    const document = parse(text, { noLocation: true });
    const operation = getOperationAST(document)!;
    return openAnswers(policy, schema, { kind: operation.operation, document, operation });
  };
}

describe('an answer', () => {
  const openOf = rulesFor(SMALL);

  it.each([
    '{ places { name people } }',
    '{ places { name } }',
    '{ __typename places { id } }',
    '{ places(named: "Bekasi") { people } city { people } }',
    '{ a: places { n: people ... on Place { id } } }',
    'query ($n: String) { places(named: $n) { ...F } } fragment F on Place { people }',
  ])('that is the same for everybody is open to everybody, but to who sees exact counts: %s', (text) => {
    expect(toEach(openOf(text))).toEqual([true, true, false]);
  });

  it.each([
    '{ places { people } mine { text } }',
    '{ mine { text place { people } } }',
    '{ places { people mine { text } } }',
    '{ myRows { people } }',
    '{ city { people notes { text } } }',
    '{ places { people drafts } }',
    '{ places { people never } }',
  ])(
    'with rows that may be the caller’s own, beside, above or below a count, is open to nobody with a credential: %s',
    (text) => {
      expect(toEach(openOf(text))).toEqual([true, false, false]);
    },
  );

  it.each([
    '{ places { people secret } }',
    '{ city { people budget } }',
    '{ worker(id: "w1") { id } }',
    '{ places { people } worker(id: "w1") { __typename } }',
    '{ anything { id } }',
    '{ places(near: "3275010101010000") { people } }',
    'query ($n: String) { places(near: $n) { people } }',
    '{ places { people ...F } } fragment F on Place { x: secret }',
    '{ city { people ... @include(if: false) { budget } } }',
    'mutation { rename(name: "a") { people } }',
  ])('with what is kept from anybody is never open: %s', (text) => {
    expect(toEach(openOf(text))).toEqual([false, false, false]);
  });
});

describe('a shipped question', () => {
  const openOf = rulesFor(readFileSync('schema/supergraph.graphql', 'utf8'));

  it.each(['coverage-by-village', 'coverage-by-district', 'coverage-by-month', 'poorest-vendors'])(
    'about counts is compressed: %s',
    (name) => expect(toEach(openOf(questionOf(name)))).toEqual([true, true, false]),
  );

  it.each(['registration-file', 'possible-duplicates', 'who-took-personal-data'])('about persons is not: %s', (name) =>
    expect(toEach(openOf(questionOf(name)))).toEqual([false, false, false]),
  );

  it.each([
    '{ savedQuestions(shelf: MINE) { nodes { title why agency { fundedProgrammes { participants } } } } }',
    '{ savedQuestions { nodes { title } } city { participants } }',
  ])('of rows that a subgraph shows to their caller is not, beside a count or above one: %s', (text) =>
    expect(toEach(openOf(text))).toEqual([true, false, false]),
  );

  it('of imports is not, to whomever', () =>
    expect(toEach(openOf('{ importJobs { nodes { id } } city { participants } }'))).toEqual([false, false, false]));
});
