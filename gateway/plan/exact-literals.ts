/**
 * The planner reads literals of custom scalars as JavaScript values and writes those: `0.1234567890123456789` loses digits, `1.50` its
 * last one, and `FOO` becomes `"FOO"`. So each is replaced by a string, which the planner does not change, and restored in the plan.
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

/** A document whose literals are replaced, and how they are restored. */
export interface MarkedDocument {
  readonly document: DocumentNode;
  /** @returns the plan with the literals as the client wrote them */
  readonly restore: (plan: QueryPlan) => QueryPlan;
}

/** @param schema the API's; literals at places that it does not know are replaced too @returns the document to plan */
export function markLiterals(schema: GraphQLSchema, document: DocumentNode): MarkedDocument {
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

/** @returns a text that the operation does not contain, so that only replaced literals are restored */
function freeMark(document: DocumentNode): string {
  let mark = 'literal';
  const strings: string[] = [];
  visit(document, { StringValue: ({ value }) => void strings.push(value) });
  while (strings.some((text) => text.includes(mark))) mark += '_';
  return mark;
}
