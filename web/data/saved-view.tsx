/** A saved question that is asked by its own GraphQL, in its newest version or in an older one. */
import { useMemo, type ReactNode } from 'react';
import type { DataState } from '../address/data-view.ts';
import type { ViewState } from '../address/use-view-state.ts';
import { partOf } from '../graph/reply.ts';
import { useSay } from '../language/language.tsx';
import {
  savedAsked,
  versionsAsked,
  type Content,
  type SavedAnswer,
  type VersionsAnswer,
} from '../saved/saved-question.ts';
import { useReply } from '../session/use-reply.ts';
import { AsItStands } from './question-view.tsx';
import { NoAnswer } from './troubles.tsx';

interface SavedViewProps {
  readonly id: string;
  readonly state: DataState;
  readonly onChange: ViewState<DataState>['change'];
}

export function SavedView({ id, state, onChange }: SavedViewProps): ReactNode {
  const say = useSay();
  const following = useReply<SavedAnswer & VersionsAnswer>(state.version === null ? savedAsked(id) : versionsAsked(id));
  const part = partOf(following.reply);
  const kept = part === undefined ? undefined : contentOf(part.data.savedQuestion, state.version);
  const key = JSON.stringify([kept?.title, kept?.document, kept?.variables]);
  const question = useMemo(() => (kept === undefined ? undefined : questionOf(id, kept)), [id, key]);
  if (part === undefined) return <NoAnswer following={following} />;
  if (question === undefined)
    return <p className="hint">{say(part.kind === 'COMPLETE' ? 'saved.missing' : 'saved.refused.absent')}</p>;
  return <AsItStands question={question} suggested={question.title} state={state} onChange={onChange} />;
}

type Kept = Pick<Content, 'document' | 'variables'> & { readonly title: string };

function contentOf(
  saved: SavedAnswer['savedQuestion'] | VersionsAnswer['savedQuestion'],
  version: number | null,
): Kept | undefined {
  if (saved === null) return undefined;
  return 'versions' in saved ? saved.versions.find((each) => each.version === version) : saved;
}

function questionOf(id: string, { title, document, variables }: Kept) {
  return { name: id, title, text: document, variables: JSON.parse(variables) as Record<string, unknown> };
}
