/**
 * What an operation uses of a schema: `Type`, `Type.field`, `Type.field.argument`, `Input.field`, `Enum.VALUE` and `@directive`, as
 * graphql-inspector writes its paths. A variable may hold any field and value of its type, so it uses all of them; so does an answer of
 * the values of an enum.
 */
import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  TypeInfo,
  typeFromAST,
  visit,
  visitWithTypeInfo,
  type ASTVisitor,
  type DocumentNode,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';

/** @returns the coordinates that a document uses; what the schema does not have is left out */
export function coordinatesUsed(schema: GraphQLSchema, document: DocumentNode): ReadonlySet<string> {
  const used = new Set<string>();
  const info = new TypeInfo(schema);
  visit(document, visitWithTypeInfo(info, collector(schema, info, used)));
  return used;
}

function collector(schema: GraphQLSchema, info: TypeInfo, used: Set<string>): ASTVisitor {
  const field = (): string => `${info.getParentType()?.name ?? ''}.${info.getFieldDef()?.name ?? ''}`;
  return {
    Field() {
      const returned = getNamedType(info.getType());
      used.add(info.getParentType()?.name ?? '').add(field());
      if (returned) useWhole(returned, used);
    },
    InlineFragment({ typeCondition }) {
      if (typeCondition) used.add(typeCondition.name.value);
    },
    FragmentDefinition: ({ typeCondition }) => void used.add(typeCondition.name.value),
    Directive: ({ name }) => void used.add(`@${name.value}`),
    Argument: ({ name }) => void used.add(`${field()}.${name.value}`),
    ObjectField({ name }) {
      const input = getNamedType(info.getParentInputType());
      if (input) used.add(input.name).add(`${input.name}.${name.value}`);
    },
    EnumValue({ value }) {
      const input = getNamedType(info.getInputType());
      if (input) used.add(input.name).add(`${input.name}.${value}`);
    },
    VariableDefinition({ type }) {
      const declared = getNamedType(typeFromAST(schema, type as never));
      if (declared) useWhole(declared, used);
    },
  };
}

/** A type with all its input fields and values; of an object type its name alone. */
function useWhole(type: GraphQLNamedType, used: Set<string>): void {
  if (isEnumType(type)) for (const { name } of type.getValues()) used.add(`${type.name}.${name}`);
  used.add(type.name);
  if (!isInputObjectType(type)) return;
  for (const field of Object.values(type.getFields())) {
    const coordinate = `${type.name}.${field.name}`;
    if (used.has(coordinate)) continue;
    used.add(coordinate);
    useWhole(getNamedType(field.type), used);
  }
}
