/** What the reader chooses: everything is in the address, so a view can be kept and sent. */
import { useId, type ReactNode } from 'react';
import { SUBJECTS, type Breakdown, type DataState, type Measure } from '../address/data-view.ts';
import { useSay } from '../language/language.tsx';
import { useFormats } from '../numbers/use-formats.ts';
import { Choice as Select } from '../parts/choice.tsx';
import { mediaHook } from '../parts/media.ts';
import type { Choice, Filter } from './choice.ts';
import { areaName, type Lists } from './lists.ts';
import { breakdownsBeside, SUBJECT_RULES } from './subject-rules.ts';

interface ControlsProps {
  readonly state: DataState;
  readonly choice: Choice;
  readonly lists: Lists;
  readonly onChange: (part: Partial<DataState>) => void;
}

const useStacked = mediaHook('(max-width: 860px)');

/** Beside the table; above it, where there is no room beside, they are one line until they are wanted. */
export function Controls(props: ControlsProps): ReactNode {
  const say = useSay();
  const stacked = useStacked();
  const told = useTold(props);
  if (!stacked) return <Form {...props} />;
  return (
    <details className="controls-sheet">
      <summary>
        <strong>{say('data.controls')}</strong> <span>{told}</span>
      </summary>
      <Form {...props} />
    </details>
  );
}

/** The area, the time and the filters that hold; the heading of the table says the rest. */
function useTold({ choice, lists }: ControlsProps): string {
  const say = useSay();
  const { month } = useFormats();
  const { area, filters, year, from, to, subject } = choice;
  const time = SUBJECT_RULES[subject].time;
  const where = area === null ? say('data.area.city') : areaName(area, lists);
  const days = [choice.month, from, to].flatMap((each) => (each === null ? [] : [month(each)]));
  const when =
    time === 'YEAR' ? [String(year ?? say('data.year.latest'))] : days.length > 0 ? days : [say('data.month.latest')];
  const narrowed = Object.entries(filters).map(([filter, code]) => lists.nameOf(filter as Filter, code));
  return [
    ...(SUBJECT_RULES[subject].areas ? [where] : []),
    ...(time === 'NONE' ? [] : [when.join(' – ')]),
    ...narrowed,
  ].join(' · ');
}

function Form(props: ControlsProps): ReactNode {
  const say = useSay();
  const { choice, onChange } = props;
  return (
    <form className="controls" aria-label={say('data.controls')} onSubmit={(event) => event.preventDefault()}>
      <Select
        label={say('data.subject')}
        value={choice.subject}
        options={SUBJECTS.map((name) => ({ name, title: say(`data.subject.${name}`) }))}
        onChoose={(subject) => onChange({ ...CLEARED, subject })}
      />
      <Breakdowns {...props} />
      {SUBJECT_RULES[choice.subject].areas && <AreaSelect {...props} />}
      <Time {...props} />
      {SUBJECT_RULES[choice.subject].filters.map((filter) => (
        <FilterSelect key={filter} filter={filter} {...props} />
      ))}
      <Measures {...props} />
    </form>
  );
}

/** What another subject may not have. */
const CLEARED: Partial<DataState> = {
  by: [],
  measures: [],
  occupation: null,
  band: null,
  status: null,
  agency: null,
  verdict: null,
  group: null,
  programme: null,
  shown: null,
  sort: null,
  hide: [],
  as: 'auto',
  grouped: false,
};

/** An order and a picture belong to the columns that were there. */
const RESHAPED: Partial<DataState> = { sort: null, hide: [], as: 'auto', grouped: false };

function Breakdowns({ choice: { subject, by }, onChange }: ControlsProps): ReactNode {
  const say = useSay();
  const [first, second] = by;
  const title = (breakdown: Breakdown): string => say(`data.by.${breakdown}`);
  const options = (list: readonly Breakdown[]) => list.map((name) => ({ name, title: title(name) }));
  const none = { name: 'none' as const, title: say('data.by.none') };
  const firsts = breakdownsBeside(subject, undefined);
  if (firsts.length === 0) return null;
  const seconds = first === undefined ? [] : breakdownsBeside(subject, first);
  const mayBeNone = SUBJECT_RULES[subject].fits([]);
  return (
    <>
      <Select
        label={say('data.by')}
        value={first ?? 'none'}
        options={[...(mayBeNone ? [none] : []), ...options(firsts)]}
        onChoose={(name) => onChange({ ...RESHAPED, by: name === 'none' ? [] : [name] })}
      />
      {seconds.length > 0 && (
        <Select
          label={say('data.bySecond')}
          value={second ?? 'none'}
          options={[none, ...options(seconds)]}
          onChoose={(name) => onChange({ ...RESHAPED, by: name === 'none' ? [first!] : [first!, name] })}
        />
      )}
    </>
  );
}

