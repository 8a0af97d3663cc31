import type { FetchNode, PlanNode, QueryPlan, QueryPlanSelectionNode } from '@apollo/query-planner';
import { buildSchema, parse, type SelectionNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { repairedPlan } from '../../../../gateway/plan/workarounds/plan-repair.ts';

const schema = buildSchema(
  'type Query { all: [I] } interface I { id: ID } interface J { id: ID } type A implements I & J { id: ID } type B implements I { id: ID } type C implements I & J { id: ID }',
);
const ASKED = parse('{ all { id } }', { noLocation: true });

/** Asks the entities at a path for something, and needs something of them; both as selections. */
const fetch = (name: string, path: string, gives: string, needs: string, more: Partial<FetchNode> = {}): PlanNode =>
  ({
    kind: 'Flatten',
    path: path.split('/').flatMap((part) => [part, '@']),
    node: {
      kind: 'Fetch',
      serviceName: name,
      operation: `query($representations:[_Any!]!){_entities(representations:$representations){${gives}}}`,
      requires: selections(needs),
      ...more,
    },
  }) as PlanNode;
const root = (name: string, operation: string): PlanNode =>
  ({ kind: 'Fetch', serviceName: name, operation }) as PlanNode;
const sequence = (...nodes: PlanNode[]): PlanNode => ({ kind: 'Sequence', nodes });
const parallel = (...nodes: PlanNode[]): PlanNode => ({ kind: 'Parallel', nodes });
const given = (condition: string, ifClause: PlanNode): PlanNode =>
  ({ kind: 'Condition', condition, ifClause }) as PlanNode;

function selections(text: string): QueryPlanSelectionNode[] {
  const of = (nodes: readonly SelectionNode[]): QueryPlanSelectionNode[] =>
    nodes.map((node) => {
      const inner = 'selectionSet' in node && node.selectionSet ? of(node.selectionSet.selections) : undefined;
      return node.kind === 'Field'
        ? { kind: 'Field', name: node.name.value, selections: inner }
        : {
            kind: 'InlineFragment',
            typeCondition: (node as { typeCondition?: { name: { value: string } } }).typeCondition!.name.value,
            selections: inner!,
          };
    });
  const [operation] = parse(`{ ${text} }`).definitions;
  return of((operation as { selectionSet: { selections: readonly SelectionNode[] } }).selectionSet.selections);
}

/** The order of a plan's fetches: what stands in `[]` one after the other, in `()` at once. */
function orderOf(planned: PlanNode): string {
  const { node } = repairedPlan(schema, ASKED, () => ({ kind: 'QueryPlan', node: planned }) as QueryPlan);
  const told = (step: PlanNode): string => {
    if (step.kind === 'Fetch') return step.serviceName;
    if (step.kind === 'Flatten') return told(step.node);
    if (step.kind === 'Condition') return `${step.condition}?${told(step.ifClause!)}`;
    return step.kind === 'Sequence'
      ? `[${step.nodes.map(told).join(' ')}]`
      : step.kind === 'Parallel'
        ? `(${step.nodes.map(told).join(' ')})`
        : step.kind;
  };
  return told(node as PlanNode);
}

const first = root('root', '{ all { ... on A { id } ... on B { id } } }');
const needing = fetch('q', 'all', '... on A { q near { id } }', '... on A { id f }');
const giving = fetch('f', 'all', '... on A { f }', '... on A { id }');
const below = fetch('below', 'all/near', '... on A { deep }', '... on A { id }');

describe('a plan', () => {
  it.each([
    [
      'in the right order stays as it is',
      sequence(first, parallel(giving, fetch('x', 'all', '... on A { x }', '... on A { id }')), needing, below),
      '[root (f x) q below]',
    ],
    ['has what a step needs go before it', sequence(first, needing, giving), '[root f q]'],
    [
      'has what a step needs go before it out of a step that waits for it',
      sequence(first, needing, parallel(giving, below)),
      '[root f q below]',
    ],
    [
      'takes it out of a sequence and below a condition',
      sequence(first, needing, parallel(given('yes', sequence(giving, below)), below)),
      '[root yes?f q (yes?below below)]',
    ],
    [
      'takes all out that what a step needs needs itself, in their order',
      sequence(
        first,
        needing,
        parallel(
          fetch('f', 'all', '... on A { f }', '... on A { e }'),
          below,
          fetch('e', 'all', '... on A { e }', '... on A { id }'),
        ),
      ),
      '[root [e f] q below]',
    ],
    [
      'has steps that go at once and need parts of one another take turns',
      sequence(
        first,
        parallel(
          sequence(
            fetch('a', 'all', '... on A { a }', '... on A { id }'),
            fetch('ab', 'all', '... on A { ab }', '... on A { b }'),
          ),
          sequence(
            fetch('b', 'all', '... on A { b }', '... on A { id }'),
            fetch('ba', 'all', '... on A { ba }', '... on A { a }'),
          ),
        ),
      ),
      '[root [b [a ab] ba]]',
    ],
    [
      'waits for a field though another type has one of that name',
      sequence(root('root', '{ all { ... on A { id } ... on B { id f } } }'), needing, parallel(giving, below)),
      '[root f q below]',
    ],
    [
      "waits for no other type's field",
      sequence(root('root', '{ all { id } }'), needing, fetch('fb', 'all', '... on B { f }', '... on B { id }')),
      '[root q fb]',
    ],
    [
      "waits for a field of one of an interface's types",
      sequence(first, fetch('j', 'all', '... on J { near { id } }', '... on J { f }'), parallel(giving, below)),
      '[root f j below]',
    ],
    [
      'has at once what is had of an interface that the type has',
      sequence(root('root', '{ all { ... on I { id f } } }'), needing, parallel(giving, below)),
      '[root q (f below)]',
    ],
    [
      'has what a context needs go before it',
      sequence(
        root('root', '{ all { id near { id } } }'),
        fetch('c', 'all/near', '... on A { c }', '... on A { id }', {
          contextRewrites: [{ kind: 'KeyRenamer', path: ['..', '... on A', 'f'], renameKeyTo: 'f' }],
        }),
        giving,
      ),
      '[root f c]',
    ],
    [
      'keeps its order where fetches need one another',
      sequence(first, needing, fetch('f', 'all', '... on A { f }', '... on A { q }')),
      '[root q f]',
    ],
    [
      'keeps what goes at once where fetches need one another',
      sequence(first, parallel(needing, fetch('f', 'all', '... on A { f }', '... on A { q }'))),
      '[root (q f)]',
    ],
    [
      'keeps the order of mutations',
      sequence(
        root('one', 'mutation { one { id } }'),
        root('two', 'mutation { two { id } }'),
        fetch('q', 'one', '... on A { q }', '... on A { f }'),
        root('three', 'mutation { three { id } }'),
        fetch('f', 'one', '... on A { f }', '... on A { id }'),
      ),
      '[one two f q three]',
    ],
  ])('%s', (_name, planned, order) => {
    expect(orderOf(planned)).toBe(order);
  });
});
