/** What is asked and by whom, who uses a field, and what nobody uses. */
import { useId, useState, type FormEvent, type ReactNode } from 'react';
import { go } from '../address/address.ts';
import { useViewState } from '../address/use-view-state.ts';
import { useFormats } from '../numbers/use-formats.ts';
import { Choice } from '../parts/choice.tsx';
import { Loaded } from './loaded.tsx';
import { OperationTable } from './operation-table.tsx';
import type { FieldUsage, Unused, Usage as UsageOfAll } from './shapes.ts';
import { unusedByType } from './unused-by-type.ts';
import { useGot } from './use-got.ts';
import { COORDINATE, REGISTRY_SHAPE, registryHref } from './view.ts';
import { useWords } from './words.tsx';

const DAYS = [1, 7, 30, 90, 400];
const USUAL_DAYS = 30;

export function Usage(): ReactNode {
  const words = useWords();
  const { state } = useViewState(REGISTRY_SHAPE);
  const { field } = state;
  const days = state.days ?? USUAL_DAYS;
  const offered = [...new Set([...DAYS, days])].sort((a, b) => a - b);
  return (
    <>
      <p className="registry-acts">
        <Choice
          label={words('usage.days')}
          value={String(days)}
          options={offered.map((each) => ({ name: String(each), title: words('usage.lastDays', { days: each }) }))}
          onChoose={(chosen) => go(registryHref({ tab: 'usage', field, days: Number(chosen) }), { replace: true })}
        />
      </p>
      <Field field={field} days={days} />
      <All days={days} />
      <Nobody days={days} />
    </>
  );
}

function All({ days }: { days: number }): ReactNode {
  const words = useWords();
  const id = useId();
  return (
    <section className="panel" aria-labelledby={id}>
      <h2 id={id}>{words('usage.title')}</h2>
      <Loaded reading={useGot<UsageOfAll>(`/v1/usage?days=${days}`)}>
        {({ since, operations, others }) => (
          <>
            <Since since={since} />
            {operations.length > 0 && <OperationTable label={words('usage.title')} operations={operations} />}
            {others > 0 && <p className="hint">{words('usage.others', { count: others })}</p>}
          </>
        )}
      </Loaded>
    </section>
  );
}

function Since({ since }: { since: string | null }): ReactNode {
  const words = useWords();
  const { day } = useFormats();
  return <p className="hint">{since === null ? words('usage.none') : words('usage.since', { since: day(since) })}</p>;
}

function Field({ field, days }: { field: string | null; days: number }): ReactNode {
  const words = useWords();
  const id = useId();
  const [typed, setTyped] = useState(field ?? '');
  const [wrong, setWrong] = useState(false);
  const seek = (event: FormEvent): void => {
    event.preventDefault();
    const coordinate = typed.trim();
    setWrong(!COORDINATE.test(coordinate));
    if (COORDINATE.test(coordinate)) go(registryHref({ tab: 'usage', field: coordinate, days }));
  };
  return (
    <section className="panel" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{words('usage.field')}</h2>
      <form className="registry-seek" onSubmit={seek}>
        <label htmlFor={id}>{words('usage.field.label')}</label>
        <input
          id={id}
          value={typed}
          placeholder={words('usage.field.example')}
          spellCheck={false}
          autoComplete="off"
          aria-describedby={`${id}-wrong`}
          aria-invalid={wrong}
          onChange={(event) => setTyped(event.target.value)}
        />
        <button type="submit" className="primary">
          {words('usage.field.seek')}
        </button>
        <span id={`${id}-wrong`} role="status">
          {wrong && words('usage.field.wrong')}
        </span>
      </form>
      {field !== null && <FieldUse field={field} days={days} />}
    </section>
  );
}

function FieldUse({ field, days }: { field: string; days: number }): ReactNode {
  const words = useWords();
  const reading = useGot<FieldUsage>(`/v1/usage?coordinate=${encodeURIComponent(field)}&days=${days}`);
  return (
    <Loaded reading={reading}>
      {({ coordinate, known, count, since, operations, others }) => (
        <>
          <p role="status">
            {operations.length > 0
              ? words('usage.field.used', { coordinate, count, operations: operations.length })
              : words(known ? 'usage.field.nobody' : 'usage.field.unknown', { coordinate })}
          </p>
          <Since since={since} />
          {operations.length > 0 && <OperationTable label={words('usage.field')} operations={operations} />}
          {others > 0 && <p className="hint">{words('usage.others', { count: others })}</p>}
        </>
      )}
    </Loaded>
  );
}

function Nobody({ days }: { days: number }): ReactNode {
  const words = useWords();
  const id = useId();
  return (
    <section className="panel" aria-labelledby={id}>
      <h2 id={id}>{words('usage.unused')}</h2>
      <Loaded reading={useGot<Unused>(`/v1/usage/unused?days=${days}`)}>
        {({ since, unused, of }) => (
          <>
            <Since since={since} />
            {/* Where nothing was counted, nothing is known to be unused. */}
            {since !== null && (
              <p>
                {unused.length === 0
                  ? words('usage.unused.none')
                  : words('usage.unused.sums', { count: unused.length, of })}
              </p>
            )}
            {since !== null && <UnusedTypes unused={unused} />}
          </>
        )}
      </Loaded>
    </section>
  );
}

function UnusedTypes({ unused }: { unused: readonly string[] }): ReactNode {
  const words = useWords();
  return (
    <div className="registry-unused">
      {unusedByType(unused).map(({ type, coordinates }) => (
        <details key={type}>
          <summary>{words('usage.unused.type', { type, count: coordinates.length })}</summary>
          <ul className="registry-coordinates">
            {coordinates.map((coordinate) => (
              <li key={coordinate}>
                <code>{coordinate}</code>
                {coordinate === type && ` (${words('usage.unused.whole')})`}
              </li>
            ))}
          </ul>
        </details>
      ))}
    </div>
  );
}
