/** The tables of a shipped question's answer. */
import { useMemo, type ReactNode } from 'react';
import type { DataState } from '../address/data-view.ts';
import type { ViewState } from '../address/use-view-state.ts';
import type { Asked } from '../graph/ask.ts';
import { FIGURES, tablesOf, type Table } from '../graph/table.ts';
import { useLanguage, useSay } from '../language/language.tsx';
import type { Part } from '../numbers/figure-at.ts';
import { Choice } from '../parts/choice.tsx';
import type { DataTable } from './data-table.ts';
import { fieldFacts, type FieldFacts } from './field-facts.ts';
import { comesInPages, joined } from './joined.ts';
import { partTitles } from './part-titles.ts';
import { variablesTold } from './variables-told.ts';
import { partName } from './part-name.ts';
import { hasPersons, showsPersons } from './persons.ts';
import { questionBy } from './question-by.ts';
import { figuresTable, isFigures, questionTable } from './question-table.ts';
import { purposeTitle } from '../session/titles.ts';
import { useSession } from '../session/session.tsx';
import { withPurposes } from './purposes.ts';
import { Result } from './result.tsx';
import { sourcesOf } from './sources.ts';
import { useOfEach } from './use-of-each.ts';
import type { Pages } from './use-pages.ts';
import { useSchema } from './use-schema.ts';
import type { Cited } from './cited.ts';

interface QuestionTablesProps {
  /** The question in words, for what is taken away. */
  readonly title: string;
  readonly asked: Asked;
  readonly pages: Pages;
  readonly state: DataState;
  readonly onChange: ViewState<DataState>['change'];
}

export function QuestionTables({ title, asked, pages, state, onChange }: QuestionTablesProps): ReactNode {
  const say = useSay();
  const make = useTablesOf(title, asked, pages.paged);
  const tables = useTables(pages, make);
  const name = tables.find((each) => partName(each) === state.part)?.name ?? tables[0]?.name ?? '';
  const current = tables.find((each) => each.name === name);
  const by = useMemo(() => (current === undefined ? [] : questionBy(current.table, current.cited.persons)), [current]);
  return (
    <>
      {tables.length > 1 && (
        <Choice
          label={say('data.part')}
          value={name}
          options={tables.map((each) => ({ name: each.name, title: each.table.title }))}
          onChoose={(chosen) => onChange({ part: partName({ name: chosen }) })}
        />
      )}
      <Result
        cited={current?.cited ?? NOT_CITED}
        recordedTableOf={
          current?.shows === true ? (parts) => recordedTable(make(parts.map(tablesOfPart)), name) : undefined
        }
        key={name}
        table={current?.table ?? (pages.parts.length > 0 ? NO_TABLE : undefined)}
        by={by}
        asked={asked}
        pages={comesInPages(name, pages.paged) ? pages : { ...pages, rest: undefined }}
        state={state}
        onChange={onChange}
      />
    </>
  );
}

const NOT_CITED: Cited = { filters: [], sources: [], persons: true };
const NO_TABLE: DataTable = { title: '', columns: [], rows: [], adds: 'NONE' };

interface NamedTable {
  readonly name: string;
  readonly table: DataTable;
  readonly cited: Cited;
  /** Whether somebody can be read in it. */
  readonly shows: boolean;
}

type TablesOf = (pages: readonly (readonly Table[])[]) => readonly NamedTable[];

/** @returns what makes tables of an answer's pages, the figures that stand outside every list last */
function useTablesOf(question: string, asked: Asked, paged: Pages['paged']): TablesOf {
  const say = useSay();
  const { language } = useLanguage();
  const schema = useSchema();
  const purposes = useSession().config?.purposes;
  const facts = useMemo(() => {
    if (schema === undefined) return new Map<string, FieldFacts>();
    const titles = (purposes ?? []).map((each) => [each.name, purposeTitle(each, { say, language })] as const);
    return withPurposes(fieldFacts(schema, asked.query, language), new Map(titles));
  }, [schema, asked.query, language, purposes, say]);
  return useMemo(() => {
    const places = [...facts.keys()];
    // As the question has them: an answer's lists come after the objects that stand beside them.
    const placeOf = ({ name }: { name: string }): number => (name === FIGURES ? Infinity : places.indexOf(name));
    const words = { title: say('data.figures'), what: say('data.figures.what'), value: say('data.figures.value') };
    const filters = variablesTold(asked.variables, say);
    return (pages) => {
      const tables = joined(pages, paged);
      const titles = partTitles(
        tables.flatMap((table) => (isFigures(table) ? [] : [table.name])),
        facts,
      );
      return tables
        .map((table) => ({
          name: table.name,
          cited: { question, filters, sources: sourcesOf(table, facts), persons: hasPersons(table, facts) },
          shows: showsPersons(table, facts),
          table: isFigures(table)
            ? figuresTable(table, (path) => facts.get(path), words, say)
            : questionTable(table, (path) => facts.get(path), titles.get(table.name)!, say),
        }))
        .filter(({ table }) => table.rows.length > 0)
        .toSorted((left, right) => (placeOf(left) < placeOf(right) ? -1 : placeOf(left) > placeOf(right) ? 1 : 0));
    };
  }, [question, asked.variables, paged, facts, say]);
}

function useTables({ parts }: Pages, make: TablesOf): readonly NamedTable[] {
  const pages = useOfEach(parts, tablesOfPart);
  return useMemo(() => make(pages), [make, pages]);
}

/** @returns undefined where the recorded answer shows nobody: then there is nothing to take */
function recordedTable(tables: readonly NamedTable[], name: string): DataTable | undefined {
  const found = tables.find((each) => each.name === name);
  return found?.shows === true ? found.table : undefined;
}

const tablesOfPart = ({ data, errors }: Part) => tablesOf({ data: data as Record<string, unknown>, errors });
