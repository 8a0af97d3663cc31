/** Changes of saved questions: one mutation each, and what came of it. */
import type { Trouble } from '../graph/ask.ts';
import type { Graph } from '../graph/graph.ts';
import { refusalIn, type Refusal } from '../graph/reply.ts';
import type { SavedQuestion, Shelf } from './saved-question.ts';

export interface SaveInput {
  /** A UUID, the same when a change is sent again: then nothing is done twice. */
  readonly id: string;
  /** The version that the change was made on; 0 for a new question. */
  readonly version: number;
  readonly title: string;
  readonly document: string;
  readonly variables: string;
  readonly view: string;
  /** As it is when left out. */
  readonly shelf?: Exclude<Shelf, 'PUBLISHED'>;
  readonly why: string;
}
export interface MoveInput {
  readonly id: string;
  readonly version: number;
  readonly why: string;
}

/** A change of a question that is there already. */
export const MOVES = ['publishQuestion', 'withdrawQuestion', 'deleteQuestion'] as const;
export type Move = (typeof MOVES)[number];
export type Change = 'saveQuestion' | Move;

export type Outcome =
  { readonly kind: 'DONE'; readonly id: string } | { readonly kind: 'FAILED'; readonly trouble: Trouble | Refusal };

export const save = (graph: Graph, input: SaveInput): Promise<Outcome> =>
  send(graph, 'saveQuestion', 'SaveQuestionInput', input);

export const move = (graph: Graph, how: Move, input: MoveInput): Promise<Outcome> =>
  send(graph, how, 'QuestionChangeInput', input);

async function send(graph: Graph, change: Change, type: string, input: object): Promise<Outcome> {
  const query = `mutation ${change[0]!.toUpperCase()}${change.slice(1)}($input: ${type}!) { ${change}(input: $input) { id } }`;
  const asked = { query, variables: { input } };
  const { reply } = await graph.ask<Partial<Record<Change, { id: string } | null>>>(
    asked,
    new AbortController().signal,
  );
  if (reply.kind === 'FAILED') return reply;
  const id = reply.data[change]?.id;
  if (id !== undefined) return { kind: 'DONE', id };
  const subgraphs = reply.kind === 'PARTIAL' ? reply.absent : [];
  if (reply.kind === 'COMPLETE' || subgraphs.length > 0)
    return { kind: 'FAILED', trouble: { kind: 'INCOMPLETE', subgraphs } };
  return { kind: 'FAILED', trouble: refusalIn(reply.errors) };
}

/** Whether a question cannot be deleted by who asks because it is published: that is said, since its author could before. */
export const isKeptByPublishing = ({ shelf, mayDelete }: Pick<SavedQuestion, 'shelf' | 'mayDelete'>): boolean =>
  shelf === 'PUBLISHED' && !mayDelete;
