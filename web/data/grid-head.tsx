/** The heads of the columns: each puts the rows in its order. */
import type { ReactNode } from 'react';
import { useSay } from '../language/language.tsx';
import { frozenStyle } from './grid-row.tsx';
import type { Shown } from './use-grid-table.ts';

interface GridHeadProps {
  readonly columns: readonly Shown[];
  readonly sort: string | null;
  readonly onSort: (sort: string | null) => void;
}

export function GridHead({ columns, sort, onSort }: GridHeadProps): ReactNode {
  return (
    <thead>
      <tr aria-rowindex={1}>
        {columns.map((shown) => (
          <Head key={shown.column.id} shown={shown} sort={sort} onSort={onSort} />
        ))}
      </tr>
    </thead>
  );
}

const ARROWS = { ascending: '▲', descending: '▼' } as const;

function Head({ shown, sort, onSort }: Omit<GridHeadProps, 'columns'> & { readonly shown: Shown }): ReactNode {
  const say = useSay();
  const { id, title, hint, kind } = shown.column;
  const order = sort === id ? 'ascending' : sort === `-${id}` ? 'descending' : undefined;
  return (
    <th
      scope="col"
      role="columnheader"
      aria-sort={order}
      className={`${kind.toLowerCase()}${shown.frozenAt === undefined ? '' : ' frozen'}`}
      style={frozenStyle(shown)}
    >
      <button
        type="button"
        title={hint ?? say('data.grid.sortBy', { of: title })}
        onClick={() => onSort(nextSort(id, kind, order))}
      >
        <span>{title}</span>
        <span className="arrow" aria-hidden="true">
          {order === undefined ? '' : ARROWS[order]}
        </span>
      </button>
    </th>
  );
}

/** Names start at A, numbers at the largest; the third press leaves the order of the graph. */
function nextSort(id: string, kind: Shown['column']['kind'], order: keyof typeof ARROWS | undefined): string | null {
  const [first, second] = kind === 'FIGURE' ? [`-${id}`, id] : [id, `-${id}`];
  const now = order === 'ascending' ? id : order === 'descending' ? `-${id}` : undefined;
  return now === undefined ? first : now === first ? second : null;
}
