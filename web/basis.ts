/** What the counts of an answer stand on, by their own word: each object of counts has a `basis` (type `CountBasis`), where it was asked for. */

/** All that an answer's counts say of themselves. */
export interface Standing {
  /** Months whose ends they stand at, `YYYY-MM`, the oldest first; `null` first, where some are as they are now. */
  readonly months: readonly (string | null)[];
  /** The most that was added to a count or taken from it, people; 0 where all are exact. */
  readonly noise: number;
  /** Whether some are exact, some perturbed. */
  readonly exactness: 'EXACT' | 'PERTURBED' | 'BOTH';
}

interface Basis {
  readonly exactness?: 'EXACT' | 'PERTURBED';
  readonly noise?: number;
  readonly month?: string | null;
}

/** @returns undefined where no count says what it stands on */
export function standingOf(data: unknown): Standing | undefined {
  const found = [...basesIn(data)];
  if (found.length === 0) return undefined;
  const kinds = new Set(found.map(isPerturbed));
  return {
    months: [...new Set(found.flatMap(({ month }) => (month === undefined ? [] : [month])))].sort(byMonth),
    noise: Math.max(...found.map(({ noise = 0 }) => noise)),
    exactness: kinds.size > 1 ? 'BOTH' : kinds.has(true) ? 'PERTURBED' : 'EXACT',
  };
}

/** By its shape: the reader may have given it another name. A dashboard's tables hold thousands of a few kinds. */
function basesIn(data: unknown): Iterable<Basis> {
  const bases = new Map<string, Basis>();
  const left = [data];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value !== 'object' || value === null) continue;
    if (isBasis(value)) bases.set(JSON.stringify(value), value);
    else for (const inner of Object.values(value)) left.push(inner);
  }
  return bases.values();
}

function isBasis(value: object): value is Basis {
  const { exactness } = value as Basis;
  return exactness === 'EXACT' || exactness === 'PERTURBED';
}

const isPerturbed = ({ exactness }: Basis): boolean => exactness === 'PERTURBED';

const byMonth = (left: string | null, right: string | null): number => (left === null ? -1 : right === null ? 1 : left < right ? -1 : 1);

/** @returns a sentence for the reader in each language */
export function wordsOf(standing: Standing): { readonly english: string; readonly indonesian: string } {
  const [english, indonesian] = [monthsIn(standing.months, 'en-GB', 'to', 'now'), monthsIn(standing.months, 'id-ID', 'sampai', 'sekarang')];
  const { noise, exactness } = standing;
  if (exactness === 'EXACT') {
    return { english: `Counts of people${of(english)} are exact.`, indonesian: `Hitungan orang${of(indonesian)} tepat.` };
  }
  const bound = noise === 0 ? { english: '', indonesian: '' } : { english: ` by up to ${noise} people either way`, indonesian: ` paling jauh ${noise} orang` };
  const rest = exactness === 'BOTH'
    ? { english: '; those marked EXACT, such as totals of the city, are not', indonesian: '; yang bertanda EXACT, misalnya jumlah kota, tidak' }
    : { english: '', indonesian: '' };
  return {
    english: `Counts of people${of(english)} are perturbed${bound.english}, so that nobody can be found by counting${rest.english}. Ask for a sum rather than adding up.`,
    indonesian: `Hitungan orang${of(indonesian)} digeser${bound.indonesian}, agar tidak ada orang yang terlacak${rest.indonesian}. Mintalah jumlahnya, jangan menjumlahkan sendiri.`,
  };
}

const of = (months: string): string => (months === '' ? '' : ` (${months})`);

/** The first and the last: a reader of a trend has the months in its rows. */
function monthsIn(months: Standing['months'], locale: string, to: string, now: string): string {
  const name = (month: string | null): string =>
    (month === null ? now : new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${month}-01T00:00:00Z`)));
  const dated = months.filter((month) => month !== null);
  const span = [...new Set([dated[0], dated.at(-1)])].flatMap((month) => (month === undefined ? [] : [name(month)])).join(` ${to} `);
  return [span, ...(months.includes(null) ? [now] : [])].filter(Boolean).join(', ');
}
