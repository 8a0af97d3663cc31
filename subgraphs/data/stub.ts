/** An entity that another subgraph resolves from its key: `{ __typename: 'Agency', code: 'DINSOS' }`. */
export type Stub<Key extends string> = Readonly<Record<Key, string>> & { readonly __typename: string };

/** @param value of the key @returns null where there is no value, and so nothing to resolve */
export function stub<Key extends string>(typename: string, key: Key, value: string): Stub<Key>;
export function stub<Key extends string>(
  typename: string,
  key: Key,
  value: string | null | undefined,
): Stub<Key> | null;
export function stub<Key extends string>(
  typename: string,
  key: Key,
  value: string | null | undefined,
): Stub<Key> | null {
  return value == null ? null : ({ __typename: typename, [key]: value } as Stub<Key>);
}
