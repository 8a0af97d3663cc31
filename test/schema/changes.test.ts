/** The ready documents of mutations: one for each change of a worker, valid, with its input as a variable, in both languages. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Supergraph } from '@apollo/federation-internals';
import { Kind, parse, print, validate, type FieldNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { buildManifest } from '../../gateway/guard/persisted/manifest.ts';
import { readChanges, readQuestions } from '../../gateway/http/questions.ts';
import { MEMBER_CHANGES } from '../../subgraphs/groups/lifecycle/transitions.ts';
import { WORKER_CHANGES } from '../../subgraphs/workers/lifecycle/transitions.ts';

const folder = 'schema/operations';
const schema = Supergraph.build(readFileSync('schema/supergraph.graphql', 'utf8'), { supportedFeatures: null })
  .apiSchema()
  .toGraphQLJSSchema();
const changes = readChanges(folder);

/** The one mutation of a document. */
function mutationOf(text: string) {
  const [operation, ...more] = parse(text).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION || more.length > 0) throw new Error('expected one operation');
  const [field] = operation.selectionSet.selections as readonly FieldNode[];
  return { operation, field: field! };
}

describe('a ready change', () => {
  it('is there for each mutation of a worker’s life', () => {
    const fields = changes.map(({ text }) => mutationOf(text).field.name.value);
    expect(fields.filter((field) => field in WORKER_CHANGES).sort()).toEqual(Object.keys(WORKER_CHANGES).sort());
  });

  it('is there for each mutation of a member’s life, and for bills and payments', () => {
    const fields = changes.map(({ text }) => mutationOf(text).field.name.value);
    expect(fields).toEqual(expect.arrayContaining([...Object.keys(MEMBER_CHANGES), 'recordBill', 'recordPayment']));
  });

  it.each(changes)('$name is a valid mutation that takes its input as a variable', ({ text }) => {
    expect(validate(schema, parse(text))).toEqual([]);
    const { operation, field } = mutationOf(text);
    expect(operation.operation).toBe('mutation');
    expect(field.arguments!.map(print)).toEqual(['input: $input']);
    expect(operation.variableDefinitions!.map(print)).toEqual([expect.stringMatching(/^\$input: \w+Input!$/)]);
    expect(text.split('\n').slice(0, 2)).toEqual([
      expect.stringMatching(/^# [A-Z].*\.$/),
      expect.stringMatching(/^# [A-Z].*\.$/),
    ]);
  });

  it('is no question: the page lists it apart, and the view Data does not ask it', () => {
    const questions = readQuestions(folder).map(({ name }) => name);
    expect(questions.filter((name) => changes.some((change) => change.name === name))).toEqual([]);
    expect(questions.length).toBeGreaterThan(10);
  });

  it('can be persisted', () => {
    const texts = new Map(
      readdirSync(join(folder, 'changes')).map(
        (file) => [file, readFileSync(join(folder, 'changes', file), 'utf8')] as const,
      ),
    );
    const { operations } = buildManifest(texts);
    expect(operations.map(({ type }) => type)).toEqual(operations.map(() => 'mutation'));
    expect(operations).toHaveLength(changes.length);
  });
});
