/**
 * What the subgraphs' SDL requires of a reader, read from the files by other and simpler code than the gateway's: no composition,
 * no spec identity, no decisions. What both come to must be the same.
 */
import {
  Kind,
  parse,
  valueFromASTUntyped,
  type ConstDirectiveNode,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';

export interface Reader {
  readonly signedIn: boolean;
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  readonly purpose: string | undefined;
}

interface Declared {
  readonly directives: { readonly name: string; readonly arguments: Record<string, unknown> }[];
  readonly returns?: string;
}

export interface DeclaredRules {
  /** May they read it, all that it stands on included? */
  allows(reader: Reader, type: string, field: string): boolean;
  /** The kind of the mask, undefined where the field has none. */
  maskOf(type: string, field: string): string | undefined;
  showsInFull(reader: Reader, type: string, field: string): boolean;
  readonly purposes: readonly string[];
}

const RULES = new Set(['authenticated', 'requiresScopes', 'policy', 'purpose', 'mask', 'requires']);

/** @param texts SDL of every subgraph */
export function declaredRules(texts: readonly string[]): DeclaredRules {
  const declared = new Map<string, Declared>();
  for (const text of texts) readInto(declared, text);
  const at = (place: string): Declared => declared.get(place) ?? { directives: [] };
  const argument = (place: string, name: string, key: string): unknown[] =>
    at(place)
      .directives.filter((each) => each.name === name)
      .map((each) => each.arguments[key]);
  const maskOf = (type: string, field: string): string | undefined =>
    argument(`${type}.${field}`, 'mask', 'as')[0] as string | undefined;

  function allows(reader: Reader, type: string, field: string): boolean {
    const places = [type, `${type}.${field}`, at(`${type}.${field}`).returns ?? ''];
    const inputs = argument(`${type}.${field}`, 'requires', 'fields').flatMap((fields) =>
      fieldsOf(type, fields as string, (place) => at(place).returns),
    );
    return places.every((place) => holds(reader, place)) && inputs.every(([on, name]) => allows(reader, on, name));
  }

  function holds(reader: Reader, place: string): boolean {
    const masked = argument(place, 'mask', 'as').length > 0;
    return at(place).directives.every(({ name, arguments: given }) => {
      if (name === 'authenticated') return reader.signedIn;
      if (name === 'requiresScopes')
        return (given.scopes as string[][]).some((every) => every.every((scope) => reader.scopes.includes(scope)));
      if (name === 'policy')
        return (given.policies as string[][]).some((every) => every.every((policy) => reader.roles.includes(policy)));
      // Beside a mask, a purpose decides between masked and full.
      return name !== 'purpose' || masked || (given.allowed as string[]).includes(reader.purpose ?? '');
    });
  }

  return {
    allows,
    maskOf,
    showsInFull({ scopes, purpose }, type, field) {
      const allowed = argument(`${type}.${field}`, 'purpose', 'allowed') as string[][];
      return (
        purpose !== undefined &&
        scopes.includes(`unmask:${maskOf(type, field)}`) &&
        allowed.every((list) => list.includes(purpose))
      );
    },
    purposes: [
      ...new Set([...declared.keys()].flatMap((place) => argument(place, 'purpose', 'allowed').flat() as string[])),
    ],
  };
}

function readInto(declared: Map<string, Declared>, text: string): void {
  const note = (place: string, directives: readonly ConstDirectiveNode[] = [], returns?: string): void => {
    const read = directives
      .filter(({ name }) => RULES.has(name.value))
      .map((node) => ({
        name: node.name.value,
        arguments: Object.fromEntries(
          (node.arguments ?? []).map((one) => [one.name.value, valueFromASTUntyped(one.value)]),
        ),
      }));
    declared.set(place, {
      directives: [...(declared.get(place)?.directives ?? []), ...read],
      returns: returns ?? declared.get(place)?.returns,
    });
  };
  for (const node of parse(text).definitions) {
    if (!/Type(Definition|Extension)$/.test(node.kind) || !('name' in node) || node.name === undefined) continue;
    note(node.name.value, node.directives as readonly ConstDirectiveNode[]);
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.OBJECT_TYPE_EXTENSION) continue;
    for (const field of node.fields ?? [])
      note(`${node.name.value}.${field.name.value}`, field.directives, named(field.type));
  }
}

function named(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : named(type.type);
}

function fieldsOf(
  type: string,
  fields: string,
  returns: (place: string) => string | undefined,
): [type: string, field: string][] {
  const walk = (on: string, { selections }: SelectionSetNode): [string, string][] =>
    selections.flatMap((selection) => {
      if (selection.kind !== Kind.FIELD) throw new Error('expected fields alone in @requires');
      const name = selection.name.value;
      return [
        [on, name] as [string, string],
        ...(selection.selectionSet === undefined ? [] : walk(returns(`${on}.${name}`)!, selection.selectionSet)),
      ];
    });
  const [definition] = parse(`{ ${fields} }`).definitions;
  return walk(type, (definition as { selectionSet: SelectionSetNode }).selectionSet);
}
