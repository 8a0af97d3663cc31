/** Ids that no two entities of the graph share: caches of clients (Apollo Client, urql, Relay) keep an object by its id. Every subgraph makes the same one of the key alone. */

/** @param key where the value of an entity holds its key @returns the resolver of the type's `id`: `District:32.75.01` */
export function globalId<Key extends string>(
  type: string,
  key: Key,
): (entity: Readonly<Record<Key, string>>) => string {
  return ({ [key]: own }) => `${type}:${own}`;
}

/** The `id` of a city, which a subgraph may know without its code. */
export function cityId({ code }: { readonly code?: string | null }): string | null {
  return code == null ? null : globalId('City', 'code')({ code });
}
