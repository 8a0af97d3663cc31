/** The reasons of rejected rows are the same in code and contract, and each has a text in both languages. */
import { readFileSync } from 'node:fs';
import { Kind, parse } from 'graphql';
import { expect, it } from 'vitest';
import { REASONS } from '../../../subgraphs/import/reasons.ts';

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
