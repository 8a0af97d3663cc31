/**
 * What a table needs of the graph, as a tree: each branch is one field, says what it tells of the rows below it, and which numbers are
 * read from it. The question is written from the tree, and the answer is read along it, so the two cannot differ.
 */
import type { Breakdown, Measure } from '../address/data-view.ts';

/** A value of a field's argument, sent as a variable. */
export interface Argument {
  /** As the schema spells it, such as `[Occupation!]`. */
  readonly type: string;
  readonly value: unknown;
}

/** Names that lead from a branch to a field. */
export type Names = readonly string[];

/** What a row is about, in one of its breakdowns. */
export interface Label {
  readonly breakdown: Breakdown;
  /** Of the code, such as `32.75.01`, of a value of an enum, or of a month. */
  readonly code: Names;
  /** Of the name that is read instead; left out for enums and months. */
  readonly name?: Names;
}

/** A number of a row. */
export interface Count {
  readonly measure: Measure;
  readonly field: Names;
  /** Exact for everybody, whatever the basis beside it says. */
  readonly exact?: boolean;
  /** Where its own basis stands, if not that of the branch; none for what is no count of people. */
  readonly basis?: Names | 'NONE';
  /** Fields that hold it in units of their own; the one that is set counts. */
  readonly units?: readonly Unit[];
}
export interface Unit {
  readonly field: Names;
  readonly writing: 'whole' | 'rupiah' | 'percent' | 'day';
  /** Whether it is computed with a number that is an estimate. */
  readonly estimate?: boolean;
}

/** Words of a row. */
export interface Text {
  readonly column: TextColumn;
  readonly field: Names;
}
export type TextColumn = 'titleId' | 'titleEn' | 'source' | 'date' | 'remarkId' | 'remarkEn' | 'words';

export interface Branch {
  readonly field: string;
  readonly args?: Readonly<Record<string, Argument>>;
  /** A plain list, or a connection that is fetched page by page. */
  readonly many?: 'LIST' | 'PAGES';
  /** Rows of a page, where the most that the graph gives would cost too much. */
  readonly page?: number;
  readonly labels?: readonly Label[];
  readonly counts?: readonly Count[];
  /** Numbers that each row below repeats. */
  readonly shared?: readonly Count[];
  readonly texts?: readonly Text[];
  /** Where the `CountBasis` of the counts stands. */
  readonly basis?: Names;
  /** Whether its counts are a row, or the graph's own sum of all rows. */
  readonly as?: 'ROW' | 'TOTAL';
  readonly inner?: readonly Branch[];
}

/** Arguments that have a value; a field is not told of the others. */
export function given(args: Readonly<Record<string, Argument>>): Readonly<Record<string, Argument>> {
  return Object.fromEntries(Object.entries(args).filter(([, { value }]) => value != null));
}
