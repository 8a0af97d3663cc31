/** How the graph's figures are shown, so that no reader takes one for more than it is. */

/** What a count rests on, as the graph says it beside the count. */
export interface Basis {
  /** `2025-12`; none where it is of the records as they are now */
  readonly month?: string | null;
  readonly exactness: 'EXACT' | 'PERTURBED';
  /** How much a perturbed count may be off, either way. */
  readonly noise: number;
}

/** The languages that it is shown in. */
export type Language = 'en' | 'id';

/** How each writes numbers and dates. */
export const LOCALES = { en: 'en-GB', id: 'id-ID' } as const;
/** A value that is not there: no access, no answer, or none known. It is not a zero. */
export const NONE = '–';

/** @returns `1.234`, or `1.234 ± 10` where it is perturbed */
export function countText(
  count: number | null | undefined,
  basis: Basis | null | undefined,
  language: Language,
): string {
  if (count == null) return NONE;
  const text = count.toLocaleString(LOCALES[language]);
  return basis?.exactness === 'PERTURBED' ? `${text} ± ${basis.noise}` : text;
}

/** @returns a sentence for below a table or a chart; counts that are perturbed are not added up: the graph has the sum, with its own noise */
export function basisText({ month, exactness, noise }: Basis, language: Language): string {
  const when = month == null ? undefined : monthText(month, language);
  if (language === 'en') {
    const asOf = when === undefined ? 'As the records are now' : `As of the end of ${when}`;
    const exact = 'exact';
    const perturbed = `each count may be off by up to ${noise}, so that it tells of nobody, and sums of them by more`;
    return `${asOf}; ${exactness === 'EXACT' ? exact : perturbed}.`;
  }
  const asOf = when === undefined ? 'Menurut catatan saat ini' : `Per akhir ${when}`;
  const perturbed = `tiap hitungan dapat bergeser hingga ${noise} agar tidak menunjuk siapa pun, dan jumlahnya lebih dari itu`;
  return `${asOf}; ${exactness === 'EXACT' ? 'tepat' : perturbed}.`;
}

/** @returns `December 2025`, `Desember 2025` @param month `2025-12` */
export function monthText(month: string, language: Language): string {
  const day = new Date(`${month}-01T00:00:00Z`);
  return day.toLocaleDateString(LOCALES[language], { month: 'long', year: 'numeric', timeZone: 'UTC' });
}

/** @returns `7.1%`, `7,1%` @param share 0 to 1, as the graph divides it: it rounds none, since it does not know how a page shows it */
export function shareText(share: number | null | undefined, language: Language): string {
  if (share == null) return NONE;
  return share.toLocaleString(LOCALES[language], { style: 'percent', maximumFractionDigits: 1 });
}

/** @returns `Rp587.966.400` @param amount whole rupiah */
export function rupiahText(amount: number | null | undefined): string {
  return amount == null ? NONE : `${amount < 0 ? '−' : ''}Rp${Math.abs(amount).toLocaleString(LOCALES.id)}`;
}

/** Whether a text of a person is masked: `3275********0001`. It is shown as it is, and never searched by or compared. */
export const isMasked = (text: string): boolean => text.includes('**');
