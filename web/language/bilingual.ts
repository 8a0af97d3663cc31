/** Texts that carry both languages, as the schema's descriptions and the gateway's titles do: `English. / Indonesian.` */
import type { Language } from './languages.ts';

/** @returns the part in one language; the whole where there is only one */
export function partIn(text: string, language: Language): string {
  const middle = text.indexOf(' / ');
  if (middle === -1) return text.trim();
  return (language === 'en' ? text.slice(0, middle) : text.slice(middle + 3)).trim();
}
