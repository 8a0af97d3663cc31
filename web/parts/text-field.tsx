/** A text that is typed: one line, or a few. */
import { useId, type ReactNode } from 'react';

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  /** Characters. */
  readonly most: number;
  readonly lines?: number;
  readonly example?: string;
  readonly onType: (value: string) => void;
}

export function TextField({ label, value, most, lines = 1, example, onType }: TextFieldProps): ReactNode {
  const id = useId();
  const shared = {
    id,
    value,
    required: true,
    maxLength: most,
    placeholder: example,
    autoComplete: 'off',
    onChange: ({ target }: { target: { value: string } }) => onType(target.value),
  };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {lines === 1 ? <input {...shared} /> : <textarea {...shared} rows={lines} />}
    </div>
  );
}
