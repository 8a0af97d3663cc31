/** The bar on top: the name, and as whom and for what purpose the reader asks. */
import { useId, useState, type FormEvent, type ReactNode } from 'react';
import { OWN_TOKEN, rolesToOffer, tokenIn, type Access } from './access.ts';
import type { ExplorerConfig } from './config.ts';

interface TopBarProps {
  /** Missing until the gateway has sent it. */
  readonly config: ExplorerConfig | undefined;
  readonly access: Access;
  readonly onChoose: (access: Access) => void;
}

export function TopBar({ config, access, onChoose }: TopBarProps): ReactNode {
  return (
    <header className="top-bar">
      <img src="./favicon.svg" alt="" width="26" height="26" />
      <h1>sigap-graph</h1>
      <span className="subtitle">Explorer / Penjelajah</span>
      {config !== undefined && <AccessSwitch config={config} access={access} onChoose={onChoose} />}
    </header>
  );
}

function AccessSwitch({ config, access, onChoose }: TopBarProps & { config: ExplorerConfig }): ReactNode {
  const roles = rolesToOffer(config.roles);
  const chooseRole = (name: string): void => onChoose({ ...access, role: name, token: undefined });
  return (
    <div className="access">
      <Choice label="Role / Peran" value={access.role} options={roles} onChoose={chooseRole} />
      {access.role === OWN_TOKEN && <TokenField onToken={(token) => onChoose({ ...access, token })} />}
      {config.purposes.length > 0 && (
        <Choice
          label="Purpose / Tujuan"
          value={access.purpose ?? ''}
          options={[{ name: '', title: 'None / Tidak ada' }, ...config.purposes]}
          onChoose={(name) => onChoose({ ...access, purpose: name === '' ? undefined : name })}
        />
      )}
    </div>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly name: string; readonly title: string }[];
  readonly onChoose: (name: string) => void;
}

function Choice({ label, value, options, onChoose }: ChoiceProps): ReactNode {
  return (
    <label className="choice">
      <span>{label}</span>
      <select value={value} onChange={(event) => onChoose(event.target.value)}>
        {options.map(({ name, title }) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A pasted token stays in the page's memory; the field is emptied once it is used. */
function TokenField({ onToken }: { onToken: (token: string) => void }): ReactNode {
  const [pasted, setPasted] = useState('');
  const [said, setSaid] = useState<'used' | 'refused'>();
  const message = useId();
  const use = (event: FormEvent): void => {
    event.preventDefault();
    const token = tokenIn(pasted);
    setSaid(token === undefined ? 'refused' : 'used');
    if (token === undefined) return;
    setPasted('');
    onToken(token);
  };
  return (
    <form className="token" onSubmit={use} autoComplete="off">
      <input
        type="password"
        autoComplete="off"
        spellCheck={false}
        required
        placeholder="Paste a token / Tempel token"
        aria-label="Token"
        aria-describedby={message}
        value={pasted}
        onChange={(event) => setPasted(event.target.value)}
      />
      <button type="submit">Use / Pakai</button>
      <span id={message} role="status">
        {said === 'used' ? '✓ in use' : said === 'refused' ? 'A token has no spaces and only plain characters.' : ''}
      </span>
    </form>
  );
}
