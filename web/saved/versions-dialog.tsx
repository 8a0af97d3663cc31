/** The versions of a saved question: who, when and why, and each to be opened. */
import type { ReactNode } from 'react';
import { Link } from '../address/link.tsx';
import { partOf } from '../graph/reply.ts';
import { useSay } from '../language/language.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { useReply } from '../session/use-reply.ts';
import { versionsAsked, type SavedQuestion, type VersionsAnswer } from './saved-question.ts';
import { savedHref } from './view-of-question.ts';
import { useMoment } from './when.ts';

export function VersionsDialog({ current, onClose }: { current: SavedQuestion; onClose: () => void }): ReactNode {
  const say = useSay();
  const moment = useMoment();
  const { reply, asking } = useReply<VersionsAnswer>(versionsAsked(current.id));
  const versions = partOf(reply)?.data.savedQuestion?.versions;
  return (
    <FormDialog title={say('saved.versionsOf', { title: current.title })} onClose={onClose}>
      {versions === undefined && <p role="status">{say(asking ? 'shell.loading' : 'saved.refused.absent')}</p>}
      <ol className="saved-versions">
        {versions?.map(({ version, title, why, shelf, savedAt, savedBy, view }) => (
          <li key={version}>
            <Link
              href={savedHref(current.id, view, version === current.version ? undefined : version)}
              onClick={onClose}
            >
              {say('saved.version', { version })}
            </Link>
            <span className="shelf">{say(`saved.shelf.${shelf}`)}</span>
            <span className="hint">
              {moment(savedAt)}
              {savedBy !== null && ` · ${savedBy}`}
            </span>
            {title !== current.title && <strong>{title}</strong>}
            <p>{why}</p>
          </li>
        ))}
      </ol>
    </FormDialog>
  );
}
