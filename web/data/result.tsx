/** A table and its picture, with what they stand on, what is still to come, and what to do when something is missing. */
import { useDeferredValue, useMemo, useRef, useState, type ReactNode } from 'react';
import { PICTURES, type DataState } from '../address/data-view.ts';
import type { ViewState } from '../address/use-view-state.ts';
import type { Asked } from '../graph/ask.ts';
import type { Draw } from '../charts/drawing.ts';
import { useSay } from '../language/language.tsx';
import { Legend } from '../numbers/legend.tsx';
import { MarkSign } from '../numbers/figure.tsx';
import { distinct } from '../numbers/marks.ts';
import { Choice } from '../parts/choice.tsx';
import { GraphqlButton } from '../parts/graphql-button.tsx';
import { Columns } from './columns.tsx';
import { gapsIn, marksIn, type Column, type DataTable } from './data-table.ts';
import { footOf } from './foot.ts';
import { Grid } from './grid.tsx';
import { PersonsExport, type RecordedTableOf } from './persons-export.tsx';
import { RestBar } from './rest-bar.tsx';
import { NoAnswer, PartialNotice, StaleNotice } from './troubles.tsx';
import { PictureView } from './picture.tsx';
import { factsOf, pictureFor, possible } from './pictures.ts';
import { TakeAway } from './take-away.tsx';
import { useOnScreen } from './use-on-screen.ts';
import { notesIn, tiesIn } from './ties.ts';
import type { Cited } from './cited.ts';
import { useTakeAway } from './use-take-away.ts';
import type { Pages } from './use-pages.ts';

interface ResultProps {
  /** Missing until there is an answer. */
  readonly table: DataTable | undefined;
  /** Columns that say what the rows are about. */
  readonly by: readonly string[];
  readonly asked: Asked | undefined;
  readonly pages: Pages;
  /** What was asked in words, for the citation. */
  readonly cited: Cited;
  /** Missing where the answer shows nobody, so that nothing of persons can be taken. */
  readonly recordedTableOf?: RecordedTableOf | undefined;
  readonly state: DataState;
  readonly onChange: ViewState<DataState>['change'];
}

export function Result(props: ResultProps): ReactNode {
  const { table, pages } = props;
  const { following } = pages;
  return (
    <section className="result" aria-busy={following.asking}>
      {table === undefined ? <NoAnswer following={following} /> : <Answered {...props} table={table} />}
    </section>
  );
}

function Answered({
  table,
  by,
  asked,
  pages,
  cited,
  recordedTableOf,
  state,
  onChange,
}: ResultProps & { readonly table: DataTable }): ReactNode {
  const say = useSay();
  const [search, setSearch] = useState('');
  // A long table takes its time to be looked through, and the typing goes on meanwhile.
  const sought = useDeferredValue(search);
  const onScreen = useOnScreen(table, state, sought);
  const { columns, rows, group, groups, inOrder } = onScreen;
  const { following, rest } = pages;
  const foot = useMemo(() => footOf(table, rows), [table, rows]);
  // A sum made here has a mark of its own, which no row has.
  const marks = useMemo(
    () => distinct(marksIn({ rows: table.rows, ...(foot !== undefined && { total: foot }) })),
    [table, foot],
  );
  const facts = useMemo(() => factsOf(table, by), [table, by]);
  const shown = pictureFor(state.as, facts);
  const figures = table.columns.filter(({ kind, id }) => kind === 'FIGURE' && id !== 'share');
  const measure = measureOf(figures, state);
  const byColumns = useMemo(
    () => by.flatMap((id) => table.columns.find((column) => column.id === id) ?? []),
    [by, table],
  );
  const drawing = useRef<Draw>(null);
  const takeAway = useTakeAway(table, cited, onScreen, pages);
  const pictured = shown === 'table' || byColumns.length === 0 ? undefined : measure;
  const drawn = pictured !== undefined && DRAWINGS.has(shown);
  const ties = useMemo(() => tiesIn(table, rows, state.sort), [table, rows, state.sort]);
  const months = marks.filter(({ kind }) => kind === 'MONTH');
  return (
    <>
      <header className="result-head">
        <h2>{table.title}</h2>
        {months.length === 1 && <MarkSign mark={months[0]!} />}
        <div className="result-tools">
          {!cited.persons && <TakeAway {...takeAway} drawing={drawing} drawn={drawn} />}
          {cited.persons && recordedTableOf !== undefined && asked !== undefined && (
            <PersonsExport
              table={table}
              tableOf={recordedTableOf}
              asked={asked}
              pages={pages}
              cited={cited}
              state={state}
              search={sought}
            />
          )}
          {asked !== undefined && <GraphqlButton asked={asked} of={table.title} />}
        </div>
      </header>
      <PartialNotice following={following} />
      <StaleNotice following={following} />
      {table.rows.length === 0 ? (
        <p className="hint">{say('data.empty')}</p>
      ) : (
        <>
          <PictureBar
            shown={shown}
            possible={possible(facts)}
            figures={figures}
            measure={measure}
            onChange={onChange}
          />
          {pictured !== undefined && (
            <PictureView
              shown={shown}
              table={table}
              rows={inOrder}
              by={byColumns}
              measure={pictured}
              drawing={drawing}
            />
          )}
          <TableTools
            table={table}
            group={group}
            state={state}
            search={search}
            onSearch={setSearch}
            onChange={onChange}
          />
          <Grid
            table={table}
            columns={columns}
            rows={rows}
            groups={groups}
            sort={state.sort}
            onSort={(sort) => onChange({ sort }, { replace: true })}
            all={rest?.total}
            onEnd={
              rest?.has === true && !rest.fetching && rest.trouble === undefined && search === ''
                ? rest.fetchOne
                : undefined
            }
          />
          {rest !== undefined && <RestBar rest={rest} />}
          <p className="hint" role="status">
            {say('data.rows', { shown: rows.length, rows: table.rows.length })}
          </p>
          {notesIn(ties, say).map((note) => (
            <p key={note} className="hint">
              {note}
            </p>
          ))}
        </>
      )}
      <Gaps table={table} />
      <Legend marks={marks.filter(({ kind }) => kind !== 'MONTH' || months.length === 1)} />
    </>
  );
}

