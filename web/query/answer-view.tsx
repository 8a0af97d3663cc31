/** Below the answer: what its counts stand on; shows it as JSON or as a table, saves the table as CSV, and shows the question's plan to whom it is open. */
import { useDeferredValue, useMemo, useState, type ReactNode } from 'react';
import { useGraphiQL, isMacOs } from '@graphiql/react';
import type { Answer } from '../graph/ask.ts';
import { ADVICE, isSilent, standingOf, wordsOf } from '../numbers/basis.ts';
import { PlanView, type PlanRequest } from './plan-view.tsx';
import { csvOf, CSV_STYLES } from '../export/csv.ts';
import { download } from '../export/download.ts';
import { TableView } from './table-view.tsx';
import { cellReason, tablesOf, type Table } from '../graph/table.ts';

type View = 'json' | 'table' | 'plan';
const VIEWS: readonly View[] = ['json', 'table', 'plan'];
const VIEW_KEY = 'answerView';

/** @param plans where plans are requested; absent when the caller may not see any */
export function AnswerView({ plans }: { plans: PlanRequest | undefined }): ReactNode {
  const [chosen, setView] = useView();
  const view = chosen === 'plan' && plans === undefined ? 'json' : chosen;
  const response = useDeferredValue(useGraphiQL((state) => state.tabs[state.activeTabIndex]?.response ?? ''));
  const isFetching = useGraphiQL((state) => state.isFetching);
  const hasSchemaError = useGraphiQL((state) => state.fetchError !== null);
  const answer = useMemo(() => answerIn(response), [response]);
  const empty = response === '' && !isFetching && !(hasSchemaError && view === 'json');
  return (
    <>
      {view === 'plan' && plans !== undefined && <PlanView source={plans} />}
      {view !== 'plan' && empty && <Invitation />}
      {view === 'table' && !empty && <AnswerTable answer={answer} />}
      {view !== 'plan' && <StandingNote answer={answer} />}
      <div className="answer-bar">
        <div role="group" aria-label="Answer as / Jawaban sebagai" className="toggle">
          <button type="button" aria-pressed={view === 'json'} onClick={() => setView('json')}>
            JSON
          </button>
          <button type="button" aria-pressed={view === 'table'} onClick={() => setView('table')}>
            Table / Tabel
          </button>
          {plans !== undefined && (
            <button
              type="button"
              aria-pressed={view === 'plan'}
              title="How the gateway would ask the agencies; nothing is run"
              onClick={() => setView('plan')}
            >
              Plan / Rencana
            </button>
          )}
        </div>
        <Errors answer={answer} />
      </div>
    </>
  );
}

function useView(): [View, (view: View) => void] {
  const storage = useGraphiQL((state) => state.storage);
  const [view, setView] = useState<View>(() => VIEWS.find((known) => known === storage.get(VIEW_KEY)) ?? 'json');
  return [
    view,
    (chosen) => {
      storage.set(VIEW_KEY, chosen);
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
  return (
    <div className="invitation">
      <p>
        Press <kbd>▶</kbd> or <kbd>{isMacOs ? '⌘' : 'Ctrl'}</kbd> <kbd>Enter</kbd> to run the question.
      </p>
      <p>Tekan ▶ untuk menjalankan pertanyaan.</p>
    </div>
  );
}

/** How far the answer's counts may be off, and of which month they are: beside the answer, since a reader of a table sees no description. */
function StandingNote({ answer }: { answer: Answer }): ReactNode {
  const standing = useMemo(() => standingOf(answer.data), [answer]);
  const silent = useSilence();
  if (answer.data == null || (standing === undefined && !silent)) return null;
  const { english, indonesian } = standing === undefined ? UNSAID : wordsOf(standing);
  return (
    <p
      role="note"
      className="standing"
      aria-label="What these counts stand on / Dasar hitungan"
      title={`${ADVICE.english}\n${ADVICE.indonesian}`}
    >
      {standing !== undefined && standing.noise > 0 && <strong>{`± ${standing.noise}`}</strong>}
      <span>
        {english}
        <br />
        <span lang="id">{indonesian}</span>
      </span>
    </p>
  );
}

const UNSAID = {
  english: 'Counts of people may be perturbed here: ask for basis { month exactness noise } too.',
  indonesian: 'Hitungan orang di sini mungkin digeser: mintalah juga basis { month exactness noise }.',
};

/** Whether the question in the editor leaves unsaid what its counts stand on. */
function useSilence(): boolean {
  const schema = useGraphiQL((state) => state.schema);
  const document = useGraphiQL((state) => state.documentAST);
  return useMemo(() => schema != null && document !== undefined && isSilent(schema, document), [schema, document]);
}

function Errors({ answer: { errors = [] } }: { answer: Answer }): ReactNode {
  if (errors.length === 0) return null;
  const codes = [...new Set(errors.map(cellReason))];
  return (
    <span className="errors" role="status">
      {errors.length === 1 ? '1 error' : `${errors.length} errors`}: {codes.join(', ')}
    </span>
  );
}

function AnswerTable({ answer }: { answer: Answer }): ReactNode {
  const tables = useMemo(() => tablesOf(answer), [answer]);
  const [name, setName] = useState<string>();
  const table = tables.find((candidate) => candidate.name === name) ?? tables[0];
  if (table === undefined) {
    const why = answer.errors?.[0]?.message ?? 'Nothing to tabulate. / Tidak ada data.';
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
          aria-label="Part of the answer / Bagian jawaban"
          value={table.name}
          onChange={(event) => setName(event.target.value)}
        >
          {tables.map((each) => (
            <option key={each.name} value={each.name}>{`${each.name} (${each.rows.length})`}</option>
          ))}
        </select>
        <span className="push" />
        <button
          type="button"
          title="Semicolons and a byte order mark, as Excel and LibreOffice expect here"
          onClick={() => save(table, 'spreadsheet')}
        >
          CSV for spreadsheet
        </button>
        <button type="button" title="RFC 4180: commas, UTF-8" onClick={() => save(table, 'standard')}>
          CSV
        </button>
      </div>
      <TableView key={table.name} table={table} />
    </div>
  );
}

function save(table: Table, style: keyof typeof CSV_STYLES): void {
  const name = `${table.name.replaceAll(/[^\w.-]+/g, '-')}.csv`;
  download(name, csvOf(table, CSV_STYLES[style]), 'text/csv;charset=utf-8');
}
