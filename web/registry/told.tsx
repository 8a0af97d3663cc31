/** What came of the last change, in a line that screen readers speak. */
import { createContext, useContext, useMemo, useState, type ReactNode } from 'react';
import { useSay } from '../language/language.tsx';

const Tell = createContext<(told: string) => void>(() => {});

export function ToldProvider({ children }: { children: ReactNode }): ReactNode {
  const say = useSay();
  const [told, setTold] = useState('');
  const tell = useMemo(() => (text: string) => setTold(text), []);
  return (
    <Tell value={tell}>
      <div role="status" className="registry-status">
        {told !== '' && (
          <p className="registry-told">
            {told}
            <button type="button" className="plain" onClick={() => setTold('')}>
              {say('shell.dismiss')}
            </button>
          </p>
        )}
      </div>
      {children}
    </Tell>
  );
}

export const useTell = (): ((told: string) => void) => useContext(Tell);
