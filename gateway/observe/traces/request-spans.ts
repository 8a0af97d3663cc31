/** The spans of a request that has ended: the request, each of its stages, each of its fetches. They are made from its notes alone. */
import type { QueryPlan } from '@apollo/query-planner';
import type { FinishedSpan } from '../../../base/traces/finished-span.ts';
import type { SampleReason } from '../../../base/traces/trace-sampler.ts';
import { newSpanId } from '../../../base/traces/trace-context.ts';
import { wallClock } from '../../../base/traces/wall-clock.ts';
import type { FetchNote } from '../../fetch/fetch-note.ts';
import { toldName } from '../../usage/used-document.ts';
import type { RequestTrace, RequestWatch } from '../../watch/request-watch.ts';
import type { ToldError } from '../codes.ts';
import { toldClient, toldCodes, toldMethod, toldOperation } from '../told-request.ts';
import { planSteps } from './plan-steps.ts';

/** A request may have thousands of fetches; a trace of so many is none that anybody reads. */
const MOST_FETCHES = 200;

/** @returns how many spans `requestSpans` makes */
export function spanCount(watch: RequestWatch): number {
  let stages = 0;
  watch.eachStage(() => stages++);
  return 1 + stages + Math.min(watch.fetches?.length ?? 0, MOST_FETCHES);
}

/** @param reason why they are sent */
export function requestSpans(
  watch: RequestWatch,
  trace: RequestTrace,
  errors: readonly ToldError[],
  reason: SampleReason,
): FinishedSpan[] {
  const epoch = wallClock();
  const stages = stageSpans(watch, trace, epoch);
  const execute = stages.find(({ name }) => name === 'execute')?.spanId ?? trace.spanId;
  const steps = planSteps(watch.operation?.plan as QueryPlan | undefined);
  const fetches = (watch.fetches ?? [])
    .slice(0, MOST_FETCHES)
    .map((fetch) => fetchSpan(fetch, { watch, steps, epoch, parentId: execute }));
  return [
    { ...requestSpan(watch, errors, reason), ...ownIds(trace), began: epoch + watch.began },
    ...stages,
    ...fetches,
  ];
}

const ownIds = ({ traceId, spanId, parentId }: RequestTrace) => ({ traceId, spanId, parentId });

function requestSpan(
  watch: RequestWatch,
  errors: readonly ToldError[],
  reason: SampleReason,
): Omit<FinishedSpan, 'traceId' | 'spanId' | 'parentId' | 'began'> {
  const { status, operation, duration, ranBy, fetches = [] } = watch;
  const [method, name] = [toldMethod(watch), toldOperation(watch)];
  const left = fetches.length - MOST_FETCHES;
  return {
    name: operation === undefined ? `${method} /graphql` : [operation.kind, name].filter(Boolean).join(' '),
    kind: 'server',
    ms: duration,
    code: errors[0]?.code ?? (status >= 500 ? String(status) : undefined),
    attributes: {
      'http.request.method': method,
      'http.route': '/graphql',
      'http.response.status_code': status === 0 ? undefined : status,
      'http.request.body.size': watch.bytesIn,
      'http.response.body.size': watch.bytesOut,
      'graphql.operation.name': name,
      'graphql.operation.type': operation?.kind,
      'sigap.request.id': toldName(watch.requestId) ?? undefined,
      'sigap.client.name': toldClient(watch, 'name'),
      'sigap.roles': watch.roles,
      'sigap.codes': toldCodes(errors),
      'sigap.shared': watch.shared || undefined,
      'sigap.abandoned': watch.abandoned || undefined,
      'sigap.fetches.left_out': left > 0 ? left : undefined,
      'sigap.sampled_by': reason,
    },
    links: ranBy === undefined ? [] : [ranBy],
  };
}

/** One after the other, without a gap: each begins where the one before ended. */
function stageSpans(watch: RequestWatch, trace: RequestTrace, epoch: number): FinishedSpan[] {
  const spans: FinishedSpan[] = [];
  watch.eachStage((name, began, ms) =>
    spans.push({
      traceId: trace.traceId,
      spanId: newSpanId(),
      parentId: trace.spanId,
      name,
      kind: 'internal',
      began: epoch + began,
      ms,
      code: undefined,
      attributes: {},
    }),
  );
  return spans;
}

interface FetchPlace {
  readonly watch: RequestWatch;
  readonly steps: ReadonlyMap<object, number>;
  readonly epoch: number;
  readonly parentId: string;
}

function fetchSpan(note: FetchNote, { watch, steps, epoch, parentId }: FetchPlace): FinishedSpan {
  const { subgraph, at, ms, sent, joined, fetches } = note;
  // A request that is sent for its error or its slowness alone has named its own span to subgraphs, which recorded nothing below it.
  const { traceId, spanId } = note.span ?? { traceId: watch.trace!.traceId, spanId: newSpanId() };
  const numbers = [note.step ?? []].flat().flatMap((node) => steps.get(node) ?? []);
  return {
    traceId,
    spanId,
    parentId,
    name: `fetch ${subgraph}`,
    kind: 'client',
    began: epoch + watch.began + at,
    ms: ms ?? Math.max(0, watch.duration - at),
    code: note.code,
    attributes: {
      'server.address': subgraph,
      'http.request.method': sent?.by === 'http' ? 'POST' : undefined,
      'http.request.resend_count': sent !== undefined && sent.tries > 1 ? sent.tries - 1 : undefined,
      'http.response.body.size': sent?.by === 'http' ? sent.bytes : undefined,
      'graphql.operation.type': note.kind,
      'sigap.plan.step': numbers.length > 1 ? numbers : numbers[0],
      'sigap.entities': note.entities,
      'sigap.fetches': fetches > 1 ? fetches : undefined,
      'sigap.tries': sent?.tries,
      'sigap.shared': joined !== undefined || undefined,
      'sigap.unfinished': ms === undefined || undefined,
    },
    links: joined?.span === undefined ? [] : [joined.span],
  };
}
