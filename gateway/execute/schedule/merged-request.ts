/**
 * Sends what one wave of a plan requests from one subgraph. One fetch goes as it is; several go as one request, and each gets the part
 * of the reply that answers it, as if it had gone alone. What one of them cannot have taken from its own part (a reply without
 * data, an error that names no field, a failed request) is not attributed to it: the fetches are then sent again one by one.
 */
import { CodedError } from '../../../base/errors.ts';
import { NullPrototypeObject } from '../../result/null-prototype-object.ts';
import { NO_ESCAPES, type SubgraphReply, type SubgraphRequest } from '../../fetch/subgraph-request.ts';
import type { FetchPlan } from '../fetch-plan.ts';
import type { PlanRun } from '../run.ts';
import { mergeDocuments, type FetchSource, type MergedDocument } from './merged-document.ts';

/** A fetch's operation, written. */
export interface FetchText {
  readonly plan: FetchPlan;
  readonly bodyStart: string;
}

/** Sends a fetch's request, with others or alone. */
export interface FetchSender {
  /** @throws CodedError as `Fetcher.fetch` does */
  send(run: PlanRun, text: FetchText, variables: Variables): Promise<SubgraphReply>;
}

type Variables = Readonly<Record<string, unknown>>;

/** How long the fetches of a group go one by one after a request for several has failed, in ms. */
const REST = 30_000;

/** So many ways of writing some of a group's fetches as one are kept. */
const KEPT = 32;

/** A fetch of a group that waits to be sent. */
interface Waiting {
  readonly text: FetchText;
  readonly variables: Variables;
  readonly resolve: (reply: SubgraphReply | Promise<SubgraphReply>) => void;
  readonly reject: (error: unknown) => void;
}

/** The fetches of a compiled plan that may go to one subgraph as one request, for all its runs. */
export class MergeableFetches {
  readonly #sources: readonly FetchSource[];
  /** For each fetch, the index of its source. */
  readonly #places: ReadonlyMap<FetchText, number>;
  readonly #documents = new Map<string, MergedDocument>();
  /** In ms of `performance.now()`. */
  #restsUntil = -Infinity;

  constructor(texts: readonly FetchText[], sources: readonly FetchSource[]) {
    this.#sources = sources;
    this.#places = new Map(texts.map((text, index) => [text, index]));
  }

  /** @returns what collects the requests of one wave of a run until it is closed */
  collect(run: PlanRun): CollectedRequests {
    return new CollectedRequests(this, run);
  }

  canMerge(text: FetchText): boolean {
    return this.#places.has(text) && performance.now() >= this.#restsUntil;
  }

  rest(): void {
    this.#restsUntil = performance.now() + REST;
  }