function AreaSelect({ choice, lists, onChange }: ControlsProps): ReactNode {
  const say = useSay();
  return (
    <label className="choice">
      <span>{say('data.area')}</span>
      <select value={choice.area ?? ''} onChange={({ target }) => onChange({ area: target.value || null })}>
        <option value="">{say('data.area.city')}</option>
        <optgroup label={say('data.area.districts')}>
          {lists.districts.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </optgroup>
        {lists.districts.map(({ code, name, villages }) => (
          <optgroup key={code} label={say('data.area.villagesOf', { district: name })}>
            {villages.map((village) => (
              <option key={village.code} value={village.code}>
                {village.name}
              </option>
            ))}
          </optgroup>
        ))}
        {choice.area !== null && lists.districts.length === 0 && <option value={choice.area}>{choice.area}</option>}
      </select>
    </label>
  );
}

function Time(props: ControlsProps): ReactNode {
  const say = useSay();
  const { choice, lists, onChange } = props;
  const kind = SUBJECT_RULES[choice.subject].time;
  if (kind === 'NONE') return null;
  if (kind === 'YEAR')
    return (
      <>
        <Select
          label={say('data.year')}
          value={String(choice.year ?? '')}
          options={[
            { name: '', title: say('data.year.latest') },
            ...withOwn(lists.years.map(String), choice.year === null ? null : String(choice.year)).map((name) => ({
              name,
              title: name,
            })),
          ]}
          onChoose={(year) => onChange({ year: year === '' ? null : Number(year) })}
        />
        {choice.by.includes('month') && <Span {...props} />}
      </>
    );
  if (!choice.by.includes('month'))
    return <MonthSelect label={say('data.month')} none={say('data.month.latest')} name="month" {...props} />;
  return <Span {...props} />;
}

function Span(props: ControlsProps): ReactNode {
  const say = useSay();
  return (
    <>
      <MonthSelect label={say('data.from')} none={say('data.from.first')} name="from" {...props} />
      <MonthSelect label={say('data.to')} none={say('data.to.last')} name="to" {...props} />
    </>
  );
}

interface MonthSelectProps extends ControlsProps {
  readonly label: string;
  readonly none: string;
  readonly name: 'month' | 'from' | 'to';
}

function MonthSelect({ label, none, name, choice, lists, onChange }: MonthSelectProps): ReactNode {
  const { month } = useFormats();
  return (
    <Select
      label={label}
      value={choice[name] ?? ''}
      options={[
        { name: '', title: none },
        ...withOwn(lists.months, choice[name]).map((each) => ({ name: each, title: month(each) })),
      ]}
      onChoose={(each) => onChange({ [name]: each === '' ? null : each })}
    />
  );
}

/** What the address names is in the list, also before the list has come. */
const withOwn = (list: readonly string[], own: string | null): readonly string[] =>
  own === null || list.includes(own) ? list : [own, ...list];

function FilterSelect({ filter, choice, lists, onChange }: ControlsProps & { readonly filter: Filter }): ReactNode {
  const say = useSay();
  const { by, filters, subject } = choice;
  const own = filters[filter] ?? null;
  const possible = own !== null || SUBJECT_RULES[subject].narrows(by, [...(Object.keys(filters) as Filter[]), filter]);
  const options = lists.of[filter] ?? [];
  const missing = own !== null && !options.some(({ code }) => code === own) ? [{ code: own, name: own }] : [];
  if (!possible) return null;
  return (
    <Select
      label={say(`data.by.${filter}`)}
      value={own ?? ''}
      options={[
        { name: '', title: say('data.all') },
        ...[...missing, ...options].map(({ code, name }) => ({ name: code, title: name })),
      ]}
      onChoose={(code) => onChange({ [filter]: code === '' ? null : code })}
    />
  );
}

function Measures({ choice, onChange }: ControlsProps): ReactNode {
  const say = useSay();
  const id = useId();
  const { subject, by, filters, measures } = choice;
  const possible = SUBJECT_RULES[subject].measures(by, filters);
  if (possible.length < 2 || subject === 'published') return null;
  const toggle = (measure: Measure): void => {
    const next = measures.includes(measure) ? measures.filter((each) => each !== measure) : [...measures, measure];
    onChange({ measures: next, shown: null });
  };
  return (
    <fieldset className="measures" aria-labelledby={id}>
      <legend id={id}>{say('data.measures')}</legend>
      {possible.map((measure) => (
        <label key={measure}>
          <input type="checkbox" checked={measures.includes(measure)} onChange={() => toggle(measure)} />
          {say(`data.measure.${measure}`)}
        </label>
      ))}
    </fieldset>
  );
}
