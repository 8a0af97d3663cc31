/**
 * Asks the graph over HTTP, and waits where it says that there is too much at once: a file takes as long as the caller's budget a minute allows.
 * An answer with an error is none: half of what was asked for is never taken for the whole.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { CodedError } from '../../base/errors.ts';
import { withoutNumbers } from '../../base/person-numbers.ts';
import { oneLine } from '../terminal/one-line.ts';
import { graphClientFault } from './errors.ts';
import { sendQuestion, type Asker, type GraphQuestion, type GraphReply } from './send-question.ts';

/** How questions are asked. */
export interface AskOptions extends Asker {
  /** Told before each wait. */
  readonly onWait?: ((seconds: number, code: string) => void) | undefined;
  /** How long one question may be refused or unanswered before it is given up, in ms; 10 minutes when left out. */
  readonly patience?: number;
}

const PATIENCE_MS = 600_000;
/** Statuses and codes at which the same question may succeed later. Whatever is asked here may be asked twice: rows that were taken are answered as the first time. */
const LATER = new Set([429, 503]);
const LATER_CODES = new Set([
  'SUBGRAPH_BUSY',
  'SUBGRAPH_CLOSING',
  'SUBGRAPH_OPEN',
  'SUBGRAPH_TIMEOUT',
  'SUBGRAPH_UNREACHABLE',
]);
/** Where the graph does not say how long, and where it does not answer: seconds before the first, second … time again. */
const BACK_OFF = [1, 2, 4, 8, 16, 30];

/**
 * @returns what was asked for, whole
 * @throws CodedError GRAPH_UNREACHABLE; GRAPH_REFUSED, with the code of the graph in `extensions.graphCode`
 */
export async function askGraph<Data>(question: GraphQuestion, options: AskOptions): Promise<Data> {
  const until = Date.now() + (options.patience ?? PATIENCE_MS);
  for (let time = 0; ; time++) {
    const outcome = await ask(question, options).catch((thrown: unknown) => unreachable(thrown, options));
    if (!(outcome instanceof Refusal)) return outcome as Data;
    const seconds = outcome.retryAfter ?? BACK_OFF[Math.min(time, BACK_OFF.length - 1)]!;
    if (!outcome.passes || Date.now() + seconds * 1000 > until) throw outcome.error;
    options.onWait?.(seconds, outcome.error.message);
    await wait(seconds * 1000);
  }
}

/** Why there is no answer, and whether there may be one later. */
class Refusal {
  readonly error: CodedError;
  readonly passes: boolean;
  readonly retryAfter: number | undefined;

  constructor(error: CodedError, passes: boolean, retryAfter?: number) {
    this.error = error;
    this.passes = passes;
    this.retryAfter = retryAfter;
  }
}

const unreachable = (thrown: unknown, { url }: AskOptions): Refusal =>
  new Refusal(graphClientFault('GRAPH_UNREACHABLE', url.origin, { cause: thrown }), true);

async function ask(question: GraphQuestion, options: AskOptions): Promise<unknown> {
  const { reply, answer } = await sendQuestion(question, options);
  if (answer?.errors === undefined && reply.ok && answer?.data != null) return answer.data;
  return refusalOf(reply, answer);
}

function refusalOf(reply: Response, answer: GraphReply['answer']): Refusal {
  const [first] = answer?.errors ?? [];
  const { code, retryAfter } = first?.extensions ?? {};
  const graphCode = typeof code === 'string' ? code : `HTTP_${reply.status}`;
  const message = typeof first?.message === 'string' ? withoutNumbers(first.message) : 'it gave no reason';
  const header = Number(reply.headers.get('retry-after') ?? NaN);
  const seconds = typeof retryAfter === 'number' ? retryAfter : header;
  const error = graphClientFault('GRAPH_REFUSED', oneLine(`${graphCode}: ${message}`), { extensions: { graphCode } });
  const passes = LATER.has(reply.status) || LATER_CODES.has(graphCode);
  return new Refusal(error, passes, Number.isFinite(seconds) && seconds > 0 ? seconds : undefined);
}
