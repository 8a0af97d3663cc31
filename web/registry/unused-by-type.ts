/** Coordinates that nobody uses, under their type; the type with most of them first. */
export interface UnusedType {
  readonly type: string;
  readonly coordinates: readonly string[];
}

export function unusedByType(unused: readonly string[]): UnusedType[] {
  const byType = Map.groupBy(unused, (coordinate) => coordinate.split('.', 1)[0]!);
  return [...byType]
    .map(([type, coordinates]) => ({ type, coordinates: coordinates.toSorted() }))
    .sort((a, b) => b.coordinates.length - a.coordinates.length || (a.type < b.type ? -1 : 1));
}
