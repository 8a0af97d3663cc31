import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import { buildSchema, parse, Kind, type SelectionSetNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { entityKeys } from '../../../gateway/execute/key-names.ts';
import { MissingInput } from '../../../gateway/execute/missing-input.ts';
import { addRepresenting, defineRepresentation, type Represent } from '../../../gateway/execute/representation.ts';
import { FAILED, Shape, type ResponseNode } from '../../../gateway/result/layout.ts';
import { SourceCode } from '../../../gateway/result/source-code.ts';
import { compose } from '../../contract/executor/federation.ts';

const KEYS =
  '@key(fields: "id") @key(fields: "code part { no }") @key(fields: "id code") @key(fields: "secret", resolvable: false)';
const supergraph = buildSchema(
  compose({
    other: {
      sdl: `type Query { t: T }
    type T @key(fields: "id") { id: ID! code: ID @shareable part: Part @shareable f: Int secret: ID @shareable hidden: Int @inaccessible }
    type Part { no: Int @shareable name: String }`,
    },
    asked: {
      sdl: `type T ${KEYS} { id: ID! code: ID @shareable part: Part @shareable secret: ID @shareable f: Int @external hidden: Int @external i: Int @requires(fields: "hidden")
      g: Int @requires(fields: "f") h: Int @requires(fields: "part { name }") }
    type Part { no: Int @shareable name: String @external }`,
    },
  }),
  { assumeValidSDL: true },
);

function selectionsOf({ selections }: SelectionSetNode): QueryPlanSelectionNode[] {
  return selections.flatMap((node): QueryPlanSelectionNode[] => {
    if (node.kind === Kind.INLINE_FRAGMENT)
      return [
        {
          kind: 'InlineFragment',
          typeCondition: node.typeCondition!.name.value,
          selections: selectionsOf(node.selectionSet),
        },
      ];
    return node.kind === Kind.FIELD
      ? [{ kind: 'Field', name: node.name.value, selections: node.selectionSet && selectionsOf(node.selectionSet) }]
      : [];
  });
}

/** A node of a shape that has all the fields there are. */
function nodeOf(type: string, shape: Shape, values: Readonly<Record<string, unknown>>): ResponseNode {
  const node: ResponseNode = { type, mark: 0, text: undefined };
  for (const [name, value] of Object.entries(values)) node[shape.slot(name, name === 'part').property] = value;
  return node;
}

describe('an entity is named', () => {
  const shape = new Shape([]);
  const part = shape.child('part', 'Part');

  /** @param requires the plan's, as GraphQL */
  function represented(requires: string, values: Readonly<Record<string, unknown>>): unknown {
    const code = new SourceCode();
    addRepresenting(code);
    const [operation] = parse(`{ ${requires} }`).definitions;
    const source = {
      code,
      supergraph,
      subgraph: 'asked',
      syntheticFields: new Map(),
      entities: entityKeys(supergraph, 'asked'),
      when: [],
    };
    const name = defineRepresentation(
      source,
      shape,
      selectionsOf((operation as { selectionSet: SelectionSetNode }).selectionSet),
    );
    const [represent] = code.build([name]) as [Represent];
    const representation = represent(nodeOf('T', shape, values), {});
    return representation instanceof MissingInput
      ? representation.detail
      : representation && JSON.parse(JSON.stringify(representation));
  }

  const EITHER = '... on T { __typename id } ... on T { __typename code part { no } }';
  const whole = nodeOf('Part', part, { no: 4 });
  const bare = nodeOf('Part', part, {});

  it.each<[string, object, object | undefined]>([
    ['by the first', { id: '1' }, { id: '1' }],
    ['by the second', { code: 'c', part: whole }, { code: 'c', part: { no: 4 } }],
    ['by both, where both are there', { id: '1', code: 'c', part: whole }, { id: '1', code: 'c', part: { no: 4 } }],
    ['by the one that has not failed', { id: FAILED, code: 'c', part: whole }, { code: 'c', part: { no: 4 } }],
    ['by the one that is whole in its objects too', { id: '1', part: bare }, { id: '1' }],
    ['with null as a value', { code: null, part: whole }, { code: null, part: { no: 4 } }],
    ['not by half of one', { code: 'c' }, undefined],
    ['not by one that is half an object', { code: 'c', part: bare }, undefined],
    ['not without any', {}, undefined],
  ])('by any whole key of those that a plan selects: %s', (_what, values, expected) => {
    expect(represented(EITHER, values as Record<string, unknown>)).toEqual(
      expected && { __typename: 'T', ...expected },
    );
  });

  it('not without a field that a @requires wants and that has failed, though a key is whole', () => {
    expect(represented('... on T { __typename id f }', { id: '1', f: FAILED })).toBe(
      'expected a value of T.f, got none',
    );
    expect(represented('... on T { __typename id part { no name } }', { id: '1', part: FAILED })).toBe(
      'expected a value of T.part, got none',
    );
  });

  it('not without a key that this branch of the plan asks for, whatever another branch does', () => {
    const branches = new Shape([]);
    const selection = { place: '', on: [] };
    branches
      .slot('id', false)
      .selected.push({ ...selection, fetch: {}, when: [['+yes']] }, { ...selection, fetch: {}, when: [['-yes']] });
    const code = new SourceCode();
    addRepresenting(code);
    const source = {
      code,
      supergraph,
      subgraph: 'asked',
      syntheticFields: new Map(),
      entities: entityKeys(supergraph, 'asked'),
      when: ['+yes'],
    };
    const [represent] = code.build([
      defineRepresentation(source, branches, [
        { kind: 'InlineFragment', typeCondition: 'T', selections: [{ kind: 'Field', name: 'id' }] },
      ]),
    ]) as [Represent];
    expect(represent(nodeOf('T', branches, {}), { yes: true })).toBeInstanceOf(MissingInput);
  });

  it('not without it either when clients may not know its name, and does not tell it', () => {
    expect(represented('... on T { __typename id hidden }', { id: '1', hidden: FAILED })).toBe(
      'expected what asked needs of an object, got none',
    );
  });

  it('without a field that conditions have left out, key or required', () => {
    expect(represented('... on T { __typename id code f }', { id: '1' })).toEqual({ __typename: 'T', id: '1' });
  });

  it('by no key that the subgraph does not resolve', () => {
    expect(represented('... on T { __typename id secret }', { secret: 's' })).toBeUndefined();
  });
});
