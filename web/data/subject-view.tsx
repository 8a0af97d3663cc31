/** A subject as the reader chose it: its controls, its question and its table. */
import { useCallback, useMemo, type ReactNode } from 'react';
import type { DataState } from '../address/data-view.ts';
import type { ViewState } from '../address/use-view-state.ts';
import { partOf } from '../graph/reply.ts';
import { useLanguage, useSay } from '../language/language.tsx';
import type { Say } from '../language/say.ts';
import { KeepBar } from '../saved/keep-bar.tsx';
import { useReply } from '../session/use-reply.ts';
import { branchesOf, operationOf } from './branches.ts';
import { choiceOf, type Unfit } from './choice.ts';
import { Controls } from './controls.tsx';
import { LISTS, listsOf, type ListsAnswer } from './lists.ts';
import { readRows } from './read-rows.ts';
import { Result } from './result.tsx';
import { subjectTable } from './subject-table.ts';
import { useOfEach } from './use-of-each.ts';
import { usePages } from './use-pages.ts';
import { citedOf } from './cited.ts';
import { writeQuestion } from './write-question.ts';

const LISTS_ASKED = { query: LISTS };

interface SubjectViewProps {
  readonly state: DataState;
  readonly onChange: ViewState<DataState>['change'];
}

export function SubjectView({ state, onChange }: SubjectViewProps): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const { reply } = useReply<ListsAnswer>(LISTS_ASKED);
  const answer = partOf(reply)?.data;
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
  const cited = useMemo(() => citedOf(choice, lists, say), [choice, lists, say]);
  const read = useOfEach(
    pages.parts,
    useCallback((part) => readRows(part, branches ?? []), [branches]),
  );
  const table = useMemo(() => {
    const [first] = read;
    if (first === undefined) return undefined;
    const naming = { say, language, nameOf: lists.nameOf, saysOf: lists.saysOf, hintOf: lists.hintOf };
    return subjectTable(choice, { ...first, rows: read.flatMap(({ rows }) => rows) }, naming);
  }, [choice, read, say, language, lists]);
  return (
    <div className="data-body">
      <Controls state={state} choice={choice} lists={lists} onChange={onChange} />
      <div className="data-main">
        <UnfitNotice unfit={unfit} say={say} />
        <KeepBar
          state={state}
          asked={asked}
          suggested={table?.title ?? say(`data.subject.${choice.subject}`)}
          shows="choice"
        />
        <Result
          cited={cited}
          table={table}
          by={choice.by}
          asked={asked}
          pages={pages}
          state={state}
          onChange={onChange}
        />
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