  documentFor(texts: readonly FetchText[], lists: readonly number[]): MergedDocument {
    const places = texts.map((text) => this.#places.get(text)!);
    const key = `${places.join()} ${lists.join()}`;
    let document = this.#documents.get(key);
    if (document === undefined) {
      document = mergeDocuments(
        places.map((place) => this.#sources[place]!),
        lists,
      );
      if (this.#documents.size < KEPT) this.#documents.set(key, document);
    }
    return document;
  }
}

class CollectedRequests implements FetchSender {
  readonly #group: MergeableFetches;
  readonly #run: PlanRun;
  readonly #waiting: Waiting[] = [];

  constructor(group: MergeableFetches, run: PlanRun) {
    this.#group = group;
    this.#run = run;
  }

  send(run: PlanRun, text: FetchText, variables: Variables): Promise<SubgraphReply> {
    return this.#group.canMerge(text)
      ? new Promise((resolve, reject) => this.#waiting.push({ text, variables, resolve, reject }))
      : sendAlone(run, text, variables);
  }

  /** Nothing more comes: sends what has been collected. */
  close(): void {
    if (this.#waiting.length > 1) void this.#sendTogether();
    else for (const one of this.#waiting) one.resolve(sendAlone(this.#run, one.text, one.variables));
  }

  async #sendTogether(): Promise<void> {
    const waiting = this.#waiting;
    try {
      const { lists, variables } = mergedVariables(waiting);
      const document = this.#group.documentFor(
        waiting.map(({ text }) => text),
        lists,
      );
      const { plan } = waiting[0]!.text;
      document.variables.forEach((name, index) => {
        if (name !== undefined) variables[name] = waiting[index]!.variables['representations'];
      });
      const { subgraph, kind } = plan;
      const reply = await sendRequest(
        this.#run,
        {
          query: document.query,
          operationName: document.operationName,
          bodyStart: document.bodyStart,
          lists: document.lists,
          subgraph,
          kind,
          fetches: waiting.length,
          step: waiting.map(({ text }) => text.plan.node),
          entities: waiting.reduce((sum, one) => sum + (entitiesOf(one.text, one.variables) ?? 0), 0),
        },
        variables,
      );
      this.#share(reply, document);
    } catch (thrown) {
      if (isFinal(thrown)) for (const one of waiting) one.reject(thrown);
      else this.#sendApart(waiting);
    }
  }

  #share(reply: SubgraphReply, { aliases }: MergedDocument): void {
    const waiting = this.#waiting;
    const errors = errorsByFetch(reply, waiting, aliases);
    if (errors === undefined) return this.#sendApart(waiting);
    // A null that goes up to the root takes all fields with it. Where one fetch has errors, it is that one's.
    if (reply.data == null && errors.filter((own) => own.length > 0).length !== 1) return this.#sendApart(waiting);
    waiting.forEach((one, index) => {
      const own = errors[index]!;
      if (reply.data == null && own.length === 0) this.#sendApart([one]);
      else one.resolve(partOf(reply, one, aliases[index], own));
    });
  }

  #sendApart(waiting: readonly Waiting[]): void {
    this.#group.rest();
    for (const { text, variables, resolve } of waiting) resolve(sendAlone(this.#run, text, variables));
  }
}

/** Sends each fetch by itself. */
export const ALONE: FetchSender = { send: sendAlone };

function sendAlone(run: PlanRun, text: FetchText, variables: Variables): Promise<SubgraphReply> {
  const { subgraph, query, operationName, kind, node: step, lists } = text.plan;
  const entities = entitiesOf(text, variables);
  return sendRequest(
    run,
    { subgraph, query, operationName, kind, bodyStart: text.bodyStart, step, entities, lists },
    variables,
  );
}

/** @returns how many entities a fetch asks about; undefined for fields of the root */
function entitiesOf({ plan }: FetchText, { representations }: Variables): number | undefined {
  return plan.entities !== undefined && Array.isArray(representations) ? representations.length : undefined;
}

async function sendRequest(
  run: PlanRun,
  text: Pick<FetchPlan, 'subgraph' | 'query' | 'operationName' | 'kind'> &
    Pick<SubgraphRequest, 'bodyStart' | 'fetches' | 'step' | 'entities' | 'lists'>,
  variables: Variables,
): Promise<SubgraphReply> {
  const { caller, notes, deadline, signal } = run;
  const { subgraph, query, operationName, kind, bodyStart, fetches, step, entities, lists } = text;
  const reply = await run.fetcher.fetch({
    subgraph,
    query,
    operationName,
    bodyStart,
    fetches,
    step,
    entities,
    lists,
    variables,
    kind,
    caller,
    notes,
    deadline,
    signal,
  });
  run.unescaped &&= reply[NO_ESCAPES] === true;
  return reply;
}

/** Failures that do not depend on the query: sending a fetch by itself would fail as well. */
const FINAL = new Set(['SUBGRAPH_ABANDONED', 'SUBGRAPH_OPEN', 'SUBGRAPH_BUSY', 'SUBGRAPH_CLOSING', 'SUBGRAPH_UNKNOWN']);

function isFinal(thrown: unknown): boolean {
  return !(thrown instanceof CodedError) || FINAL.has(thrown.code);
}

/** All variables but the lists of entities, and which of those lists are equal. */
function mergedVariables(waiting: readonly Waiting[]): {
  readonly lists: readonly number[];
  readonly variables: Record<string, unknown>;
} {
  const variables = new NullPrototypeObject();
  const lists: number[] = [];
  const isSame = representationsCompared(waiting.map((fetch) => fetch.variables['representations']));
  waiting.forEach(({ variables: own }, index) => {
    for (const name in own) if (name !== 'representations') variables[name] = own[name];
    const equal = waiting.findIndex((_, before) => before < index && isSame(before, index));
    lists.push(equal === -1 ? index : equal);
  });
  return { lists, variables };
}

/**
 * Whether two lists hold the same entities in the same order and by the same names: `representationKey` leaves names out, since within one
 * fetch they are the same. A list is written as text at most once, and only when another is as long and begins alike.
 */
function representationsCompared(lists: readonly unknown[]): (one: number, other: number) => boolean {
  const texts: string[] = [];
  const textOf = (index: number): string => (texts[index] ??= JSON.stringify(lists[index]));
  return (one, other) => {
    const [a, b] = [lists[one], lists[other]];
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return JSON.stringify(a[0]) === JSON.stringify(b[0]) && textOf(one) === textOf(other);
  };
}

type Errors = NonNullable<SubgraphReply['errors']>;

/** @returns each fetch's errors, with paths as it would have got them alone; `undefined` where one cannot be told whose it is */
function errorsByFetch(
  { errors }: SubgraphReply,
  waiting: readonly Waiting[],
  aliases: readonly (string | undefined)[],
): readonly (readonly Errors[number][])[] | undefined {
  const own: Errors[number][][] = waiting.map(() => []);
  if (!Array.isArray(errors)) return own;
  for (const error of errors as Errors) {
    const [first, ...rest] = (Array.isArray(error.path) ? error.path : []) as readonly unknown[];
    const index = typeof first === 'string' ? ownerOf(first, waiting, aliases) : -1;
    if (index === -1) return undefined;
    const name = waiting[index]!.text.plan.entities?.name;
    own[index]!.push(name === undefined ? error : { ...error, path: [name, ...(rest as (string | number)[])] });
  }
  return own;
}

function ownerOf(name: string, waiting: readonly Waiting[], aliases: readonly (string | undefined)[]): number {
  const index = aliases.indexOf(name);
  if (index !== -1) return index;
  return waiting.findIndex(
    ({ text }) => !text.plan.entities && [...text.plan.level.fields.values()].some(({ names }) => names.has(name)),
  );
}

/** What a fetch would have got alone. Root fields keep their names, and nobody looks at those of others. */
function partOf(
  { data }: SubgraphReply,
  { text }: Waiting,
  alias: string | undefined,
  errors: readonly Errors[number][],
): SubgraphReply {
  const own = data == null || alias === undefined ? data : { [text.plan.entities!.name]: data[alias] };
  return errors.length === 0 ? { data: own } : { data: own, errors };
}
