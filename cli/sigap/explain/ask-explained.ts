/** Sends one operation with `x-explain`, and takes the explanation of its answer; docs/explain.md describes it. */
import { withoutNumbers } from '../../../base/person-numbers.ts';
import { graphClientFault } from '../../graph/errors.ts';
import { sendQuestion, type Asker, type GraphQuestion } from '../../graph/send-question.ts';
import { oneLine } from '../../terminal/one-line.ts';

type Path = readonly (string | number)[];

/** Values for which one sentence holds. */
export interface AnsweredValue {
  readonly path: Path;
  readonly count: number;
  readonly coordinate: string | null;
  readonly kind: string;
  readonly why: string;
}

/** A request to a subgraph, or a fetch that was not sent. */
export interface AnsweredFetch {
  readonly subgraph: string;
  readonly address: string | null;
  readonly paths: readonly (readonly string[])[];
  readonly started: number | null;
  readonly took: number | null;
  readonly rows: number | null;
  readonly bytes: number | null;
  readonly state: string;
  readonly why?: string;
}

/** What the command line prints of an explanation. */
export interface AnsweredExplanation {
  readonly values: readonly AnsweredValue[];
  readonly valuesLeftOut: number;
  readonly fetches: readonly AnsweredFetch[];
  readonly fetchesLeftOut: number;
  readonly cost: {
    readonly total: number;
    readonly fields: readonly {
      readonly path: readonly string[];
      readonly coordinate: string | null;
      readonly cost: number;
    }[];
    readonly costLeftOut: number;
  } | null;
  readonly limits: {
    readonly requestsPerMinute: number;
    readonly costPerRequest: number;
    readonly costPerMinute: number;
    readonly personsPerMinute: number;
  } | null;
}

/** @throws CodedError GRAPH_UNREACHABLE, GRAPH_REFUSED */
export async function askExplained(question: GraphQuestion, asker: Asker): Promise<AnsweredExplanation> {
  const { reply, answer } = await sendQuestion(question, asker, { 'x-explain': 'true' }).catch((cause: unknown) => {
    throw graphClientFault('GRAPH_UNREACHABLE', asker.url.origin, { cause });
  });
  const explanation = answer?.extensions?.['explain'] as AnsweredExplanation | undefined;
  if (explanation !== undefined) return explanation;
  const [first] = answer?.errors ?? [];
  const code = first?.extensions?.['code'];
  const said = typeof first?.message === 'string' ? withoutNumbers(first.message) : 'it explains no answers';
  const told = `${typeof code === 'string' ? code : `HTTP_${reply.status}`}: ${said}`;
  throw graphClientFault('GRAPH_REFUSED', oneLine(told));
}
