/**
 * Whose data an answer holds. A caller may ask for a name without the token that says whose, so the operation asks for it
 * besides, under a key of its own that is taken out before the answer leaves.
 */
import {
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  visit,
  visitWithTypeInfo,
  TypeInfo,
  type DocumentNode,
  type GraphQLSchema,
  type SelectionNode,
} from 'graphql';

/** How response keys begin under which a person is asked for: not a key a client would choose, and none he gets to see. */
const KEY = 'sigapSubject__';

/** Type -> what names the person behind it, a field set: `person { token }`, `token`, `id`. Several are tried in turn. */
export type SubjectFields = ReadonlyMap<string, readonly string[]>;

/** @returns the operation with the subjects asked for; the same document where nothing personal is asked */
export function withSubjects(schema: GraphQLSchema, document: DocumentNode, subjects: SubjectFields): DocumentNode {
  const info = new TypeInfo(schema);
  return visit(document, visitWithTypeInfo(info, {
    SelectionSet: {
      leave(set) {
        const type = info.getParentType();
        const types = type == null || type === schema.getQueryType() ? [] : isObjectType(type) ? [type] : schema.getPossibleTypes(type);
        const added = types.filter(({ name }) => subjects.has(name)).map(({ name }): SelectionNode => ({
          kind: Kind.INLINE_FRAGMENT,
          typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: name } },
          selectionSet: { kind: Kind.SELECTION_SET, selections: selectionsOf(subjects.get(name)!) },
        }));
        return added.length === 0 ? undefined : { ...set, selections: [...set.selections, ...added] };
      },
    },
  })) as DocumentNode;
}

function selectionsOf(fieldSets: readonly string[]): SelectionNode[] {
  return fieldSets.flatMap((fieldSet, at) => {
    const [definition] = parse(`{${fieldSet}}`, { noLocation: true }).definitions;
    if (definition?.kind !== Kind.OPERATION_DEFINITION) return [];
    return definition.selectionSet.selections.flatMap((selection) =>
      selection.kind === Kind.FIELD ? [{ ...selection, alias: { kind: Kind.NAME, value: `${KEY}${at}` } as const }] : []);
  });
}

/** True for a key under which a subject was asked for. */
export function isSubjectKey(key: unknown): boolean {
  return typeof key === 'string' && key.startsWith(KEY);
}

/** Takes the subjects out of an answer. @returns the answer as it was asked for, and the persons in it, each once */
export function takeSubjects(data: unknown): { readonly data: unknown; readonly persons: readonly string[] } {
  const persons = new Set<string>();
  return { data: take(data, persons), persons: [...persons] };
}

function take(value: unknown, persons: Set<string>): unknown {
  if (Array.isArray(value)) return value.map((item) => take(item, persons));
  if (typeof value !== 'object' || value === null) return value;
  const left: Record<string, unknown> = Object.create(null);
  const found: (string | undefined)[] = [];
  for (const [key, inner] of Object.entries(value)) {
    if (isSubjectKey(key)) found[Number(key.slice(KEY.length))] = leafOf(inner);
    else left[key] = take(inner, persons);
  }
  const person = found.find((one) => one !== undefined);
  if (person !== undefined) persons.add(person);
  return left;
}

/** The first leaf below: of `{ person: { token } }` the token. */
function leafOf(value: unknown): string | undefined {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.values(value).map(leafOf).find((leaf) => leaf !== undefined);
}

/** The personal fields an operation asks for, `Type.field`, each once: what a record lists. */
export function personalFields(schema: GraphQLSchema, document: DocumentNode, personal: ReadonlySet<string>): readonly string[] {
  const info = new TypeInfo(schema);
  const found = new Set<string>();
  visit(document, visitWithTypeInfo(info, {
    Field({ name }) {
      const parent = info.getParentType();
      if (parent == null || !(isObjectType(parent) || isInterfaceType(parent))) return;
      for (const type of isObjectType(parent) ? [parent] : [parent, ...schema.getPossibleTypes(parent)]) {
        if (personal.has(`${type.name}.${name.value}`) && !isCompositeType(getNamedType(info.getType()))) found.add(`${type.name}.${name.value}`);
      }
    },
  }));
  return [...found].sort();
}
