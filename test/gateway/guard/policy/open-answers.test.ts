/** Which answers may be compressed: those that hold nothing that is kept from anybody. */
import { readFileSync } from 'node:fs';
import { Supergraph } from '@apollo/federation-internals';
import { buildSchema, getOperationAST, parse, print, printSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { openAnswers } from '../../../../gateway/guard/policy/open-answers.ts';
import { readPolicy } from '../../../../gateway/guard/policy/policy.ts';
import { stripFeatures } from '../../../../gateway/supergraph/strip-features.ts';
import { questionOf } from '../../../support/sample.ts';
import { compose } from './fixtures.ts';

const SMALL = compose({
  places: `
    type Query {
      places(near: String @by(fields: ["Worker.nik"]), named: String @by(fields: ["Place.name"])): [Place!]!
      city: City worker(id: ID!): Worker anything: Any mine: [Note!]!
    }
    type Mutation { rename(name: String): Place }
    interface Any { id: ID! }
    type Place implements Any @key(fields: "id") { id: ID! name: String secret: String @authenticated people: Int @aggregate }
    type City { people: Int @aggregate budget: Int @needs(scopes: [["finance:read"]]) notes: [Note!]! }
    type Note { text: String }
    type Worker implements Any @key(fields: "id") @person(subject: "id") { id: ID! nik: String @veil(as: NIK) }
  `,
});

const PUBLIC = { kind: 'public', scopes: new Set<string>() } as const;
const DASHBOARD = { kind: 'key', scopes: new Set<string>() } as never as typeof PUBLIC;
const AUDITOR = { kind: 'user', scopes: new Set(['cell:exact']) } as never as typeof PUBLIC;

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
    '{ places(named: "Bekasi") { people } city { people } }',
    '{ a: places { n: people ... on Place { id } } }',
    'query ($n: String) { places(named: $n) { ...F } } fragment F on Place { people }',
  ])('of counts is open to everybody, but exact ones: %s', (text) => {
    expect([PUBLIC, DASHBOARD, AUDITOR].map(openOf(text))).toEqual([true, true, false]);
  });

  it.each(['{ places { name } }', '{ places { people } mine { text } }', '{ __typename places { id } }'])(
    'of rows is open to nobody with a credential, whose own they may be: %s',
    (text) => {
      expect([PUBLIC, DASHBOARD, AUDITOR].map(openOf(text))).toEqual([true, false, false]);
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
    expect([PUBLIC, DASHBOARD, AUDITOR].map(openOf(text))).toEqual([false, false, false]);
  });
});

describe('a shipped question', () => {
  const openOf = rulesFor(readFileSync('schema/supergraph.graphql', 'utf8'));

  it.each(['coverage-by-village', 'coverage-by-district', 'coverage-by-month', 'poorest-vendors'])(
    'about counts is compressed: %s',
    (name) => expect([PUBLIC, DASHBOARD].map(openOf(questionOf(name)))).toEqual([true, true]),
  );

  it.each(['registration-file', 'possible-duplicates', 'who-took-personal-data'])('about persons is not: %s', (name) =>
    expect([PUBLIC, DASHBOARD].map(openOf(questionOf(name)))).toEqual([false, false]),
  );
});
