/** Requests to the graph: how many, how long, by operation, client and code, and how long each stage took. */
import type { Registry } from 'prom-client';
import {
  REQUEST_STAGES,
  type RequestWatch,
  type RequestStage,
  type WatchedOperation,
} from '../../watch/request-watch.ts';
import { BoundedNames, OTHER } from '../bounded-names.ts';
import type { ToldError } from '../codes.ts';
import { gaugesOf } from './gauge.ts';
import { CounterSeries, DurationHistogram } from './series.ts';
import { toldMethod } from '../told-request.ts';
import type { ObjectPlan } from '../../result/response-plan.ts';
import { withheldCounts } from './withheld-counts.ts';

/** Names of operations that have a series of their own, beside those that are known. */
const MOST_OPERATIONS = 100;
/** Names of clients that have one: of callers with a credential, and of all others, who might send ever new names to leave no place for them. */
const [MOST_CLIENTS, MOST_STRANGERS] = [50, 20];
/** Of each name, codes with a series of their own: a subgraph may send ever new ones. */
const MOST_CODES = 100;
/** The role that everybody has. */
const PUBLIC = 'public';
/** The code of an answer without errors. */
const NO_ERROR = 'OK';

/** Counts requests. */
export interface RequestMetrics {
  begun(): void;
  /** @param errors of the answer, each kind once */
  ended(watch: RequestWatch, errors: readonly ToldError[]): void;
  /** What was refused before it was a request. */
  unreadable(code: string): void;
}

/** @param known names of the operations in the manifest and in OPERATIONS: each has a series, however many strangers ask */
export function requestMetrics(registry: Registry, known: Iterable<string>): RequestMetrics {
  return new Requests(registry, known);
}

type Durations = ReturnType<DurationHistogram['of']>;
type Count = ReturnType<CounterSeries['of']>;

/** What is counted for a prepared operation. */
interface OperationSeries {
  readonly name: string;
  readonly durations: Durations;
  /** Its requests without an error. */
  readonly answered: Count;
}

class Requests implements RequestMetrics {
  readonly #operations: BoundedNames;
  readonly #clients = new BoundedNames(MOST_CLIENTS);
  readonly #strangers = new BoundedNames(MOST_STRANGERS);
  readonly #codes = new BoundedNames(MOST_CODES);
  readonly #subgraphs = new BoundedNames(MOST_CODES);
  readonly #series: ReturnType<typeof seriesIn>;
  readonly #observeStage: (stage: RequestStage, began: number, ms: number) => void;
  /** What is counted for a prepared operation, found once: finding it anew would take longer than counting. */
  readonly #prepared = new WeakMap<WatchedOperation, OperationSeries>();
  /** Of the most usual method, by status. */
  readonly #posts = new Map<number, Durations>();
  readonly #countWithheld: (plan: ObjectPlan) => void;
  #active = 0;

