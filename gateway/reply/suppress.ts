/**
 * Statistical disclosure control over a whole answer: small counts are hidden after the merge, with as many others as it
 * takes that nothing hidden can be worked out, and what stays is rounded for who may not see exact numbers.
 */
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { cellShape, collectCells } from './suppress-cells.ts';
import { rounded, type Rounding } from './suppress-rounding.ts';
import { hiddenCells } from './suppress-solver.ts';

export interface SuppressionSource {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** `Type.field` -> the smallest count that is shown. */
  readonly minimums: ReadonlyMap<string, number>;
}

/** How exact the numbers are a caller gets: as they are, all but small ones, or rounded and from the frozen month. */
export type Exactness = { readonly kind: 'all' } | { readonly kind: 'exact' } | { readonly kind: 'rounded'; readonly rounding: Rounding };

export interface Suppressed {
  readonly path: readonly (string | number)[];
  readonly minimum: number;
}

export interface SuppressedAnswer {
  readonly data: unknown;
  /** Where a count was hidden; `null` stands there. For `extensions.suppressed`. */
  readonly suppressed: readonly Suppressed[];
}

/** @returns what suppresses the answers of an operation, undefined when it asks for no count over people */
export function suppression(source: SuppressionSource): ((data: unknown, exactness: Exactness) => SuppressedAnswer) | undefined {
  const shape = cellShape(source.schema, source.document, source.operation, source.minimums);
  if (shape === undefined) return undefined;
  return (answer, exactness) => {
    if (exactness.kind === 'all') return { data: answer, suppressed: [] };
    const { data, cells } = collectCells(answer, shape);
    const hidden = hiddenCells(cells, exactness.kind === 'exact');
    cells.forEach(({ holder, key, value, coordinate }, index) => {
      if (hidden.has(index)) holder[key] = null;
      else if (exactness.kind === 'rounded') holder[key] = rounded(value, coordinate, exactness.rounding);
    });
    return { data, suppressed: [...hidden].sort((a, b) => a - b).map((index) => ({ path: cells[index]!.path, minimum: cells[index]!.minimum })) };
  };
}
