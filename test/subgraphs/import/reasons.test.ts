/** The reasons of rejected rows are the same in code and contract, and each has a text in both languages. */
import { readFileSync } from 'node:fs';
import { Kind, parse } from 'graphql';
import { expect, it } from 'vitest';
import { rowFields } from '../../../cli/files/read/mapping/fields.ts';
import { MEMBER_FIELDS } from '../../../subgraphs/groups/import/judge-member.ts';
import { REASONS } from '../../../subgraphs/import/reasons.ts';
import { VERIFICATION_FIELDS } from '../../../subgraphs/workers/import/judge-verification.ts';
import { WORKER_FIELDS } from '../../../subgraphs/workers/import/worker-fields.ts';

it.each(['workers', 'groups'])('%s.graphql has the reasons of the code', (name) => {
  const { definitions } = parse(readFileSync(`schema/${name}.graphql`, 'utf8'));
  const found = definitions.find(
    (node) => node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === 'ImportReasonCode',
  );
  const values = found?.kind === Kind.ENUM_TYPE_DEFINITION ? (found.values ?? []) : [];
  expect(Object.fromEntries(values.map((value) => [value.name.value, value.description?.value]))).toEqual(
    Object.fromEntries(Object.entries(REASONS).map(([code, texts]) => [code, texts.join(' / ')])),
  );
});

it.each([
  ['WORKERS', WORKER_FIELDS],
  ['VERIFICATIONS', VERIFICATION_FIELDS],
  ['MEMBERS', MEMBER_FIELDS],
] as const)('the columns of %s are those that mappings name', (kind, fields) => {
  expect(Object.keys(rowFields[kind]).toSorted()).toEqual(fields.toSorted());
});
