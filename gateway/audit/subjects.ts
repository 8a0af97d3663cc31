/**
 * Finds whose data an answer holds. A caller may select a name without the token of its person. So the operation is extended by the token,
 * under a response key of its own that is taken out before the answer leaves.
 */
import {
  BREAK,
  getNamedType,
  isAbstractType,
  isObjectType,
  Kind,
  parse,
  visit,
  visitWithTypeInfo,
  TypeInfo,
  type DocumentNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type InlineFragmentNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { NullPrototypeObject } from '../result/null-prototype-object.ts';
import { isExactNumber } from '../../base/exact-number.ts';

/** How response keys of subjects begin: no client would choose such a key, and none gets to see it. */
const KEY = 'sigapSubject__';
const ROWS = `${KEY}rows_`;

/** By type, the field sets that identify the person behind it: `person { token }`, `token`, `id`. The first with a value counts. */
export type SubjectFields = ReadonlyMap<string, readonly string[]>;

/** @returns the operation with the subjects of its personal objects; the same document where it selects nothing personal */
export function withSubjects(schema: GraphQLSchema, document: DocumentNode, subjects: SubjectFields): DocumentNode {
  const info = new TypeInfo(schema);
  return visit(
    document,
    visitWithTypeInfo(info, {
      SelectionSet: {
        leave(set) {
          const type = info.getParentType();
          const types =
            type == null || type === schema.getQueryType()
              ? []
              : isObjectType(type)
                ? [type]
                : schema.getPossibleTypes(type);
          const added = types
            .filter(({ name }) => subjects.has(name))
            .map(({ name }): InlineFragmentNode => ({
              kind: Kind.INLINE_FRAGMENT,
              typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: name } },
              selectionSet: { kind: Kind.SELECTION_SET, selections: selectionsOf(schema, name, subjects, set) },
            }))
            .filter(({ selectionSet }) => selectionSet.selections.length > 0);
          return added.length === 0 ? undefined : { ...set, selections: [...set.selections, ...added] };
        },
      },
    }),
  );
}

/** @param beside the object's own selections */
function selectionsOf(
  schema: GraphQLSchema,
  type: string,
  subjects: SubjectFields,
  beside?: SelectionSetNode,
): SelectionNode[] {
  return subjects.get(type)!.flatMap((fieldSet, at) => {
    const [definition] = parse(`{${fieldSet}}`, { noLocation: true }).definitions;
    if (definition?.kind !== Kind.OPERATION_DEFINITION) return [];
    return definition.selectionSet.selections.flatMap((selection) => {
      if (selection.kind !== Kind.FIELD) return [];
      const behind = selection.selectionSet === undefined ? namedTypeOf(schema, type, selection.name.value) : undefined;
      // An object that the operation selects already is extended by its own subject.
      if (isObjectType(behind) && subjects.has(behind.name) && selectsAlways(beside, selection.name.value)) return [];
      const below =
        isObjectType(behind) && subjects.has(behind.name) ? selectionsOf(schema, behind.name, subjects) : undefined;
      return [
        {
          ...selection,
          alias: { kind: Kind.NAME, value: keyOf(at, type) } as const,
          ...(below && { selectionSet: { kind: Kind.SELECTION_SET, selections: below } as const }),
        },
      ];
    });
  });
}

function namedTypeOf(schema: GraphQLSchema, type: string, field: string): GraphQLNamedType | undefined {
  const parent = schema.getType(type);
  return isObjectType(parent) && parent.getFields()[field] ? getNamedType(parent.getFields()[field]!.type) : undefined;
}

/** True when a set selects a field whatever the values of variables are. */
function selectsAlways(set: SelectionSetNode | undefined, field: string): boolean {
  return (
    set?.selections.some(
      (selection) => selection.kind === Kind.FIELD && selection.name.value === field && !selection.directives?.length,
    ) ?? false
  );
}

/** The first field set identifies the person; a later one only a record of its type. */
function keyOf(at: number, type: string): string {
  return at === 0 ? `${KEY}0` : `${KEY}${at}_${type}`;
}

/** True for the response key of a subject. */
export function isSubjectKey(key: unknown): boolean {
  return typeof key === 'string' && key.startsWith(KEY);
}

/** Response key for the rows behind a count, when the arguments of the count narrow it to named persons. */
export function rowsKey(key: string): string {
  return `${ROWS}${key}`;
}

