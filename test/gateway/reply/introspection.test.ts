import { buildSchema, Kind, parse, type FieldNode, type OperationDefinitionNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { introspectionCache, introspector } from '../../../gateway/reply/introspection.ts';

const schema = buildSchema('type Query { a: Int b(c: Int): String }');

function asking(text: string) {
  const operation = parse(text).definitions.find(
    (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
  )!;
  return introspector(
    { schema, operation, fragments: new Map(), clientName: (name) => name },
    operation.selectionSet.selections as FieldNode[],
    introspectionCache(),
  );
}

describe('introspection', () => {
  it('is answered once where no variable changes it, and kept as text', () => {
    const introspect = asking('{ __schema { queryType { fields { name } } } }');
    const first = introspect({});
    expect(first.texts.get('__schema')).toBe('{"queryType":{"fields":[{"name":"a"},{"name":"b"}]}}');
    expect(first.values.get('__schema')).toEqual({ queryType: { fields: [{ name: 'a' }, { name: 'b' }] } });
    expect(introspect({})).toBe(first);
  });

  it('is answered anew where a variable changes it', () => {
    const introspect = asking('query ($name: String!) { __type(name: $name) { kind } }');
    expect(['Query', 'Int', 'None'].map((name) => introspect({ name }).texts.get('__type'))).toEqual([
      '{"kind":"OBJECT"}',
      '{"kind":"SCALAR"}',
      'null',
    ]);
  });
});