  constructor(registry: Registry, known: Iterable<string>) {
    this.#operations = new BoundedNames(MOST_OPERATIONS, known);
    this.#series = seriesIn(registry);
    this.#countWithheld = withheldCounts(registry);
    const stages = Object.fromEntries(
      REQUEST_STAGES.map((stage) => [stage, this.#series.stages.of({ stage })]),
    ) as Record<RequestStage, Durations>;
    this.#observeStage = (stage, _, ms) => stages[stage].observe(ms);
    gaugesOf(registry)('http_server_active_requests', 'Requests to the graph under way', () => this.#active);
  }

  begun(): void {
    this.#active++;
  }

  ended(watch: RequestWatch, errors: readonly ToldError[]): void {
    const { shared, abandoned, bytesIn, bytesOut } = this.#series;
    this.#active--;
    this.#requestsLike(watch).observe(watch.duration);
    watch.eachStage(this.#observeStage);
    this.#countOperation(watch, errors);
    this.#countClient(watch, errors);
    for (const error of errors) this.#countError(error);
    bytesIn.value += watch.bytesIn;
    bytesOut.value += watch.bytesOut;
    if (watch.shownBy !== undefined) this.#countWithheld(watch.shownBy);
    if (watch.shared) shared.value++;
    if (watch.abandoned) abandoned.value++;
  }

  unreadable(code: string): void {
    this.#series.errors.of({ code, subgraph: '' }).value++;
  }

  #countError(error: ToldError): void {
    const subgraph = error.subgraph === undefined ? '' : this.#subgraphs.of(error.subgraph);
    this.#series.errors.of({ code: this.#codes.of(error.code), subgraph }).value++;
  }

  #requestsLike(watch: RequestWatch): Durations {
    const { requests } = this.#series;
    const { method, status } = watch;
    // What hardly anybody sends is not worth a place.
    if (method !== 'POST' || status === 0) return requests.of(httpLabels(watch));
    let like = this.#posts.get(status);
    if (like === undefined) this.#posts.set(status, (like = requests.of(httpLabels(watch))));
    return like;
  }

  /** An operation is known once it is prepared; what was refused before that has none. */
  #countOperation({ operation, duration }: RequestWatch, errors: readonly ToldError[]): void {
    const prepared = operation && this.#seriesOf(operation);
    prepared?.durations.observe(duration);
    if (prepared !== undefined && errors.length === 0) prepared.answered.value++;
    else this.#operationCount(prepared?.name ?? OTHER, this.#codeOf(errors)).value++;
  }

  #seriesOf(operation: WatchedOperation): OperationSeries {
    let prepared = this.#prepared.get(operation);
    if (prepared === undefined) {
      const name = this.#operations.of(operation.operation.name?.value);
      const labels = { graphql_operation_name: name, graphql_operation_type: operation.kind };
      const [durations, answered] = [this.#series.durations.of(labels), this.#operationCount(name, NO_ERROR)];
      this.#prepared.set(operation, (prepared = { name, durations, answered }));
    }
    return prepared;
  }

  #operationCount(name: string, code: string): Count {
    return this.#series.operations.of({ graphql_operation_name: name, code });
  }

  #countClient({ roles = [], headers }: RequestWatch, errors: readonly ToldError[]): void {
    const names = roles.some((role) => role !== PUBLIC) ? this.#clients : this.#strangers;
    const name = names.of(text(headers['apollographql-client-name']));
    this.#series.clients.of({ client_name: name, code: this.#codeOf(errors) }).value++;
  }

  #codeOf(errors: readonly ToldError[]): string {
    return errors.length === 0 ? NO_ERROR : this.#codes.of(errors[0]!.code);
  }
}

/** Every series of requests. */
function seriesIn(registry: Registry) {
  const counters = (name: string, help: string): CounterSeries => new CounterSeries(registry, { name, help });
  const durations = (name: string, help: string): DurationHistogram => new DurationHistogram(registry, { name, help });
  return {
    requests: durations(
      'http_server_request_duration_seconds',
      'Requests to the graph, from their arrival to the last byte of the answer',
    ),
    durations: durations('sigap_operation_duration_seconds', 'Requests whose operation was prepared, by its name'),
    stages: durations('sigap_stage_duration_seconds', 'Stages of requests, each where it was reached'),
    operations: counters('sigap_operation_requests_total', 'Requests by operation and by the first code of the answer'),
    clients: counters(
      'sigap_client_requests_total',
      'Requests by what the client calls itself and by the first code of the answer',
    ),
    errors: counters('sigap_errors_total', 'Errors in answers, each kind once an answer'),
    shared: counters('sigap_requests_shared_total', 'Requests that the run of an identical one answered').of({}),
    abandoned: counters('sigap_requests_abandoned_total', 'Requests whose client left before the answer was sent').of(
      {},
    ),
    bytesIn: counters('http_server_request_body_size_bytes_total', 'Bytes of the bodies of requests').of({}),
    bytesOut: counters('http_server_response_body_size_bytes_total', 'Bytes of the bodies of answers').of({}),
  };
}

/** As OpenTelemetry's semantic conventions call them. */
function httpLabels(watch: RequestWatch): Readonly<Record<string, string>> {
  return {
    http_request_method: toldMethod(watch),
    http_response_status_code: watch.status === 0 && watch.abandoned ? '' : String(watch.status),
    // The graph's, wherever GRAPHQL_PATH puts it: dashboards find it under one name.
    http_route: '/graphql',
  };
}

const text = (header: string | string[] | undefined): string | undefined =>
  typeof header === 'string' ? header : undefined;
