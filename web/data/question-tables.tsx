/** The tables of a shipped question's answer. */
import { useMemo, useState, type ReactNode } from 'react';
import type { DataState } from '../address/data-view.ts';
import type { Asked } from '../graph/ask.ts';
import { FIGURES, tablesOf, type Table } from '../graph/table.ts';
import { useLanguage, useSay } from '../language/language.tsx';
import type { Part } from '../numbers/figure-at.ts';
import { Choice } from '../parts/choice.tsx';
import type { DataTable } from './data-table.ts';
import { fieldFacts, type FieldFacts } from './field-facts.ts';
import { hasPersons } from './persons.ts';
import { figuresTable, isFigures, questionTable } from './question-table.ts';
import { Result, type Cited } from './result.tsx';
import type { Pages } from './use-pages.ts';
import { useSchema } from './use-schema.ts';

interface QuestionTablesProps {
  readonly asked: Asked;
  readonly pages: Pages;
  readonly state: DataState;
  readonly onChange: (part: Partial<DataState>, options?: { readonly replace?: boolean }) => void;
}

export function QuestionTables({ asked, pages, state, onChange }: QuestionTablesProps): ReactNode {
  const say = useSay();
  const tables = useTables(asked, pages.parts);
  const [chosen, setChosen] = useState<string>();
  const name = tables.find((each) => each.name === chosen)?.name ?? tables[0]?.name ?? '';
  const current = tables.find((each) => each.name === name);
  const by = useMemo(
    () =>
      current?.table.columns
        .filter(({ kind }) => kind === 'NAME')
        .slice(0, 1)
        .map(({ id }) => id) ?? [],
    [current],
  );
  return (
    <>
      {tables.length > 1 && (
        <Choice
          label={say('data.part')}
          value={name}
          options={tables.map((each) => ({ name: each.name, title: each.table.title }))}
          onChoose={setChosen}
        />
      )}
      <Result
        cited={current?.cited ?? NOT_CITED}
        key={name}
        table={current?.table ?? (pages.parts.length > 0 ? NO_TABLE : undefined)}
        by={by}
        asked={asked}
        pages={pages}
        state={state}
        onChange={onChange}
      />
    </>
  );
}

const NOT_CITED: Cited = { filters: [], sources: [], persons: true };
const NO_TABLE: DataTable = { title: '', columns: [], rows: [], adds: false };

interface NamedTable {
  readonly name: string;
  readonly table: DataTable;
  readonly cited: Cited;
}

/** The longest first: it is what was asked for. */
function useTables(asked: Asked, parts: readonly Part[]): readonly NamedTable[] {
  const say = useSay();
  const { language } = useLanguage();
  const schema = useSchema();
  const facts = useMemo(
    () => (schema === undefined ? new Map<string, FieldFacts>() : fieldFacts(schema, asked.query, language)),
    [schema, asked.query, language],
  );
  return useMemo(() => {
    const words = { title: say('data.figures'), what: say('data.figures.what'), value: say('data.figures.value') };
    return joined(parts)
      .map((table) => ({
        name: table.name,
        cited: { filters: [], sources: [], persons: hasPersons(table, facts) },
        table: isFigures(table)
          ? figuresTable(table, (path) => facts.get(path), words)
          : questionTable(table, (path) => facts.get(path), facts.get(table.name)?.heading ?? table.name),
      }))
      .filter(({ table }) => table.rows.length > 0)
      .toSorted((left, right) => Number(left.name === FIGURES) - Number(right.name === FIGURES));
  }, [parts, facts, say]);
}

/** Later pages bring more rows of the same tables; what stands beside the list they bring again, and it is not repeated. */
function joined(parts: readonly Part[]): Table[] {
  const [first, ...others] = parts.map(({ data, errors }) =>
    tablesOf({ data: data as Record<string, unknown>, errors }),
  );
  return (first ?? []).map((table) => {
    const more = others.flatMap((tables) => tables.filter(({ name }) => name === table.name));
    return isFigures(table) || more.length === 0 ? table : withRows(table, more);
  });
}

function withRows(table: Table, more: readonly Table[]): Table {
  const known = new Set(table.rows.map((row) => JSON.stringify(row)));
  const rows = more.flatMap(({ columns, rows: others }) =>
    others.map((row) => table.columns.map((column) => row[columns.indexOf(column)] ?? null)),
  );
  return { ...table, rows: [...table.rows, ...rows.filter((row) => !known.has(JSON.stringify(row)))] };
}
