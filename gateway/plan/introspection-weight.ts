/**
 * The exact number of fields that an operation's introspection resolves, found without resolving them: a selection set has the same
 * weight for the same type each time, so it is weighed once for each. 300 aliases of `__schema` with nested fields resolve millions of
 * fields of a small schema, and introspection runs on the main thread.
 */
import {
  getIntrospectionQuery,
  getNamedType,
  Kind,
  parse,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf, type Fragments } from '../document/fragments.ts';

/** The lowest limit, in fields. graphql-js resolves some 600,000 of them a second on one core of 2020: 20,000 take about 35 ms. */
const MIN_LIMIT = 20_000;
/** A schema whose full introspection weighs more raises the limit to that weight, times this margin. */
const MARGIN = 1.2;

/** @returns the most an operation's introspection may weigh on this schema */
export function introspectionLimit(schema: GraphQLSchema): number {
  const query = parse(
    getIntrospectionQuery({
      descriptions: true,
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      schemaDescription: true,
      inputValueDeprecation: true,
      oneOf: true,
    }),
  );
  return Math.max(
    MIN_LIMIT,
    Math.ceil(introspectionWeight(schema, query, query.definitions[0] as OperationDefinitionNode) * MARGIN),
  );
}

/** @param document valid against the schema @returns the number of fields that the operation's introspection resolves */
export function introspectionWeight(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): number {
  const scale = new Scale(schema, fragmentsOf(document));
  return scale.ofRoot(operation.selectionSet);
}

class Scale {
  readonly #schema: GraphQLSchema;
  readonly #fragments: Fragments;
  /** By selection set, then by the value it is resolved on: a type, a field, an argument … */
  readonly #known = new Map<SelectionSetNode, Map<unknown, number>>();

  constructor(schema: GraphQLSchema, fragments: Fragments) {
    this.#schema = schema;
    this.#fragments = fragments;
  }

  /** Root fields other than introspection weigh nothing. */
  ofRoot(set: SelectionSetNode): number {
    return this.#sum(set, (field) => {
      if (field.name.value === SchemaMetaFieldDef.name) return this.#field(field, SchemaMetaFieldDef, this.#schema);
      return field.name.value === TypeMetaFieldDef.name ? this.#typeByName(field) : 0;
    });
  }

  /** A name that is a variable counts as that of the heaviest type. */
  #typeByName(node: FieldNode): number {
    const name = node.arguments?.find((argument) => argument.name.value === 'name')?.value;
    const types =
      name?.kind === Kind.STRING ? [this.#schema.getType(name.value)] : Object.values(this.#schema.getTypeMap());
    return (
      1 + Math.max(0, ...types.map((type) => (type ? this.#value(node.selectionSet!, TypeMetaFieldDef, type) : 0)))
    );
  }

  #field(node: FieldNode, definition: GraphQLField<unknown, unknown>, source: unknown): number {
    if (!node.selectionSet) return 1;
    const value = valueOf(definition, source, this.#schema);
    const values = Array.isArray(value) ? (value as unknown[]) : [value];
    return (
      1 +
      values.reduce<number>((sum, one) => sum + (one == null ? 0 : this.#value(node.selectionSet!, definition, one)), 0)
    );
  }

  #value(set: SelectionSetNode, { type }: GraphQLField<unknown, unknown>, value: unknown): number {
    let weights = this.#known.get(set);
    if (!weights) this.#known.set(set, (weights = new Map<unknown, number>()));
    let weight = weights.get(value);
    if (weight === undefined) {
      const fields = (getNamedType(type) as GraphQLObjectType).getFields();
      weight = this.#sum(set, (field) =>
        fields[field.name.value] ? this.#field(field, fields[field.name.value]!, value) : 1,
      );
      weights.set(value, weight);
    }
    return weight;
  }

  #sum(set: SelectionSetNode, weigh: (field: FieldNode) => number): number {
    let sum = 0;
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) sum += weigh(selection);
      else {
        const fragment =
          selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(selection.name.value) : selection;
        if (fragment) sum += this.#sum(fragment.selectionSet, weigh);
      }
    }
    return sum;
  }
}

/** The value that graphql-js itself would resolve, deprecated members included. */
function valueOf({ resolve, name }: GraphQLField<unknown, unknown>, source: unknown, schema: GraphQLSchema): unknown {
  if (name === SchemaMetaFieldDef.name) return schema;
  return resolve?.(source, { includeDeprecated: true }, undefined, { schema } as never);
}