/** True for the response key of rows behind a count. */
export function isRowsKey(key: unknown): boolean {
  return typeof key === 'string' && key.startsWith(ROWS);
}

/** True when an operation selects subjects, which then have to be taken out of its answers. */
export function asksForSubjects(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    Field({ alias }) {
      if (!isSubjectKey(alias?.value)) return undefined;
      found = true;
      return BREAK;
    },
  });
  return found;
}

/**
 * Takes the subjects out of an answer.
 * @param named response keys of the counts that this request narrowed to named persons
 * @returns the answer as the client selected it, and the persons in it, each once
 */
export function takeSubjects(
  data: unknown,
  named: ReadonlySet<string> = new Set(),
): { readonly data: unknown; readonly persons: readonly string[] } {
  const persons = new Set<string>();
  return { data: take(data, persons, named), persons: [...persons] };
}

function take(value: unknown, persons: Set<string>, named: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((item) => take(item, persons, named));
  if (typeof value !== 'object' || value === null || isExactNumber(value)) return value;
  const left = new NullPrototypeObject();
  for (const key of Object.keys(value)) {
    const inner = (value as Record<string, unknown>)[key];
    if (isRowsKey(key)) {
      if (named.has(key.slice(ROWS.length))) take(inner, persons, named);
    } else if (!isSubjectKey(key)) left[key] = take(inner, persons, named);
  }
  for (const person of personsIn(value as Readonly<Record<string, unknown>>)) persons.add(person);
  return left;
}

const SUBJECT_KEY = new RegExp(`^${KEY}(\\d+)(?:_(\\w+))?$`);

/** Whom an object is about: the first of its subjects that has a value; everybody of a list where the subject is one. */
function personsIn(object: Readonly<Record<string, unknown>>): readonly string[] {
  const found: (readonly string[] | undefined)[] = [];
  for (const key of Object.keys(object)) {
    const match = SUBJECT_KEY.exec(key);
    if (match === null) continue;
    const [, at, type] = match;
    const value = object[key];
    const leaves = (Array.isArray(value) ? value : [value]).map(leafOf).filter((leaf) => leaf !== undefined);
    found[Number(at)] = type === undefined ? leaves : leaves.map((leaf) => `${type}:${leaf}`);
  }
  return found.find((leaves) => leaves !== undefined && leaves.length > 0) ?? [];
}

/** The first leaf below: the token of `{ person: { token } }`; the subject of an object that has one of its own. */
function leafOf(value: unknown): string | undefined {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (typeof value !== 'object' || value === null) return undefined;
  return (
    personsIn(value as Readonly<Record<string, unknown>>)[0] ??
    Object.entries(value)
      .filter(([key]) => !isSubjectKey(key))
      .map(([, inner]) => leafOf(inner))
      .find((leaf) => leaf !== undefined)
  );
}

/**
 * The personal fields that an operation selects, `Type.field`, each once, as a record lists them. A field that leads to an object of
 * personal fields is not listed itself. A field that leads to public data is: it shows to whom the data belongs.
 */
export function personalFields(
  schema: GraphQLSchema,
  document: DocumentNode,
  personal: ReadonlySet<string>,
): readonly string[] {
  const info = new TypeInfo(schema);
  const found = new Set<string>();
  const types = personalTypes(schema, personal);
  visit(
    document,
    visitWithTypeInfo(info, {
      Field({ name }) {
        const parent = info.getParentType();
        const behind = objectTypesOf(schema, getNamedType(info.getType()));
        if (parent == null || (behind.length > 0 && behind.every((type) => types.has(type)))) return;
        for (const type of objectTypesOf(schema, parent)) {
          // Its `__typename` alone shows that the person exists.
          if (personal.has(`${type}.${name.value}`) || (name.value === '__typename' && types.has(type)))
            found.add(`${type}.${name.value}`);
        }
      },
    }),
  );
  return [...found].sort();
}

/** Types whose every field is personal. */
function personalTypes(schema: GraphQLSchema, personal: ReadonlySet<string>): ReadonlySet<string> {
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  return new Set(
    types
      .filter((type) => Object.keys(type.getFields()).every((field) => personal.has(`${type.name}.${field}`)))
      .map(({ name }) => name),
  );
}

function objectTypesOf(schema: GraphQLSchema, type: GraphQLNamedType | undefined | null): readonly string[] {
  if (isObjectType(type)) return [type.name];
  return isAbstractType(type) ? schema.getPossibleTypes(type).map(({ name }) => name) : [];
}
