/** Which changes the caller's token may make at all. */
import { partOf } from '../graph/reply.ts';
import { useReply } from '../session/use-reply.ts';
import type { Change } from './changes.ts';
import { RIGHTS_ASKED, type RightsAnswer } from './saved-question.ts';

/** @returns yes until it is known, and where the gateway does not tell its schema: then its refusal says so */
export function useRights(): (change: Change) => boolean {
  const { reply } = useReply<RightsAnswer>(RIGHTS_ASKED);
  const part = partOf(reply);
  if (part?.kind !== 'COMPLETE') return () => true;
  const names = part.data.__type?.fields.map(({ name }) => name) ?? [];
  return (change) => names.includes(change);
}
