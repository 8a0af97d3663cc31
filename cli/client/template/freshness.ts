/** How old an answer is, where the graph gives one that is older than it may be. */
import { LOCALES, type Language } from './figures.ts';

/** The graph says it in `extensions.freshness`, of such an answer only. */
export interface Freshness {
  readonly state: 'STALE';
  /** It is being made anew, which does not say that the agency answers; or a part of the graph does not answer. */
  readonly because: 'REVALIDATING' | 'SUBGRAPH_UNAVAILABLE';
  /** ISO 8601 */
  readonly madeAt: string;
  /** s, when it was given */
  readonly age: number;
}

/** @param extensions of an answer @returns nothing of an answer that is as new as it should be */
export const freshnessOf = (extensions: Readonly<Record<string, unknown>> | undefined): Freshness | undefined =>
  extensions?.['freshness'] as Freshness | undefined;

const UNITS = [
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3_600 },
  { unit: 'minute', seconds: 60 },
  { unit: 'second', seconds: 1 },
] as const;
const WHY = {
  en: { REVALIDATING: 'newer figures are on their way', SUBGRAPH_UNAVAILABLE: 'an agency does not answer' },
  id: {
    REVALIDATING: 'angka yang lebih baru sedang disiapkan',
    SUBGRAPH_UNAVAILABLE: 'sebuah instansi tidak menjawab',
  },
} as const;

/** @returns a sentence for beside the figures */
export function freshnessText({ because, age }: Freshness, language: Language): string {
  const { unit, seconds } = UNITS.find((each) => age >= each.seconds) ?? UNITS[3];
  const ago = new Intl.RelativeTimeFormat(LOCALES[language]).format(-Math.floor(age / seconds), unit);
  const asOf = language === 'en' ? `As the graph had it ${ago}` : `Menurut graf ${ago}`;
  return `${asOf}; ${WHY[language][because]}.`;
}
