/** One value of a form: a text, a list to choose from, a list of values, or an object with fields of its own. */
import { useId, useState, type ReactNode } from 'react';
import {
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isScalarType,
  type GraphQLEnumType,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLList,
} from 'graphql';
import { useSay } from '../../language/language.tsx';
import { problemOf } from './problem.ts';
import { scalarNamed, typedOf } from './scalars.ts';

type Path = readonly (string | number)[];
/** @param value undefined takes it out */
export type Change = (path: Path, value: unknown) => void;

export interface ValueFieldProps {
  readonly label: string;
  readonly type: GraphQLInputType;
  readonly typeText: string;
  /** What holds when it is left out, as GraphQL writes it. */
  readonly defaultText?: string | undefined;
  readonly hint?: string | null | undefined;
  readonly path: Path;
  readonly value: unknown;
  readonly onChange: Change;
  /** An entry of a list is always there: it is taken out by the list. */
  readonly entry?: boolean;
}

export function ValueField(props: ValueFieldProps): ReactNode {
  const { type, value } = props;
  const bare = getNullableType(type);
  if (isListType(bare) && (value == null || Array.isArray(value))) return <ListField {...props} list={bare} />;
  if (isInputObjectType(bare) && (value == null || isObject(value))) return <ObjectField {...props} object={bare} />;
  return <LeafField {...props} />;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function useAsk({ type, value, defaultText, entry = false }: ValueFieldProps) {
  const say = useSay();
  const problem = problemOf(type, value, defaultText !== undefined, say);
  const optional = !entry && (!isNonNullType(type) || defaultText !== undefined);
  return { say, problem, canLeaveOut: optional && value !== undefined };
}

function LeafField(props: ValueFieldProps): ReactNode {
  const { label, typeText, hint, path, value, onChange } = props;
  const { say, problem, canLeaveOut } = useAsk(props);
  const [field, said] = [useId(), useId()];
  return (
    <div className="variable">
      <div className="variable-head">
        <label htmlFor={field}>{label}</label>
        <code>{typeText}</code>
        {canLeaveOut && <LeaveOut label={label} onLeaveOut={() => onChange(path, undefined)} />}
      </div>
      <Input {...props} id={field} describedBy={said} wrong={problem !== undefined} />
      <div id={said} className="variable-said">
        {problem !== undefined && <p className="variable-problem">{problem}</p>}
        {value === undefined && props.defaultText !== undefined && (
          <p>{say('query.variables.default', { value: props.defaultText })}</p>
        )}
        {value === null && problem === undefined && <p>{say('query.variables.null')}</p>}
        {hint != null && <p>{hint}</p>}
      </div>
    </div>
  );
}

function LeaveOut({ label, onLeaveOut }: { label: string; onLeaveOut: () => void }): ReactNode {
  const say = useSay();
  return (
    <button
      type="button"
      className="tool"
      aria-label={say('query.variables.leaveOutOf', { label })}
      onClick={onLeaveOut}
    >
      {say('query.variables.leaveOut')}
    </button>
  );
}

interface InputProps extends ValueFieldProps {
  readonly id: string;
  readonly describedBy: string;
  readonly wrong: boolean;
}

function Input(props: InputProps): ReactNode {
  const bare = getNullableType(props.type);
  if (isEnumType(bare)) return <EnumInput {...props} values={bare} />;
  if (isScalarType(bare) && bare.name === 'Boolean') return <TruthInput {...props} />;
  return <TextInput {...props} scalar={isScalarType(bare) ? bare.name : ''} />;
}

/** What is being typed stays as it is as long as it means the value: `1.` is on its way to `1.5`. */
function TextInput({
  id,
  describedBy,
  wrong,
  scalar,
  path,
  value,
  onChange,
}: InputProps & { scalar: string }): ReactNode {
  const { valueOf, example, digits } = scalarNamed(scalar);
  const [draft, setDraft] = useState<string>();
  const meant = (text: string): unknown => (text.trim() === '' ? undefined : valueOf(text.trim()));
  const isCurrent = draft !== undefined && JSON.stringify(meant(draft)) === JSON.stringify(value ?? undefined);
  return (
    <input
      id={id}
      type="text"
      autoComplete="off"
      spellCheck={false}
      {...(digits === true && { inputMode: 'numeric' as const })}
      placeholder={example}
      aria-describedby={describedBy}
      aria-invalid={wrong || undefined}
      value={isCurrent ? draft : typedOf(value)}
      onChange={({ target }) => {
        setDraft(target.value);
        onChange(path, meant(target.value));
      }}
    />
  );
}

function TruthInput(props: InputProps): ReactNode {
  const say = useSay();
  return (
    <Options
      {...props}
      options={[
        { name: 'true', title: say('query.variables.true'), value: true },
        { name: 'false', title: say('query.variables.false'), value: false },
      ]}
    />
  );
}

function EnumInput({ values, ...props }: InputProps & { values: GraphQLEnumType }): ReactNode {
  return (
    <Options
      {...props}
      options={values.getValues().map(({ name, description }) => ({
        name,
        title: description == null ? name : `${name} – ${description.replace(/\.$/, '')}`,
        value: name,
      }))}
    />
  );
}

interface Option {
  readonly name: string;
  readonly title: string;
  readonly value: unknown;
}

/** A value that is none of the options stays as one of its own, so that opening the form changes nothing. */
function Options(props: InputProps & { options: readonly Option[] }): ReactNode {
  const { id, describedBy, wrong, options, path, value, onChange, type, defaultText, entry = false } = props;
  const say = useSay();
  const chosen = options.find((option) => option.value === value);
  const foreign = value != null && chosen === undefined;
  const empty =
    isNonNullType(type) && defaultText === undefined ? 'query.variables.choose' : 'query.variables.notGiven';
  return (
    <select
      id={id}
      aria-describedby={describedBy}
      aria-invalid={wrong || undefined}
      value={foreign ? FOREIGN : (chosen?.name ?? '')}
      onChange={({ target }) => {
        if (target.value !== FOREIGN) onChange(path, options.find(({ name }) => name === target.value)?.value);
      }}
    >
      {(!entry || value == null) && <option value="">{say(empty)}</option>}
      {foreign && <option value={FOREIGN}>{typedOf(value)}</option>}
      {options.map(({ name, title }) => (
        <option key={name} value={name}>
          {title}
        </option>
      ))}
    </select>
  );
}

/** No name of GraphQL has a space. */
const FOREIGN = 'as it stands';

function ListField(props: ValueFieldProps & { list: GraphQLList<GraphQLInputType> }): ReactNode {
  const { list, label, path, value, onChange } = props;
  const { say } = useAsk(props);
  const entries = (value ?? []) as readonly unknown[];
  const bare = getNullableType(list.ofType);
  return (
    <Group {...props}>
      {entries.map((entry, at) => (
        // Entries have no name but their place.
        <div key={at} className="variable-entry">
          <ValueField
            label={say('query.variables.entry', { label, at: at + 1 })}
            type={list.ofType}
            typeText={String(list.ofType)}
            path={[...path, at]}
            value={entry}
            onChange={onChange}
            entry
          />
          <button
            type="button"
            className="tool"
            aria-label={say('query.variables.removeEntry', { label, at: at + 1 })}
            onClick={() => onChange([...path, at], undefined)}
          >
            ×
          </button>
        </div>
      ))}
      <button
        type="button"
        className="tool"
        aria-label={say('query.variables.addTo', { label })}
        onClick={() => onChange(path, [...entries, startOf(bare)])}
      >
        {say('query.variables.add')}
      </button>
    </Group>
  );
}

/** What a new entry of a list begins as: the form then says what it expects. */
const startOf = (type: GraphQLInputType): unknown =>
  isListType(type) ? [] : isInputObjectType(type) ? {} : isEnumType(type) ? type.getValues()[0]?.name : null;

/** Shown with its fields once it is there: a filter may hold another of its kind. */
function ObjectField(props: ValueFieldProps & { object: GraphQLInputObjectType }): ReactNode {
  const { object, label, path, value, onChange } = props;
  const { say } = useAsk(props);
  if (value == null)
    return (
      <Group {...props}>
        <button
          type="button"
          className="tool"
          aria-label={say('query.variables.fillInOf', { label })}
          onClick={() => onChange(path, {})}
        >
          {say('query.variables.fillIn')}
        </button>
      </Group>
    );
  const held = value as Readonly<Record<string, unknown>>;
  return (
    <Group {...props}>
      {Object.values(object.getFields()).map((field) => (
        <ValueField
          key={field.name}
          label={field.name}
          type={field.type}
          typeText={String(field.type)}
          defaultText={field.defaultValue === undefined ? undefined : JSON.stringify(field.defaultValue)}
          hint={field.description}
          path={[...path, field.name]}
          value={held[field.name]}
          onChange={onChange}
        />
      ))}
    </Group>
  );
}

/** What surrounds the entries of a list and the fields of an object. */
function Group(props: ValueFieldProps & { children: ReactNode }): ReactNode {
  const { label, typeText, hint, path, value, defaultText, onChange, children } = props;
  const { say, problem, canLeaveOut } = useAsk(props);
  return (
    <fieldset className="variable group">
      <legend>
        {label} <code>{typeText}</code>
      </legend>
      {canLeaveOut && <LeaveOut label={label} onLeaveOut={() => onChange(path, undefined)} />}
      <div className="variable-said">
        {problem !== undefined && <p className="variable-problem">{problem}</p>}
        {value === undefined && defaultText !== undefined && (
          <p>{say('query.variables.default', { value: defaultText })}</p>
        )}
        {hint != null && <p>{hint}</p>}
      </div>
      {children}
    </fieldset>
  );
}
