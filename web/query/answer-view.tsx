/** Below the answer: what its counts stand on; shows it as JSON or as a table, saves the table as CSV unless persons are in it, and shows the question's plan to whom it is open. */
import { useDeferredValue, useMemo, useState, type ReactNode } from 'react';
import { useGraphiQL, isMacOs } from '@graphiql/react';
import { FormattedMessage } from 'react-intl';
import type { Answer } from '../graph/ask.ts';
import { factsOf } from '../graph/question.ts';
import { useLanguage, useSay } from '../language/language.tsx';
import { ADVICE, isSilent, standingOf, wordsOf } from '../numbers/basis.ts';
import { PlanView, type PlanRequest } from './plan-view.tsx';
import { csvOf, CSV_STYLES } from '../export/csv.ts';
import { download } from '../export/download.ts';
import { Link } from '../address/link.tsx';
import type { Asked } from './asked.ts';
import { useEditing } from './editing.ts';
import { leavesHere, sameInData } from './way-out.ts';
import { TableView } from './table-view.tsx';
import { cellReason, placedTablesOf, type Table } from '../graph/table.ts';
import { ExplainSwitch, ExplainView, type Explaining } from './explain/explain-view.tsx';
import { whyOfCells } from './explain/why-of-cells.ts';

/** An answer, and what it was asked with where that is known. */
interface Answered {
  readonly answer: Answer;
  readonly asked: Asked | undefined;
}

type View = 'json' | 'table' | 'plan' | 'explain';
/** Those that the page opens with again. The switch of the last is not kept, so it is not either. */
const KEPT: readonly View[] = ['json', 'table', 'plan'];
const VIEW_KEY = 'answerView';

interface AnswerViewProps {
  /** Where plans are requested; missing when the caller may not see any. */
  readonly plans: PlanRequest | undefined;
  /** Missing when the caller may not have answers explained. */
  readonly explaining: Explaining | undefined;
}

export function AnswerView({ plans, explaining }: AnswerViewProps): ReactNode {
  const say = useSay();
  const [chosen, setView] = useView();
  const lent = { json: true, table: true, plan: plans, explain: explaining };
  const view = lent[chosen] === undefined ? 'json' : chosen;
  const isOfAnswer = view === 'json' || view === 'table';
  const response = useDeferredValue(useGraphiQL((state) => state.tabs[state.activeTabIndex]?.response ?? ''));
  const isFetching = useGraphiQL((state) => state.isFetching);
  const hasSchemaError = useGraphiQL((state) => state.fetchError !== null);
  const answer = useMemo(() => answerIn(response), [response]);
  const { asked: questions } = useEditing();
  const asked = useMemo(() => questions.of(answer), [questions, answer]);
  const empty = response === '' && !isFetching && !(hasSchemaError && view === 'json');
  return (
    <>
      {view === 'plan' && plans !== undefined && <PlanView source={plans} />}
      {view === 'explain' && <ExplainView answer={answer} asked={asked} on={explaining?.on === true} plans={plans} />}
      {isOfAnswer && empty && <Invitation />}
      {view === 'table' && !empty && <AnswerTable answer={answer} asked={asked} />}
      {isOfAnswer && <StandingNote answer={answer} asked={asked} />}
      <div className="answer-bar">
        <div role="group" aria-label={say('query.answerAs')} className="toggle">
          <button type="button" aria-pressed={view === 'json'} onClick={() => setView('json')}>
            JSON
          </button>
          <button type="button" aria-pressed={view === 'table'} onClick={() => setView('table')}>
            {say('query.answer.table')}
          </button>
          {plans !== undefined && (
            <button
              type="button"
              aria-pressed={view === 'plan'}
              title={say('query.answer.plan.says')}
              onClick={() => setView('plan')}
            >
              {say('query.answer.plan')}
            </button>
          )}
          {explaining !== undefined && (
            <button type="button" aria-pressed={view === 'explain'} onClick={() => setView('explain')}>
              {say('query.answer.explain')}
            </button>
          )}
        </div>
        {explaining !== undefined && <ExplainSwitch explaining={explaining} />}
        <Errors answer={answer} />
      </div>
    </>
  );
}

function useView(): [View, (view: View) => void] {
  const storage = useGraphiQL((state) => state.storage);
  const [view, setView] = useState<View>(() => KEPT.find((known) => known === storage.get(VIEW_KEY)) ?? 'json');
  return [
    view,
    (chosen) => {
      if (KEPT.includes(chosen)) storage.set(VIEW_KEY, chosen);
      setView(chosen);
    },
  ];
}

function answerIn(response: string): Answer {
  try {
    return JSON.parse(response) as Answer;
  } catch {
    return {};
  }
}

