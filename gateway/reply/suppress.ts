/**
 * Statistical disclosure control over a whole answer: small counts are hidden after the merge, with as many others as it
 * takes that nothing hidden can be worked out, and what stays is rounded for who may not see exact numbers.
 */
import { randomUUID } from 'node:crypto';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Gone } from '../../base/gone.ts';
import { Turns } from '../../base/turns.ts';
import { cellShape, collectCells, type CellShape } from './suppress-cells.ts';
import { chosenOnce } from './suppress-choices.ts';
import type { ShownAs } from './suppress-known.ts';
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

/**
 * Large answers are worked on in turns, so that others are answered in between; where all may be seen, it is done at once.
 * Between two turns it ends, by the error NobodyWaits of base/turns.ts, when whoever waited has gone.
 */
export type Suppression = (data: unknown, exactness: Exactness, gone?: Gone) => SuppressedAnswer | Promise<SuppressedAnswer>;

/** @returns what suppresses the answers of an operation, undefined when it asks for no count over people */
export function suppression(source: SuppressionSource): Suppression | undefined {
  const shape = cellShape(source.schema, source.document, source.operation, source.minimums);
  if (shape === undefined) return undefined;
  const operation = randomUUID();
  return (answer, exactness, gone) => (exactness.kind === 'all' ? { data: answer, suppressed: [] } : suppressed(operation, shape, answer, exactness, gone));
}

async function suppressed(operation: string, shape: CellShape, answer: unknown, exactness: Exclude<Exactness, { kind: 'all' }>, gone: Gone | undefined): Promise<SuppressedAnswer> {
  const turns = new Turns(gone);
  const { data, cells } = collectCells(answer, shape);
  if (turns.over) await turns.next();
  const shownAs = exactness.kind === 'rounded' ? roundedOnce(exactness.rounding) : undefined;
  const hidden = await chosenOnce(JSON.stringify([operation, exactness]), cells, gone, (all) => hiddenCells(cells, shownAs, new Turns(all)));
  if (shownAs !== undefined) for (const { holder, key, value, coordinate } of cells) holder[key] = shownAs(value, coordinate);
  for (const index of hidden) cells[index]!.holder[cells[index]!.key] = null;
  return { data, suppressed: Array.from(hidden, (index) => ({ path: cells[index]!.path, minimum: cells[index]!.minimum })) };
}

/** Numbers remembered as they are shown; when there are more, all begin anew. */
const MOST_SHOWN = 100_000;
let remembered: { readonly rounding: Rounding; readonly shown: Map<string, number> } | undefined;

/** Answers show the same few numbers many times, all month long. */
function roundedOnce(rounding: Rounding): ShownAs {
  const known = shownFor(rounding);
  return (value, coordinate) => {
    const key = `${coordinate} ${value}`;
    let shown = known.get(key);
    if (shown === undefined) known.set(key, (shown = rounded(value, coordinate, rounding)));
    return shown;
  };
}

function shownFor(rounding: Rounding): Map<string, number> {
  const same = remembered?.rounding.key === rounding.key && remembered.rounding.month === rounding.month && remembered.shown.size < MOST_SHOWN;
  if (!same) remembered = { rounding, shown: new Map() };
  return remembered!.shown;
}
