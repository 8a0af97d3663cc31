/**
 * Traces of a subgraph: a span for each request, below that of the gateway's fetch, and one below it for each command to the database: its name,
 * its collection and its time, never a filter. Off unless an endpoint is set; a request then runs as if this file were not there.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Log } from '../../base/log.ts';
import type { SettingsOf } from '../../base/settings.ts';
import type { FinishedSpan } from '../../base/traces/finished-span.ts';
import { openSpanExporter, type SpanExporter } from '../../base/traces/span-exporter.ts';
import type { traceSettings } from '../../base/traces/settings.ts';
import { newSpanId, newTraceId, readTraceparent, type TraceContext } from '../../base/traces/trace-context.ts';
import { wallClock } from '../../base/traces/wall-clock.ts';
import { TraceSampler, type SampleReason } from '../../base/traces/trace-sampler.ts';
import type { TraceCommand } from '../data/database.ts';
import type { Headers } from '../subgraph.ts';

/** How a request went. */
interface Outcome {
  /** Code of its first error. */
  readonly code?: string;
  /** Over HTTP. */
  readonly status?: number;
}

/** Runs requests in their traces. */
export interface RequestTraces {
  /** @param outcomeOf told the answer; where the work throws, it is a failure */
  run<Answer>(headers: Headers, work: () => Promise<Answer>, outcomeOf: (answer: Answer) => Outcome): Promise<Answer>;
  /** Notes a command of the request that is running; undefined where commands need not be told. */
  readonly onCommand: TraceCommand | undefined;
  /** Sends what waits. */
  close(): Promise<void>;
}

interface TracesParts {
  readonly settings: SettingsOf<typeof traceSettings>;
  /** Name of the subgraph. */
  readonly name: string;
  readonly log: Log;
}

/** No traces. */
const OFF: RequestTraces = { run: (_headers, work) => work(), onCommand: undefined, close: () => Promise.resolve() };
/** A request that takes longer is sent whatever else is said, ms. */
const SLOW = 1_000;
/** Commands of one request that have a span. */
const MOST_COMMANDS = 200;
/** What a request whose work threw ended with. */
const FAILED: Outcome = { code: 'INTERNAL' };

/** @returns traces that do nothing where no endpoint is set */
export function requestTraces({ settings, name, log }: TracesParts): RequestTraces {
  const { tracesEndpoint } = settings;
  if (tracesEndpoint === undefined) return OFF;
  const exporter = openSpanExporter({ settings: { ...settings, tracesEndpoint }, service: `sigap-${name}`, log });
  const sampler = new TraceSampler({
    ratio: settings.tracesRatio,
    spansPerSecond: settings.tracesSpansPerSecond,
    onBeyond: () => exporter.drop(1, 'bound'),
  });
  return new Traces(name, exporter, sampler);
}

interface CommandNote {
  readonly command: string;
  readonly collection: string | undefined;
  readonly began: number;
  readonly ms: number;
  readonly isOk: boolean;
}

/** The notes of one request. */
interface RequestNote {
  readonly context: TraceContext;
  readonly parentId: string | undefined;
  readonly reason: SampleReason | undefined;
  /** ms of `performance.now()` */
  readonly began: number;
  readonly commands: CommandNote[];
  /** Commands beyond those that have a span. */
  more: number;
}

class Traces implements RequestTraces {
  readonly #name: string;
  readonly #exporter: SpanExporter;
  readonly #sampler: TraceSampler;
  readonly #running = new AsyncLocalStorage<RequestNote>();

  constructor(name: string, exporter: SpanExporter, sampler: TraceSampler) {
    this.#name = name;
    this.#exporter = exporter;
    this.#sampler = sampler;
  }

  async run<Answer>(
    headers: Headers,
    work: () => Promise<Answer>,
    outcomeOf: (answer: Answer) => Outcome,
  ): Promise<Answer> {
    const note = this.#begin(headers);
    let outcome = FAILED;
    try {
      const answer = await this.#running.run(note, work);
      outcome = outcomeOf(answer);
      return answer;
    } finally {
      this.#end(note, outcome);
    }
  }

  readonly onCommand: TraceCommand = (command, collection) => {
    const note = this.#running.getStore();
    if (note === undefined) return undefined;
    const began = performance.now();
    return (isOk) => {
      if (note.commands.length >= MOST_COMMANDS) note.more++;
      else note.commands.push({ command, collection, began, ms: performance.now() - began, isOk });
    };
  };

  close(): Promise<void> {
    return this.#exporter.close();
  }

  #begin(headers: Headers): RequestNote {
    const parent = readTraceparent(headers['traceparent']);
    const traceId = parent?.traceId ?? newTraceId();
    const reason = this.#sampler.begin(traceId, parent?.sampled);
    return {
      context: { traceId, spanId: newSpanId(), sampled: reason !== undefined },
      parentId: parent?.spanId,
      reason,
      began: performance.now(),
      commands: [],
      more: 0,
    };
  }

  #end(note: RequestNote, outcome: Outcome): void {
    const ms = performance.now() - note.began;
    const reasons: SampleReason[] = note.reason === undefined ? [] : [note.reason];
    if (outcome.code !== undefined) reasons.push('error');
    if (ms > SLOW) reasons.push('slow');
    if (reasons.length === 0) return;
    const count = 1 + note.commands.length;
    const reason = reasons.find((each) => this.#sampler.takes(each, count));
    if (reason === undefined) this.#exporter.drop(count, 'bound');
    else this.#exporter.add(this.#spans(note, outcome, ms, reason));
  }

  #spans(note: RequestNote, { code, status }: Outcome, ms: number, reason: SampleReason): FinishedSpan[] {
    const { context, parentId, began, commands, more } = note;
    const epoch = wallClock();
    const request: FinishedSpan = {
      traceId: context.traceId,
      spanId: context.spanId,
      parentId,
      name: `subgraph ${this.#name}`,
      kind: 'server',
      began: epoch + began,
      ms,
      code,
      attributes: {
        'http.route': status === undefined ? undefined : '/graphql',
        'http.response.status_code': status,
        'sigap.commands.left_out': more > 0 ? more : undefined,
        'sigap.sampled_by': reason,
      },
    };
    return [request, ...commands.map((command) => commandSpan(command, context, this.#name, epoch))];
  }
}

/** By the semantic conventions of database clients. */
function commandSpan(
  { command, collection, began, ms, isOk }: CommandNote,
  { traceId, spanId: parentId }: TraceContext,
  subgraph: string,
  epoch: number,
): FinishedSpan {
  return {
    traceId,
    spanId: newSpanId(),
    parentId,
    name: collection === undefined ? command : `${command} ${collection}`,
    kind: 'client',
    began: epoch + began,
    ms,
    code: isOk ? undefined : 'COMMAND_FAILED',
    attributes: {
      'db.system.name': 'mongodb',
      'db.namespace': `sigap_${subgraph}`,
      'db.operation.name': command,
      'db.collection.name': collection,
    },
  };
}
