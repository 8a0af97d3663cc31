/** A subject as the reader chose it: its controls, its question and its table. */
import { useMemo, type ReactNode } from 'react';
import type { DataState } from '../address/data-view.ts';
import { useLanguage, useSay, type Say } from '../language/language.tsx';
import { useReply } from '../session/use-reply.ts';
import { branchesOf, operationOf } from './branches.ts';
import { choiceOf, type Unfit } from './choice.ts';
import { Controls } from './controls.tsx';
import { LISTS, listsOf, type ListsAnswer } from './lists.ts';
import { readRows } from './read-rows.ts';
import { Result } from './result.tsx';
import { subjectTable } from './subject-table.ts';
import { usePages } from './use-pages.ts';
import { writeQuestion } from './write-question.ts';

const LISTS_ASKED = { query: LISTS };

interface SubjectViewProps {
  readonly state: DataState;
  readonly onChange: (part: Partial<DataState>, options?: { readonly replace?: boolean }) => void;
}

export function SubjectView({ state, onChange }: SubjectViewProps): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const { reply } = useReply<ListsAnswer>(LISTS_ASKED);
  const answer = reply === undefined || reply.kind === 'FAILED' ? undefined : reply.data;
  const lists = useMemo(() => listsOf(answer, language), [answer, language]);
  const { choice, unfit } = useMemo(() => choiceOf(state), [state]);
  // Another language, or lists that came, leave the question as it was.
  const key = JSON.stringify([choice, lists.latest.month, [...lists.latest.years]]);
  const branches = useMemo(() => branchesOf(choice, lists.latest), [key]);
  const asked = useMemo(
    () => (branches === undefined ? undefined : writeQuestion(operationOf(choice), branches)),
    [branches],
  );
  const pages = usePages(asked);
  const table = useMemo(() => {
    if (branches === undefined || pages.parts.length === 0) return undefined;
    const read = pages.parts.map((part) => readRows(part, branches));
    const [{ total }] = read as [ReturnType<typeof readRows>];
    const rows = read.flatMap((each) => each.rows);
    const naming = { say, language, nameOf: lists.nameOf, hintOf: lists.hintOf };
    return subjectTable(choice, total === undefined ? { rows } : { rows, total }, naming);
  }, [branches, choice, pages.parts, say, language, lists]);
  return (
    <div className="data-body">
      <Controls state={state} choice={choice} lists={lists} onChange={onChange} />
      <div className="data-main">
        <UnfitNotice unfit={unfit} say={say} />
        <Result table={table} by={choice.by} asked={asked} pages={pages} state={state} onChange={onChange} />
      </div>
    </div>
  );
}

/** What of the address the graph has no count for. */
function UnfitNotice({ unfit, say }: { unfit: readonly Unfit[]; say: Say }): ReactNode {
  if (unfit.length === 0) return null;
  return (
    <p className="part-notice" role="status">
      <strong>{say('data.unfit.title')}</strong>
      {unfit.map(({ parameter, got }) => (
        <span key={parameter}>{say('data.unfit', { parameter, got })}</span>
      ))}
    </p>
  );
}
