/**
 * An answer as a view takes it: the whole, a part, or none. A part is kept as it is: what is missing in it has its error at its
 * path (see numbers/marks.ts), and the rest is as good as ever.
 */
import { absentSubgraph, type AnswerError, type Outcome, type Trouble } from './ask.ts';

/** A question that the gateway would not run: of no form, too costly, of no field. */
export interface Refusal {
  readonly kind: 'REFUSED';
  readonly code: string;
  readonly message: string;
}

/** Of what schema an answer is; missing where the gateway does not state it. */
interface Versioned {
  readonly schemaVersion?: string;
}

export type Reply<Data> =
  | (Versioned & { readonly kind: 'COMPLETE'; readonly data: Data; readonly errors: readonly [] })
  | (Versioned & {
      readonly kind: 'PARTIAL';
      readonly data: Data;
      readonly errors: readonly AnswerError[];
      /** Subgraphs that did not answer; none where what is missing was refused or withheld. */
      readonly absent: readonly string[];
    })
  | { readonly kind: 'FAILED'; readonly trouble: Trouble | Refusal };

/** @param Data what the question selects; the gateway holds its answers to the schema, so it is not judged again here */
export function replyOf<Data>({ answer, trouble, schemaVersion }: Outcome): Reply<Data> {
  const { data, errors = [] } = answer;
  if (data == null) return { kind: 'FAILED', trouble: trouble ?? refusalIn(errors) };
  const versioned: Versioned = schemaVersion === undefined ? {} : { schemaVersion };
  if (errors.length === 0) return { kind: 'COMPLETE', data: data as Data, errors: [], ...versioned };
  const absent = [...new Set(errors.map(absentSubgraph).filter((name) => name !== undefined))];
  return { kind: 'PARTIAL', data: data as Data, errors, absent, ...versioned };
}

/** @returns the reply where it brought data, whole or in part */
export const partOf = <Data>(reply: Reply<Data> | undefined): Exclude<Reply<Data>, { kind: 'FAILED' }> | undefined =>
  reply === undefined || reply.kind === 'FAILED' ? undefined : reply;

/** @returns the first error, as the reason why there is nothing */
export function refusalIn([first]: readonly AnswerError[]): Refusal {
  const code = first?.extensions?.['code'];
  return { kind: 'REFUSED', code: typeof code === 'string' ? code : 'NO_DATA', message: first?.message ?? '' };
}
