/** The fetches of an answer: which were sent, when, what became of them, and which were not. */
import { Kind, print } from 'graphql';
import { isSubjectKey } from '../audit/subjects.ts';
import type { FetchNote } from '../fetch/fetch-note.ts';
import type { FetchView } from '../plan/fetched-fields.ts';
import { clientName } from '../plan/workarounds/separate-aliases.ts';
import { operationOf } from '../document/operation.ts';
import type { ExplainedFetch, FetchState } from './explanation.ts';
import { isOfEntities } from './plan-places.ts';
import type { SelectedPart } from './selected-part.ts';
import { toldPath } from './told-path.ts';
import { failureOf, type PositionOf } from './why-failed.ts';

/** What fetches are explained with. */
export interface FetchSources {
  /** Of the plan. */
  readonly views: readonly FetchView[];
  readonly notes: readonly FetchNote[];
  /** False where the plan alone was asked for. */
  readonly hasRun: boolean;
  readonly positionOf: PositionOf;
  /** Whether the caller may see where subgraphs are. */
  readonly seesSubgraphs: boolean;
  /** Whether the size of a fetch's reply may be told. */
  readonly tellsSize: (view: FetchView) => boolean;
  readonly selectedPart: SelectedPart;
  /** The answer as it leaves. */
  readonly data: Readonly<Record<string, unknown>> | null | undefined;
}

/** @returns each request, then each fetch of the plan that was not sent */
export function explainFetches(sources: FetchSources): readonly ExplainedFetch[] {
  const { views, notes } = sources;
  const byStep = alikeByStep(views);
  const first = Math.min(...notes.map(({ at }) => at));
  const sent = new Set<FetchView>();
  const explained = notes.map((note) => {
    const steps = note.step === undefined ? [] : Array.isArray(note.step) ? (note.step as object[]) : [note.step];
    const own = steps.flatMap((step) => byStep.get(step) ?? []);
    for (const view of own) sent.add(view);
    return ofNote(sources, note, own, first);
  });
  return [...explained, ...views.filter((view) => !sent.has(view)).map((view) => unsent(sources, view))];
}

/** By the fetch of the plan, those with the same query about entities at other places, itself among them: one request asks for all of them. */
function alikeByStep(views: readonly FetchView[]): ReadonlyMap<object, readonly FetchView[]> {
  const groups = [...Map.groupBy(views, (view) => (isOfEntities(view) ? queryOf(view) : view)).values()];
  return new Map(groups.flatMap((alike) => alike.map((view) => [view.node, alike] as const)));
}

/** Their operations differ in their names alone. */
function queryOf({ node, document }: FetchView): string {
  const operation = { ...operationOf(document), name: undefined };
  const others = document.definitions.filter(({ kind }) => kind !== Kind.OPERATION_DEFINITION);
  return JSON.stringify([node.serviceName, node.requires, [operation, ...others].map(print)]);
}

function ofNote(sources: FetchSources, note: FetchNote, views: readonly FetchView[], first: number): ExplainedFetch {
  const { subgraph, at, ms, code, errors = 0 } = note;
  const { sent } = note.joined ?? note;
  const state = stateOf(note);
  const why = whyOf(sources, note, state, views.every(isForTheRecord) && views.length > 0);
  const tellsSize = views.length > 0 && errors === 0 && views.every(sources.tellsSize);
  return {
    subgraph,
    address: addressOf(sources, subgraph),
    ...pathsOf(sources, views),
    started: toldTime(sources, at - first),
    took: toldTime(sources, ms ?? 0),
    rows: code === undefined ? rowsOf(sources, note, views) : null,
    bytes: tellsSize && sent?.by === 'http' && code === undefined ? sent.bytes : null,
    tries: sent?.tries ?? 0,
    state,
    ...(why !== undefined && { why }),
  };
}

