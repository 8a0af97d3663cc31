/** What a new supergraph changes, for the log: which subgraphs and which fields come and go. */
import { isEnumType, isInputObjectType, isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql';
import type { Generation } from './generation.ts';

/** The names that are told; of more, their number is. */
const MOST = 20;

type Told = Readonly<Record<string, readonly string[]>>;

/** @returns names that came and went, without those of which there are none */
export function changesBetween(before: Pick<Generation, 'apiSchema' | 'subgraphs'>, after: typeof before): Told {
  const [fields, had] = [after, before].map(({ apiSchema }) => coordinatesOf(apiSchema));
  const moved = [...after.subgraphs].filter(
    ([name, url]) => before.subgraphs.has(name) && before.subgraphs.get(name) !== url,
  );
  const told = {
    subgraphsAdded: [...after.subgraphs.keys()].filter((name) => !before.subgraphs.has(name)),
    subgraphsRemoved: [...before.subgraphs.keys()].filter((name) => !after.subgraphs.has(name)),
    subgraphsMoved: moved.map(([name]) => name),
    added: [...fields!].filter((each) => !had!.has(each)),
    removed: [...had!].filter((each) => !fields!.has(each)),
  };
  return Object.fromEntries(
    Object.entries(told).flatMap(([what, names]) => (names.length === 0 ? [] : [[what, bounded(names)]])),
  );
}

function bounded(names: readonly string[]): readonly string[] {
  return names.length <= MOST ? names : [...names.slice(0, MOST), `and ${names.length - MOST} more`];
}

interface Field {
  readonly name: string;
  readonly type: unknown;
}

/** Fields with their types, and values of enums: `Worker.name: String`. */
function coordinatesOf(schema: GraphQLSchema): ReadonlySet<string> {
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  return new Set(
    types.flatMap((type) => {
      if (isEnumType(type)) return type.getValues().map(({ name }) => `${type.name}.${name}`);
      if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return [];
      const fields: readonly Field[] = Object.values(type.getFields());
      return fields.map((field) => `${type.name}.${field.name}: ${String(field.type)}`);
    }),
  );
}