/** Why some cells have nothing in them, where the schema says it. */
function Gaps({ table }: { table: DataTable }): ReactNode {
  const gaps = useMemo(() => gapsIn(table), [table]);
  if (gaps.length === 0) return null;
  return (
    <ul className="hint gaps">
      {gaps.map(({ title, says }) => (
        <li key={title}>
          <strong>– {title}</strong>: {says}
        </li>
      ))}
    </ul>
  );
}

/** Pictures that are drawings; the others are tables. */
const DRAWINGS: ReadonlySet<string> = new Set(['bars', 'lines', 'map', 'heat']);

function measureOf(figures: readonly Column[], { shown, sort }: DataState): Column | undefined {
  const sorted = sort?.replace(/^-/, '');
  return (
    figures.find(({ id }) => id === shown) ??
    figures.find(({ id }) => id === sorted) ??
    figures.find(({ id }) => id === 'coverageRate') ??
    figures[0]
  );
}

interface PictureBarProps {
  readonly shown: string;
  readonly possible: readonly string[];
  readonly figures: readonly Column[];
  readonly measure: Column | undefined;
  readonly onChange: ResultProps['onChange'];
}

function PictureBar({ shown, possible: can, figures, measure, onChange }: PictureBarProps): ReactNode {
  const say = useSay();
  if (can.length < 2) return null;
  return (
    <div className="picture-bar">
      <div role="group" aria-label={say('data.picture')} className="segments">
        {PICTURES.filter((each) => can.includes(each)).map((each) => (
          <button key={each} type="button" aria-pressed={each === shown} onClick={() => onChange({ as: each })}>
            {say(`data.picture.${each as 'table'}`)}
          </button>
        ))}
      </div>
      {shown !== 'table' && figures.length > 1 && (
        <Choice
          label={say('data.picture.measure')}
          value={measure?.id ?? ''}
          options={figures.map(({ id, title }) => ({ name: id, title }))}
          onChoose={(id) => onChange({ shown: id as DataState['shown'] })}
        />
      )}
    </div>
  );
}

interface TableToolsProps {
  readonly table: DataTable;
  /** By which the rows can be grouped. */
  readonly group: Column | undefined;
  readonly state: DataState;
  readonly search: string;
  readonly onSearch: (search: string) => void;
  readonly onChange: ResultProps['onChange'];
}

/** What is typed is not in the address: it may be a name. */
function TableTools({ table, group, state, search, onSearch, onChange }: TableToolsProps): ReactNode {
  const say = useSay();
  return (
    <div className="table-tools">
      <label className="choice">
        <span>{say('data.search')}</span>
        <input type="search" value={search} onChange={({ target }) => onSearch(target.value)} />
      </label>
      <Columns table={table} state={state} onChange={onChange} />
      {group !== undefined && (
        <label className="check">
          <input
            type="checkbox"
            checked={state.grouped}
            onChange={({ target }) => onChange({ grouped: target.checked })}
          />
          {say('data.grouped', { of: group.title })}
        </label>
      )}
    </div>
  );
}
