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
import { choiceOf, FILTERS, type Choice, type Unfit } from './choice.ts';
import { Controls } from './controls.tsx';
import { areaName, LISTS, listsOf, type Lists, type ListsAnswer } from './lists.ts';
import { readRows } from './read-rows.ts';
import { Result } from './result.tsx';
import { yearOf } from './subjects/money.ts';
import { subjectTable } from './subject-table.ts';
import { useOfEach } from './use-of-each.ts';
import { usePages } from './use-pages.ts';
import type { Cited } from './use-take-away.ts';
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

/** Filters in words, and whose data a subject is. */
function citedOf(choice: Choice, lists: Lists, say: Say): Cited {
  const { subject, filters, area } = choice;
  const named = FILTERS.flatMap((filter) => {
    const code = filters[filter];
    return code === undefined ? [] : [{ name: say(`data.by.${filter}`), value: lists.nameOf(filter, code) }];
  });
  const where = area === null ? [] : [{ name: say('data.area'), value: areaName(area, lists) }];
  const year = subject === 'money' ? yearOf(choice, lists.latest.years) : undefined;
  const when = year === undefined ? [] : [{ name: say('data.year'), value: String(year) }];
  return { filters: [...where, ...named, ...when], sources: SOURCES[subject], persons: false };
}

/** Owners of the subgraphs that a subject is counted in. */
const SOURCES: Readonly<Record<Choice['subject'], readonly string[]>> = {
  coverage: ['Disnaker', 'Diskominfo'],
  groups: ['BKPSDM', 'Diskominfo'],
  verification: ['Disnaker'],
  money: ['BPKAD'],
  'double-funding': ['BPKAD'],
  published: ['Diskominfo', 'BPKAD'],
};

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
