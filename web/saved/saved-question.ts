/** Questions that readers keep in the graph, as this page reads them (docs/policy.md, "Saved questions"). */
import type { Asked } from '../graph/ask.ts';

/** As lists: what everybody sees, what the caller's agency keeps, what the caller saved. */
export const SHELVES = ['PUBLISHED', 'AGENCY', 'MINE'] as const;
export type Shelf = (typeof SHELVES)[number];

/** Characters that the graph takes. */
export const MOST_TITLE = 160;
export const MOST_WHY = 400;

/** What every version states. */
interface Stated {
  readonly title: string;
  readonly shelf: Shelf;
  readonly version: number;
  readonly why: string;
  /** ISO 8601. */
  readonly savedAt: string;
  /** An account, `user:…`; null for whom it is not shown. */
  readonly savedBy: string | null;
}

/** What is asked, and how it is shown. */
export interface Content {
  /** One GraphQL query. */
  readonly document: string;
  /** JSON. */
  readonly variables: string;
  /** JSON, judged by view-of-question.ts. */
  readonly view: string | null;
}

export interface SavedQuestion extends Stated, Pick<Content, 'view'> {
  readonly id: string;
  readonly agency: { readonly code: string; readonly name: string | null } | null;
  readonly isMine: boolean;
  readonly mayChange: boolean;
  readonly mayPublish: boolean;
  readonly mayDelete: boolean;
}

export interface SavedAnswer {
  readonly savedQuestion: (SavedQuestion & Content) | null;
}
export interface VersionsAnswer {
  readonly savedQuestion: { readonly id: string; readonly versions: readonly (Stated & Content)[] } | null;
}
export interface ShelfAnswer {
  readonly savedQuestions: {
    readonly totalCount: number;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly nodes: readonly SavedQuestion[];
  } | null;
}
export interface RightsAnswer {
  readonly __type: { readonly fields: readonly { readonly name: string }[] } | null;
}

const STATED = 'title shelf version why savedAt savedBy';
const OWNED = `id ${STATED} view agency { code name } isMine mayChange mayPublish mayDelete`;

/** The most that the graph gives at once. */
const PAGE = 100;

export const shelfAsked = (shelf: Shelf, after: string | null): Asked => ({
  query: `query SavedQuestions($shelf: QuestionShelf!, $first: Int, $after: String) {
  savedQuestions(shelf: $shelf, first: $first, after: $after) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes { ${OWNED} }
  }
}`,
  variables: { shelf, first: PAGE, after },
});

export const savedAsked = (id: string): Asked => ({
  query: `query SavedQuestion($id: ID!) { savedQuestion(id: $id) { ${OWNED} document variables } }`,
  variables: { id },
});

export const versionsAsked = (id: string): Asked => ({
  query: `query SavedVersions($id: ID!) { savedQuestion(id: $id) { id versions { ${STATED} document variables view } } }`,
  variables: { id },
});

/** The schema shows each caller the changes that they may make. */
export const RIGHTS_ASKED: Asked = {
  query: 'query SavedQuestionRights { __type(name: "Mutation") { fields { name } } }',
};