function unsent(sources: FetchSources, view: FetchView): ExplainedFetch {
  const { serviceName: subgraph } = view.node;
  return {
    subgraph,
    address: addressOf(sources, subgraph),
    ...pathsOf(sources, [view]),
    started: null,
    took: null,
    rows: null,
    bytes: null,
    tries: 0,
    state: 'unsent',
    why: sources.hasRun ? whyUnsent(view) : 'Nothing was run: the request asks for the plan alone.',
  };
}

function whyUnsent(view: FetchView): string {
  return isForTheRecord(view)
    ? 'It is for the record of the audit, and there was nothing to ask for.'
    : 'It was not needed: there is no object that it could be asked for, a condition left it out, or an earlier fetch had its answer.';
}

/** Codes with which a request is refused before it is sent. */
const REFUSED = new Set(['SUBGRAPH_OPEN', 'SUBGRAPH_BUSY', 'SUBGRAPH_CLOSING', 'SUBGRAPH_UNKNOWN']);

function stateOf({ code, sent }: FetchNote): FetchState {
  if (code !== undefined) return REFUSED.has(code) ? 'refused' : 'failed';
  // Another fetch did its work, whose notes nobody may have wanted.
  return sent === undefined ? 'shared' : 'fetched';
}

function whyOf(
  { positionOf }: FetchSources,
  { subgraph, code, errors = 0 }: FetchNote,
  state: FetchState,
  isRecord: boolean,
): string | undefined {
  const failure =
    code === undefined ? undefined : (failureOf(subgraph, code, positionOf)?.text ?? `the subgraph ${subgraph} failed`);
  if (failure !== undefined) return `${failure.charAt(0).toUpperCase()}${failure.slice(1)} (${code!}).`;
  if (state === 'shared')
    return 'The same request was under way for a caller whom the subgraph cannot tell apart, and its answer was taken.';
  if (errors > 0) return `The subgraph ${subgraph} answered with ${errors === 1 ? 'an error' : `${errors} errors`}.`;
  return isRecord ? 'It is for the record of the audit.' : undefined;
}

function addressOf({ seesSubgraphs, positionOf }: FetchSources, subgraph: string): string | null {
  return seesSubgraphs ? (positionOf(subgraph)?.address ?? null) : null;
}

/** By the client's names, as far as they have selected them. */
function pathsOf({ selectedPart }: FetchSources, views: readonly FetchView[]): Pick<ExplainedFetch, 'path' | 'paths'> {
  const paths = views.map(({ path }) => toldPath(selectedPart(path.map(clientName))));
  return { path: paths[0] ?? [], paths: paths.length === 0 ? [[]] : paths };
}

/** Whether it fetches what only the record of the audit needs: then what it asks about would tell whom a count has counted. */
function isForTheRecord({ path }: FetchView): boolean {
  return path.some(isSubjectKey);
}

function rowsOf({ data }: FetchSources, { entities }: FetchNote, views: readonly FetchView[]): number | null {
  if (views.length === 0 || views.some(isForTheRecord)) return null;
  if (entities !== undefined) return entities;
  const keys = new Set(views.flatMap(rootKeys));
  return [...keys].reduce((sum, key) => sum + entriesOf(data?.[key]), 0);
}

function rootKeys(view: FetchView): readonly string[] {
  return operationOf(view.document).selectionSet.selections.flatMap((node) =>
    node.kind === Kind.FIELD ? [clientName((node.alias ?? node.name).value)] : [],
  );
}

/** Entries of a list, of the lists directly below an object (a page has its rows there), or 1 for an object without any. */
function entriesOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (Array.isArray(value)) return value.length;
  const lists = Object.values(value).filter((one) => Array.isArray(one));
  return lists.length === 0 ? 1 : Math.max(...lists.map((one) => one.length));
}

/** To a hundredth of a ms for who runs the subgraphs; for others to the ms, which tells nothing of how much a subgraph has looked through. */
const toldTime = ({ seesSubgraphs }: FetchSources, ms: number): number =>
  seesSubgraphs ? Math.round(ms * 100) / 100 : Math.round(ms);
