/** How old an answer is, where the graph gives a kept one because an agency does not answer. */
import { LOCALES, type Language } from './figures.ts';

/** The graph says it in `extensions.freshness`, of such an answer only. */
export interface Freshness {
  readonly state: 'STALE';
  /** A part of the graph, or its database, does not answer. */
  readonly because: 'SUBGRAPH_UNAVAILABLE';
  /** ISO 8601 */
  readonly madeAt: string;
  /** s, when it was given */
  readonly age: number;
}

/** @param extensions of an answer @returns undefined of any other answer */
export const freshnessOf = (extensions: Readonly<Record<string, unknown>> | undefined): Freshness | undefined =>
  extensions?.['freshness'] as Freshness | undefined;

const UNITS = [
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3_600 },
  { unit: 'minute', seconds: 60 },
  { unit: 'second', seconds: 1 },
] as const;

/** @returns a sentence for beside the figures */
export function freshnessText({ age }: Freshness, language: Language): string {
  const { unit, seconds } = UNITS.find((each) => age >= each.seconds) ?? UNITS[3];
  const ago = new Intl.RelativeTimeFormat(LOCALES[language]).format(-Math.floor(age / seconds), unit);
  return language === 'en'
    ? `As the graph had it ${ago}; an agency does not answer.`
    : `Menurut graf ${ago}; sebuah instansi tidak menjawab.`;
}
