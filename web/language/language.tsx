/** The language of the page: the reader's choice, else the browser's, else Indonesian. */
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { IntlProvider, useIntl } from 'react-intl';
import { en } from './en.ts';
import { id } from './id.ts';
import { keepChoice, keptChoice } from './kept-choice.ts';
import { LANGUAGES, languageOf, type Language } from './languages.ts';
import type { Say } from './say.ts';

const CATALOGUES = { id, en };
/** English as written in Asia: the day before the month. */
const LOCALES: Readonly<Record<Language, string>> = { id: 'id-ID', en: 'en-GB' };

interface Choice {
  readonly language: Language;
  readonly choose: (language: Language) => void;
}
const Chosen = createContext<Choice>({ language: 'id', choose: () => {} });

export function LanguageProvider({ children }: { children: ReactNode }): ReactNode {
  const [language, setLanguage] = useState(() => keptChoice('language', LANGUAGES) ?? languageOf(navigator.languages));
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const choice = useMemo(
    () => ({
      language,
      choose: (next: Language) => {
        keepChoice('language', next);
        setLanguage(next);
      },
    }),
    [language],
  );
  return (
    <Chosen value={choice}>
      <IntlProvider locale={LOCALES[language]} defaultLocale="id-ID" messages={CATALOGUES[language]}>
        {children}
      </IntlProvider>
    </Chosen>
  );
}

export const useLanguage = (): Choice => useContext(Chosen);

/** @returns the sentence of a key, its values filled in */
export function useSay(): Say {
  const intl = useIntl();
  return useMemo((): Say => (key, values) => intl.formatMessage({ id: key }, values) as string, [intl]);
}
