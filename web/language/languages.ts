/** The languages of the page. */

export const LANGUAGES = ['id', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Names of the languages in themselves: a reader who is lost finds their own. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { id: 'Bahasa Indonesia', en: 'English' };
/** @param preferred the browser's languages, the best first, such as `en-GB` */
export function languageOf(preferred: readonly string[]): Language {
  const known = preferred.map((tag) => tag.toLowerCase().split('-')[0]);
  return LANGUAGES.find((language) => language === known.find((tag) => tag === 'id' || tag === 'en')) ?? 'id';
}
