/**
 * Finds the persons behind a count. An argument that names a person, such as their NIK, may filter a list of which only the count is
 * selected. For the audit record the gateway selects the rows too, without the caller's paging, which could skip them.
 */
import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isListType,
  isObjectType,
  isRequiredArgument,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  type SelectionNode,
} from 'graphql';
import { rowsKey, type SubjectFields } from '../../audit/subjects.ts';
import { argumentsThatMayHold, type Coordinates } from './input-values.ts';

/**
 * @param naming inputs whose values name one person each
 * @param subjects types of persons, with the fields that name them
 * @returns the operation with the rows selected where such an input may have a value; the same document where none may
 */
export function withNamedRows(
  schema: GraphQLSchema,
  document: DocumentNode,
  naming: Coordinates,
  subjects: SubjectFields,
): DocumentNode {
  const info = new TypeInfo(schema);
  const added: (SelectionNode[] | undefined)[] = [];
  return visit(
    document,
    visitWithTypeInfo(info, {
      SelectionSet: {
        enter: () => void added.push([]),
        leave(set) {
          const rows = added.pop()!;
          return rows.length === 0 ? undefined : { ...set, selections: [...set.selections, ...rows] };
        },
      },
      Field(node) {
        const [parent, field] = [info.getParentType(), info.getFieldDef()];
        if (!parent || !field || !node.selectionSet || !node.arguments?.length) return;
        const may = argumentsThatMayHold(schema, parent, node, field.args, naming);
        const rows = may.size === 0 ? undefined : rowsIn(schema, field, subjects);
        if (rows !== undefined) added.at(-1)!.push(sibling(node, field, may, rows));
      },
    }),
  );
}

/** Path to the first list of persons in what a field returns, or of rows with one person each (`edges { node }`). */
function rowsIn(schema: GraphQLSchema, { type }: AnyField, subjects: SubjectFields): readonly string[] | undefined {
  const arePersons = (field: AnyField): boolean => behind(schema, field).some(({ name }) => subjects.has(name));
  const page = getNamedType(type);
  if (!isObjectType(page) || subjects.has(page.name)) return undefined;
  const lists = fieldsOf(page).filter((field) => isListType(getNullableType(field.type)));
  const rows = lists.find(arePersons);
  if (rows !== undefined) return [rows.name];
  const paths = lists.flatMap((list) =>
    behind(schema, list).flatMap((row) =>
      fieldsOf(row)
        .filter(arePersons)
        .map(({ name }) => [list.name, name]),
    ),
  );
  return paths[0];
}

type AnyField = GraphQLField<unknown, unknown>;

function behind(schema: GraphQLSchema, { type }: AnyField): readonly GraphQLObjectType[] {
  const named = getNamedType(type);
  if (isObjectType(named)) return [named];
  return isAbstractType(named) ? schema.getPossibleTypes(named) : [];
}

function fieldsOf(type: GraphQLObjectType): readonly AnyField[] {
  return Object.values(type.getFields()).filter(({ args }) => !args.some(isRequiredArgument));
}

function sibling(node: FieldNode, field: AnyField, may: ReadonlySet<string>, rows: readonly string[]): FieldNode {
  const select = (name: string, selections: readonly SelectionNode[] = []): FieldNode => ({
    kind: Kind.FIELD,
    name: { kind: Kind.NAME, value: name },
    ...(selections.length > 0 && { selectionSet: { kind: Kind.SELECTION_SET, selections } }),
  });
  const needed = new Set(field.args.filter(isRequiredArgument).map(({ name }) => name));
  return {
    ...[node.name.value, ...rows].reduceRight((inner, name) => select(name, [inner]), select('__typename')),
    alias: { kind: Kind.NAME, value: rowsKey((node.alias ?? node.name).value) },
    arguments: node.arguments?.filter(({ name }) => may.has(name.value) || needed.has(name.value)),
    directives: node.directives,
  };
}
