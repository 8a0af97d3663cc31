/** A row as a file has it, before anybody knows which one has the titles. */
export interface RawRow {
  /** Line of a CSV file on which it begins, or row of a sheet; from 1. */
  readonly line: number;
  /** The cells from the first column on, without blanks around them. */
  readonly cells: readonly string[];
}
