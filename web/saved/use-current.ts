/** The saved question that an address names, as it is now. */
import { partOf } from '../graph/reply.ts';
import { useReply } from '../session/use-reply.ts';
import { savedAsked, type Content, type SavedAnswer, type SavedQuestion } from './saved-question.ts';
import { useOnChanged } from './told-changes.ts';

export interface Current {
  readonly current: (SavedQuestion & Content) | undefined;
  /** Whether there is none that the caller may see. */
  readonly missing: boolean;
}

export function useCurrent(id: string | null): Current {
  const { reply, again } = useReply<SavedAnswer>(id === null ? undefined : savedAsked(id));
  useOnChanged(again);
  const part = partOf(reply);
  return {
    current: part?.data.savedQuestion ?? undefined,
    missing: part?.kind === 'COMPLETE' && part.data.savedQuestion === null,
  };
}
