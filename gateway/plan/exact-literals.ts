/**
 * The planner reads a custom scalar's literals as JavaScript's values and writes those: `0.1234567890123456789` loses digits, `1.50` its
 * last one, `FOO` becomes `"FOO"`. So it is given a string in their place, which it leaves alone, and the plan gets them back.
 */
import type { QueryPlan } from '@apollo/query-planner';
import {
  isScalarType,
  isSpecifiedScalarType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  getNamedType,
  type DocumentNode,
  type GraphQLSchema,
  type ValueNode,
} from 'graphql';

export interface Marked {
  readonly document: DocumentNode;
  /** @returns the plan with the literals as they were written */
  readonly restore: (plan: QueryPlan) => QueryPlan;
}

/** @param schema the API's; what it does not know is left as it is */
export function markLiterals(schema: GraphQLSchema, document: DocumentNode): Marked {
  const literals = new Map<string, number>();
  const types = new TypeInfo(schema);
  const mark = freeMark(document);
  const replace = (node: ValueNode & { readonly value: string }): ValueNode | undefined => {
    if (!isUntyped(types) || String(Number(node.value)) === node.value) return undefined;
    const index = literals.get(node.value) ?? literals.size;
    literals.set(node.value, index);
    return { kind: Kind.STRING, value: `${mark}${index}.` };
  };
  const marked = visit(
    document,
    visitWithTypeInfo(types, { IntValue: replace, FloatValue: replace, EnumValue: replace }),
  );
  if (literals.size === 0) return { document, restore: (plan) => plan };
  const texts = [...literals.keys()];
  const written = new RegExp(`\\\\"${mark}(\\d+)\\.\\\\"`, 'g');
  const restored = (plan: string): string => plan.replace(written, (_whole, index: string) => texts[Number(index)]!);
  return { document: marked, restore: (plan) => JSON.parse(restored(JSON.stringify(plan))) as QueryPlan };
}

/** Inside a custom scalar GraphQL knows no types. */
function isUntyped(types: TypeInfo): boolean {
  const type = getNamedType(types.getInputType());
  return type == null || (isScalarType(type) && !isSpecifiedScalarType(type));
}

/** Text that stands nowhere in the operation, so that what is put back is only what was taken. */
function freeMark(document: DocumentNode): string {
  let mark = 'literal';
  const strings: string[] = [];
  visit(document, { StringValue: ({ value }) => void strings.push(value) });
  while (strings.some((text) => text.includes(mark))) mark += '_';
  return mark;
}
