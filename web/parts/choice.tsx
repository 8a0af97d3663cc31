/** One of a few named things: the browser's own list, which phones, keyboards and screen readers know. */
import type { ReactNode } from 'react';

interface ChoiceProps<Name extends string> {
  readonly label: string;
  readonly value: Name;
  readonly options: readonly { readonly name: Name; readonly title: string }[];
  readonly onChoose: (name: Name) => void;
}

export function Choice<Name extends string>({ label, value, options, onChoose }: ChoiceProps<Name>): ReactNode {
  return (
    <label className="choice">
      <span>{label}</span>
      <select value={value} onChange={(event) => onChoose(event.target.value as Name)}>
        {options.map(({ name, title }) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}
