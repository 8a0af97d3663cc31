/** Whoever may not see the rows of a list must not learn where it ends either: asked for ever longer pages, that counts it. */
import { readFileSync } from 'node:fs';
import { Kind, parse, type FieldDefinitionNode, type ObjectTypeDefinitionNode } from 'graphql';
import { describe, expect, it } from 'vitest';

const SUBGRAPHS = ['workers', 'agencies', 'groups', 'funding', 'audit'];

describe.each(SUBGRAPHS)('the lists of %s', (subgraph) => {
  const { definitions } = parse(readFileSync(`schema/${subgraph}.graphql`, 'utf8'), { noLocation: true });
  const types = new Map(
    definitions.flatMap((node) =>
      node.kind === Kind.OBJECT_TYPE_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  );
  const ruleOf = ({ directives }: ObjectTypeDefinitionNode | FieldDefinitionNode): string =>
    JSON.stringify((directives ?? []).filter(({ name }) => name.value === 'requiresScopes'));
  const rulesOf = (connection: ObjectTypeDefinitionNode, name: string): string[] => {
    const field = connection.fields!.find((one) => one.name.value === name)!;
    const type = types.get(namedTypeOf(field));
    return [ruleOf(connection), ruleOf(field), type ? ruleOf(type) : '[]'].filter((rule) => rule !== '[]');
  };
  const connections = [...types.values()].filter(({ name }) => name.value.endsWith('Connection'));

  it.each(connections.map((connection) => [connection.name.value, connection] as const))(
    '%s protects its end as its rows',
    (_, connection) => {
      const [rows] = rulesOf(connection, 'nodes').slice(-1);
      if (rows === undefined) return;
      expect(rulesOf(connection, 'pageInfo')).toContain(rows);
      expect(rulesOf(connection, 'edges')).toContain(rows);
      // How many there are is where it ends: a zero in its place would say that there is nobody.
      expect(rulesOf(connection, 'totalCount')).toContain(rows);
    },
  );
});

function namedTypeOf({ type }: FieldDefinitionNode): string {
  let inner = type;
  while (inner.kind !== Kind.NAMED_TYPE) inner = inner.type;
  return inner.name.value;
}
