/** Light or dark: the reader's choice, else what the device says. */
import { flushSync } from 'react-dom';
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { keepChoice, keptChoice } from '../language/kept-choice.ts';
import { mediaHook } from './media.ts';

export const SCHEMES = ['system', 'light', 'dark'] as const;
export type Scheme = (typeof SCHEMES)[number];

const useDeviceIsDark = mediaHook('(prefers-color-scheme: dark)');

interface Choice {
  readonly scheme: Scheme;
  /** What is shown: for drawings, which CSS does not reach. */
  readonly dark: boolean;
  readonly choose: (scheme: Scheme) => void;
}
const Chosen = createContext<Choice>({ scheme: 'system', dark: false, choose: () => {} });

export function SchemeProvider({ children }: { children: ReactNode }): ReactNode {
  const [scheme, setScheme] = useState<Scheme>(() => keptChoice('scheme', SCHEMES) ?? 'system');
  const deviceIsDark = useDeviceIsDark();
  const printing = usePrinting();
  useEffect(() => {
    document.documentElement.dataset['scheme'] = printing ? 'light' : scheme;
  }, [scheme, printing]);
  const choice = useMemo(
    () => ({
      scheme,
      dark: !printing && (scheme === 'system' ? deviceIsDark : scheme === 'dark'),
      choose: (next: Scheme) => {
        keepChoice('scheme', next);
        setScheme(next);
      },
    }),
    [scheme, deviceIsDark, printing],
  );
  return <Chosen value={choice}>{children}</Chosen>;
}

export const useScheme = (): Choice => useContext(Chosen);

/** Paper is white. The browser draws the page as soon as the event is over, so what depends on it is drawn at once. */
function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    const before = (): void => flushSync(() => setPrinting(true));
    const after = (): void => setPrinting(false);
    addEventListener('beforeprint', before);
    addEventListener('afterprint', after);
    return () => {
      removeEventListener('beforeprint', before);
      removeEventListener('afterprint', after);
    };
  }, []);
  return printing;
}
