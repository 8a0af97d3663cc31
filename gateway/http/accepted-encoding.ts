/** How an answer may be compressed, by the client's `Accept-Encoding` (RFC 9110, section 12.5.3). */

/** Content codings that answers are sent in, the first where a client likes several alike. */
const ENCODINGS = ['zstd', 'br', 'gzip'] as const;
/** A content coding of an answer. */
export type Encoding = (typeof ENCODINGS)[number];

/** @param header absent or empty: nothing is compressed @returns `undefined` where the client takes none of them, or likes the plain form more */
export function acceptedEncoding(header: string | undefined): Encoding | undefined {
  if (!header) return undefined;
  const qualities = new Map(header.split(',').map(qualityIn));
  const of = (name: string): number => qualities.get(name) ?? qualities.get('*') ?? 0;
  const plain = qualities.get('identity') ?? 0;
  const best = ENCODINGS.toSorted((a, b) => of(b) - of(a))[0]!;
  return of(best) > 0 && of(best) >= plain ? best : undefined;
}

/** A quality that is none counts as 0: what cannot be read is not taken for a wish. */
function qualityIn(text: string): [name: string, quality: number] {
  const [name = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((each) => each.startsWith('q='))?.slice(2);
  const number = quality === undefined ? 1 : /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(quality) ? Number(quality) : 0;
  return [name === 'x-gzip' ? 'gzip' : name, number];
}
