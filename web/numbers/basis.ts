/** The basis of an answer's counts: each object of counts has a `basis` (type `CountBasis`), where the query selects it. */
import {
  getNamedType,
  isObjectType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';

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

/** @returns undefined where no count has a basis */
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

/** Recognised by its shape, since a query may give it an alias. A dashboard's tables hold thousands of a few kinds. */
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

const byMonth = (left: string | null, right: string | null): number =>
  left === null ? -1 : right === null ? 1 : left < right ? -1 : 1;

/** @returns a sentence for the reader in each language, short enough to stand beside an answer */
export function wordsOf({ months, noise, exactness }: Standing): {
  readonly english: string;
  readonly indonesian: string;
} {
  const english = `Counts of people${of(monthsIn(months, 'en-GB', 'to', 'now'))}`;
  const indonesian = `Hitungan orang${of(monthsIn(months, 'id-ID', 'sampai', 'sekarang'))}`;
  if (exactness === 'EXACT') return { english: `${english} are exact.`, indonesian: `${indonesian} tepat.` };
  const bound = noise > 0 ? [` by up to ${noise} either way`, ` paling jauh ${noise}`] : ['', ''];
  const rest = exactness === 'BOTH' ? ['; those marked EXACT are not', '; yang bertanda EXACT tidak'] : ['', ''];
  return {
    english: `${english} are perturbed${bound[0]}${rest[0]}.`,
    indonesian: `${indonesian} digeser${bound[1]}${rest[1]}.`,
  };
}

/** What a reader may want to know besides. */
export const ADVICE = {
  english: 'Noise keeps anybody from being found by counting. Ask for a sum rather than adding up.',
  indonesian: 'Geseran mencegah seseorang terlacak lewat hitungan. Mintalah jumlahnya, jangan menjumlahkan sendiri.',
};

const of = (months: string): string => (months === '' ? '' : ` (${months})`);

/** The first and the last: a reader of a trend has the months in its rows. */
function monthsIn(months: Standing['months'], locale: string, to: string, now: string): string {
  const name = (month: string | null): string =>
    month === null
      ? now
      : new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
          new Date(`${month}-01T00:00:00Z`),
        );
  const dated = months.filter((month) => month !== null);
  const span = [...new Set([dated[0], dated.at(-1)])]
    .flatMap((month) => (month === undefined ? [] : [name(month)]))
    .join(` ${to} `);
  return [span, ...(months.includes(null) ? [now] : [])].filter(Boolean).join(', ');
}

/** @returns whether a question asks for objects that could say what they stand on, and for the word of none */
export function isSilent(schema: GraphQLSchema, document: DocumentNode): boolean {
  const types = new TypeInfo(schema);
  let [could, says] = [false, false];
  visit(
    document,
    visitWithTypeInfo(types, {
      Field: () => {
        if (tells(getNamedType(types.getType()))) says = true;
        if (hasBasis(types.getParentType())) could = true;
      },
    }),
  );
  return could && !says;
}

/** `CountBasis`, by what it has. */
function tells(type: GraphQLNamedType | undefined): boolean {
  return isObjectType(type) && 'exactness' in type.getFields();
}

function hasBasis(type: unknown): boolean {
  return isObjectType(type) && Object.values(type.getFields()).some((field) => tells(getNamedType(field.type)));
}