function Invitation(): ReactNode {
  const key = (text: ReactNode): ReactNode => <kbd>{text}</kbd>;
  return (
    <p className="invitation">
      <span>
        <FormattedMessage id="query.invitation" values={{ modifier: isMacOs ? '⌘' : 'Ctrl', key }} />
      </span>
    </p>
  );
}

/** How far the answer's counts may be off, and of which month they are: beside the answer, since a reader of a table sees no description. */
function StandingNote({ answer, asked }: Answered): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const standing = useMemo(() => standingOf(answer.data), [answer]);
  const silent = useSilence(asked);
  if (answer.data == null || (standing === undefined && !silent)) return null;
  const words = (text: { readonly english: string; readonly indonesian: string }): string =>
    language === 'en' ? text.english : text.indonesian;
  return (
    <p role="note" className="standing" aria-label={say('query.answer.standing')} title={words(ADVICE)}>
      {standing !== undefined && standing.noise > 0 && <strong>{`± ${standing.noise}`}</strong>}
      <span>{standing === undefined ? say('query.answer.unsaid') : words(wordsOf(standing))}</span>
    </p>
  );
}

/** Whether the question that was answered leaves unsaid what its counts stand on. */
function useSilence(asked: Asked | undefined): boolean {
  const schema = useGraphiQL((state) => state.schema);
  return useMemo(() => {
    const document = factsOf(asked?.query ?? '').documentAST;
    return schema != null && document !== undefined && isSilent(schema, document);
  }, [schema, asked]);
}

function Errors({ answer: { errors = [] } }: { answer: Answer }): ReactNode {
  const say = useSay();
  if (errors.length === 0) return null;
  const codes = [...new Set(errors.map(cellReason))];
  const words = say('query.answer.errors', { errors: errors.length, codes: codes.join(', ') });
  return (
    <span className="errors" role="status" title={words}>
      {words}
    </span>
  );
}

function AnswerTable({ answer, asked }: Answered): ReactNode {
  const say = useSay();
  const placed = useMemo(() => placedTablesOf(answer), [answer]);
  const tables = placed.map(({ table }) => table);
  const [name, setName] = useState<string>();
  const at = Math.max(
    0,
    tables.findIndex((candidate) => candidate.name === name),
  );
  const table = tables[at];
  const whyOf = useMemo(() => whyOfCells(answer, placed[at]), [answer, placed, at]);
  if (table === undefined) {
    const why = answer.errors?.[0]?.message ?? say('query.answer.nothing');
    return (
      <div className="answer-table">
        <p className="hint">{why}</p>
      </div>
    );
  }
  return (
    <div className="answer-table">
      <div className="table-bar">
        <select
          aria-label={say('query.answer.part')}
          value={table.name}
          onChange={(event) => setName(event.target.value)}
        >
          {tables.map((each) => (
            <option key={each.name} value={each.name}>{`${each.name} (${each.rows.length})`}</option>
          ))}
        </select>
        <span className="push" />
        <WayOut table={table} asked={asked} />
      </div>
      <TableView key={table.name} table={table} whyOf={whyOf} />
    </div>
  );
}

/** Files of the table; where somebody can be read in it, the words that say where it is taken away for a stated purpose. */
function WayOut({ table, asked }: { table: Table; asked: Asked | undefined }): ReactNode {
  const say = useSay();
  const schema = useGraphiQL((state) => state.schema);
  const editing = useEditing();
  const leaves = useMemo(() => asked !== undefined && leavesHere(table, asked.query, schema), [table, asked, schema]);
  if (leaves) return <Files table={table} />;
  const href = asked && sameInData(table, asked, editing);
  return (
    <span className="hint">
      {say('query.answer.persons')}{' '}
      {href === undefined ? (
        say('query.answer.persons.save')
      ) : (
        <Link href={href}>{say('query.answer.persons.open')}</Link>
      )}
    </span>
  );
}

function Files({ table }: { table: Table }): ReactNode {
  const say = useSay();
  return (
    <>
      <button type="button" title={say('query.answer.csvSpreadsheet.says')} onClick={() => save(table, 'spreadsheet')}>
        {say('query.answer.csvSpreadsheet')}
      </button>
      <button type="button" title={say('query.answer.csv.says')} onClick={() => save(table, 'standard')}>
        CSV
      </button>
    </>
  );
}

function save(table: Table, style: keyof typeof CSV_STYLES): void {
  const name = `${table.name.replaceAll(/[^\w.-]+/g, '-')}.csv`;
  download(name, csvOf(table, CSV_STYLES[style]), 'text/csv;charset=utf-8');
}
