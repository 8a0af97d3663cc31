/** The words of this view, beside those of the whole page. */
import { useMemo, type ReactNode } from 'react';
import { IntlProvider, useIntl } from 'react-intl';
import { useLanguage } from '../language/language.tsx';
import { en, type WordKey } from './words/en.ts';
import { id } from './words/id.ts';

const PREFIX = 'registry.';
const prefixed = (words: Readonly<Record<WordKey, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(words).map(([key, text]) => [PREFIX + key, text]));
const CATALOGUES = { en: prefixed(en), id: prefixed(id) };

/** A sentence of this view in the reader's language, its values filled in. */
export type Words = (key: WordKey, values?: Readonly<Record<string, string | number>>) => string;

export function WordsProvider({ children }: { children: ReactNode }): ReactNode {
  const { language } = useLanguage();
  const { locale, messages } = useIntl();
  const all = useMemo(() => ({ ...messages, ...CATALOGUES[language] }) as Record<string, string>, [messages, language]);
  return (
    <IntlProvider locale={locale} defaultLocale={locale} messages={all}>
      {children}
    </IntlProvider>
  );
}

export function useWords(): Words {
  const intl = useIntl();
  return useMemo((): Words => (key, values) => intl.formatMessage({ id: PREFIX + key }, values) as string, [intl]);
}
