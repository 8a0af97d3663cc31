/**
 * The media type of an answer, by the client's `Accept`. It is decided before anything runs, so that no unacceptable answer is computed or
 * recorded as read. The rules are those of Apollo Server's negotiation: qualities, the most specific range, then the order in the header.
 */

/** The type of a client that names none: every client reads it. */
export const JSON_TYPE = 'application/json; charset=utf-8';
/** The type whose statuses tell of the operation too (GraphQL over HTTP). */
const GRAPHQL_TYPE = 'application/graphql-response+json; charset=utf-8';

/** What is answered, the first where a client likes both alike. */
const OFFERED = [
  ['json', JSON_TYPE],
  ['graphql-response+json', GRAPHQL_TYPE],
] as const;

/** A media type that is answered. */
export type MediaType = (typeof OFFERED)[number][1];

/** Values of `accept` that clients really send, so that they need no reading; a test holds them to it. */
const KNOWN: ReadonlyMap<string | undefined, MediaType> = new Map<string | undefined, MediaType>([
  [undefined, JSON_TYPE],
  ['*/*', JSON_TYPE],
  ['application/json', JSON_TYPE],
  ['application/json, text/plain, */*', JSON_TYPE],
  ['application/json, multipart/mixed', JSON_TYPE],
  ['application/graphql-response+json', GRAPHQL_TYPE],
  ['application/graphql-response+json,application/json;q=0.9', GRAPHQL_TYPE],
  ['application/graphql-response+json, application/json', GRAPHQL_TYPE],
]);

/** @param accept the header's value; absent or empty: anything is accepted @returns `undefined` where the client takes neither type */
export function mediaTypeFor(accept: string | undefined): MediaType | undefined {
  if (!accept) return JSON_TYPE;
  return KNOWN.get(accept) ?? negotiated(accept);
}

function negotiated(accept: string): MediaType | undefined {
  const ranges = accept.split(',').flatMap(mediaRangeIn);
  const wanted = OFFERED.flatMap(([subtype, type]) => {
    const range = mostSpecific(ranges, subtype);
    return range !== undefined && range.quality > 0 ? [{ type, ...range }] : [];
  });
  return wanted.toSorted((a, b) => b.quality - a.quality || b.specificity - a.specificity || a.place - b.place)[0]
    ?.type;
}

interface MediaRange {
  readonly type: string;
  readonly subtype: string;
  readonly parameters: readonly (readonly [name: string, value: string])[];
  readonly quality: number;
  /** Its place in the header. */
  readonly place: number;
}

function mediaRangeIn(text: string, place: number): MediaRange[] {
  const [, type, subtype, rest = ''] = /^\s*([^\s/;]+)\/([^;\s]+)\s*(?:;(.*))?$/.exec(text) ?? [];
  if (type === undefined || subtype === undefined) return [];
  const all = rest.split(';').map((part) =>
    part.split('=').map((word) =>
      word
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .toLowerCase(),
    ),
  );
  const quality = all.find(([name]) => name === 'q')?.[1];
  const parameters = all
    .filter(([name]) => name !== 'q' && name !== '')
    .map(([name = '', value = '']) => [name, value] as const);
  return [
    {
      type: type.toLowerCase(),
      subtype: subtype.toLowerCase(),
      parameters,
      quality: quality === undefined ? 1 : Number.parseFloat(quality),
      place,
    },
  ];
}

/** The most specific range that matches a type decides; of several the one of the highest quality, then the last. */
function mostSpecific(ranges: readonly MediaRange[], subtype: string) {
  const matching = ranges.flatMap((range) => {
    const specificity = specificityFor(range, subtype);
    return specificity === undefined ? [] : [{ specificity, quality: range.quality, place: range.place }];
  });
  return matching.toSorted((a, b) => b.specificity - a.specificity || b.quality - a.quality || b.place - a.place)[0];
}

function specificityFor({ type, subtype, parameters }: MediaRange, offered: string): number | undefined {
  const isType = type === 'application' || type === '*';
  const isSubtype = subtype === offered || subtype === '*';
  const isMatch = parameters.every(([name, value]) => value === '*' || (name === 'charset' && value === 'utf-8'));
  if (!isType || !isSubtype || !isMatch) return undefined;
  return (type === '*' ? 0 : 4) + (subtype === '*' ? 0 : 2) + (parameters.length > 0 ? 1 : 0);
}
