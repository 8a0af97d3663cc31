/** The variables of the question in the editor as a form. It and the JSON below the question are two sides of one text. */
import { useMemo, type ReactNode } from 'react';
import { useGraphiQL, useOptimisticState, useVariablesEditorState } from '@graphiql/react';
import { useSay } from '../../language/language.tsx';
import { declaredIn, type Declared } from './declared.ts';
import { ValueField, type Change } from './value-field.tsx';
import { readVariables, withValue } from './variables-text.ts';
import '../../parts/graphql-button.css';
import './variables-panel.css';

export function VariablesPanel(): ReactNode {
  const say = useSay();
  const declared = useDeclared();
  const [text, setText] = useOptimisticState(useVariablesEditorState());
  return (
    <section className="variables" aria-label={say('query.variables')}>
      <h2>{say('query.variables')}</h2>
      {declared === undefined || declared.length === 0 ? (
        <p className="hint">{say(declared === undefined ? 'query.variables.noQuestion' : 'query.variables.none')}</p>
      ) : (
        <Form declared={declared} text={text} onChange={(path, value) => setText(withValue(text, [...path], value))} />
      )}
    </section>
  );
}

/** @returns undefined while the question cannot be read, or the schema has not come */
function useDeclared(): readonly Declared[] | undefined {
  const schema = useGraphiQL((state) => state.schema);
  const document = useGraphiQL((state) => state.documentAST);
  const operationName = useGraphiQL((state) => state.operationName);
  return useMemo(
    () => (schema == null || document === undefined ? undefined : declaredIn(schema, document, operationName)),
    [schema, document, operationName],
  );
}

interface FormProps {
  readonly declared: readonly Declared[];
  readonly text: string;
  readonly onChange: Change;
}

/** Text that is no JSON is left to its writer: the form would have to throw a part of it away. */
function Form({ declared, text, onChange }: FormProps): ReactNode {
  const say = useSay();
  const read = useMemo(() => readVariables(text), [text]);
  if (read.kind === 'BROKEN') {
    const { line, column } = read;
    return <p role="status">{say('query.variables.broken', { line, column })}</p>;
  }
  if (read.kind === 'NO_OBJECT') return <p role="status">{say('query.variables.noObject')}</p>;
  const { values } = read;
  const others = Object.keys(values).filter((name) => declared.every((each) => each.name !== name));
  return (
    <>
      <p className="hint">{say('query.variables.says')}</p>
      {declared.map((each) => (
        <Variable key={each.name} declared={each} value={values[each.name]} onChange={onChange} />
      ))}
      {others.length > 0 && (
        <p className="hint" role="status">
          {say('query.variables.others', { names: others.join(', ') })}
        </p>
      )}
    </>
  );
}

interface VariableProps {
  readonly declared: Declared;
  readonly value: unknown;
  readonly onChange: Change;
}

function Variable({
  declared: { name, type, typeText, defaultText, hint },
  value,
  onChange,
}: VariableProps): ReactNode {
  const say = useSay();
  if (type === undefined) return <p role="status">{say('query.variables.noType', { name, type: typeText })}</p>;
  return (
    <ValueField
      label={`$${name}`}
      type={type}
      typeText={typeText}
      defaultText={defaultText}
      hint={hint}
      path={[name]}
      value={value}
      onChange={onChange}
    />
  );
}
