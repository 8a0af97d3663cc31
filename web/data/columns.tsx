/** Which columns are shown, and how many stay in sight. */
import type { ReactNode } from 'react';
import type { DataState } from '../address/data-view.ts';
import type { ViewState } from '../address/use-view-state.ts';
import { useSay } from '../language/language.tsx';
import { Choice } from '../parts/choice.tsx';
import type { DataTable } from './data-table.ts';

interface ColumnsProps {
  readonly table: DataTable;
  readonly state: DataState;
  readonly onChange: ViewState<DataState>['change'];
}

const FREEZES = ['0', '1', '2', '3', '4'] as const;

export function Columns({ table, state: { hide, freeze }, onChange }: ColumnsProps): ReactNode {
  const say = useSay();
  const toggle = (id: string): void =>
    onChange({ hide: hide.includes(id) ? hide.filter((each) => each !== id) : [...hide, id] }, { replace: true });
  return (
    <details className="columns">
      <summary>{say('data.columns')}</summary>
      <div className="columns-list">
        {table.columns.map(({ id, title }) => (
          <label key={id} className="check">
            <input type="checkbox" checked={!hide.includes(id)} onChange={() => toggle(id)} />
            {title}
          </label>
        ))}
        <Choice
          label={say('data.freeze')}
          value={String(freeze ?? 1) as (typeof FREEZES)[number]}
          options={FREEZES.map((name) => ({ name, title: say('data.freeze.count', { count: Number(name) }) }))}
          onChoose={(name) => onChange({ freeze: name === '1' ? null : Number(name) }, { replace: true })}
        />
      </div>
    </details>
  );
}
