/** What the ready changes start from in the explorer, by the schema of the product. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildASTSchema, getVariableValues, Kind, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { inputSkeleton } from '../../../gateway/http/input-skeleton.ts';
import { readChanges } from '../../../gateway/http/questions.ts';

const folder = fileURLToPath(new URL('../../../schema/', import.meta.url));
const schema = buildASTSchema(parse(readFileSync(`${folder}supergraph.graphql`, 'utf8')), { assumeValidSDL: true });
const changes = readChanges(`${folder}operations`);
const NOW = new Date('2026-03-09T20:00:00Z');
const skeletonOf = (name: string) => inputSkeleton(changes.find((each) => each.name === name)!.text, schema, NOW);

describe.each(changes.map(({ name, text }) => [name, text]))('%s', (_name, text) => {
  it('starts from variables that its types take, without a null', () => {
    const variables = inputSkeleton(text, schema, NOW);
    const [operation] = parse(text).definitions;
    const definitions = operation?.kind === Kind.OPERATION_DEFINITION ? operation.variableDefinitions! : [];
    expect(definitions.length).toBeGreaterThan(0);
    expect(getVariableValues(schema, definitions, variables)).toHaveProperty('coerced');
    expect(JSON.stringify(variables)).not.toContain('null');
  });
});

it('has the required fields alone: enums by their first value, days in Jakarta, words in place of keys, a new key each time', () => {
  const { input } = skeletonOf('end-term') as { input: Record<string, unknown> };
  expect(input).toEqual({
    idempotencyKey: expect.stringMatching(/^[\da-f-]{36}$/),
    member: expect.stringMatching(/member/i),
    version: 1,
    why: '',
  });
  expect(skeletonOf('end-term')['input']).not.toEqual(input);
  expect(skeletonOf('begin-import')).toMatchObject({ input: { kind: 'WORKERS', pass: 'CHECK', columns: [''] } });
  const { input: list } = skeletonOf('register-membership') as { input: { rows: object[] } };
  expect(list.rows).toEqual([{ worker: expect.any(String), kpj: '', from: '2026-03-10' }]);
  expect(skeletonOf('propose-workers')).toMatchObject({ input: { rows: [{ nik: '0000000000000000' }] } });
});

it('leaves out what it has no type for, and what has a default', () => {
  expect(inputSkeleton('mutation ($input: Unknown!, $first: Int! = 3, $all: Boolean) { a }', schema, NOW)).toEqual({});
});
