import { Kind, parse, print, visit, type DocumentNode } from 'graphql';

/**
 * The types that two supergraphs do not have in common, or have with other fields, keys, subgraphs or weights: only an operation that comes
 * past one of them can be planned otherwise.
 */
export function changedTypes(before: string, after: string): ReadonlySet<string> {
  const [then, now] = [before, after].map((sdl) => printedTypes(parse(sdl, { noLocation: true }))) as [
    Printed,
    Printed,
  ];
  return new Set([...then.keys(), ...now.keys()].filter((name) => then.get(name) !== now.get(name)));
}

type Printed = ReadonlyMap<string, string>;

/** Words of a description change no plan. */
function printedTypes(document: DocumentNode): Printed {
  const bare = visit(document, { StringValue: (_, key) => (key === 'description' ? null : undefined) });
  return new Map(
    bare.definitions.flatMap((node) =>
      'name' in node && node.name !== undefined && node.kind !== Kind.DIRECTIVE_DEFINITION
        ? [[node.name.value, print(node)] as const]
        : [],
    ),
  );
}
