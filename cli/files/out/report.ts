/** A file as it is asked for: its question, its columns, and what each answer becomes. */
import type { WrittenCell } from '../write/table-form.ts';

/** A month and what a person pays in it, by sector. */
export interface Rate {
  readonly sector: string;
  readonly from: string;
  readonly to: string | null;
}

/** One kind of file. */
export interface Report<Answer> {
  /** Name of its question in schema/operations/, without the ending. */
  readonly question: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** What it is, in Indonesian, for whoever opens it. */
  readonly title: string;
  readonly titles: readonly string[];
  /** Whether its rows are persons. */
  readonly persons: boolean;
  /** @returns rows, and the ids of persons who cannot be in the file @throws CodedError VALUES_MASKED, RATE_MISSING */
  readonly rowsOf: (answer: Answer) => {
    readonly rows: readonly (readonly WrittenCell[])[];
    readonly leftOut: readonly string[];
  };
  /** The place of the next page; absent where there is one page alone. */
  readonly pageOf?: (answer: Answer) => { readonly hasNextPage: boolean; readonly endCursor: string | null };
}
