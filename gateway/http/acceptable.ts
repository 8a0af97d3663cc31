/**
 * Whether a client accepts JSON, the only form of an answer. It is checked before anything runs, so that no unacceptable answer is computed
 * or recorded as read. The rules are those of Apollo Server's negotiation.
 */
import { knownContentType } from '../reply/response-text.ts';

const OFFERED = ['json', 'graphql-response+json'];

/** @param accept the header's value; absent or empty: anything is accepted */
export function isAcceptable(accept: string | undefined): boolean {
  if (!accept || knownContentType(accept) !== undefined) return true;
  const ranges = accept.split(',').flatMap(mediaRangesIn);
  return OFFERED.some((subtype) => (mostSpecific(ranges, subtype)?.quality ?? 0) > 0);
}

interface MediaRange {
  readonly type: string;
  readonly subtype: string;
  readonly parameters: readonly (readonly [name: string, value: string])[];
  readonly quality: number;
}

function mediaRangesIn(text: string): MediaRange[] {
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
    },
  ];
}

/** The most specific range that matches a type decides. */
function mostSpecific(ranges: readonly MediaRange[], subtype: string): MediaRange | undefined {
  const matching = ranges.filter((range) => specificity(range, subtype) !== undefined);
  return matching.toSorted((a, b) => specificity(b, subtype)! - specificity(a, subtype)! || b.quality - a.quality)[0];
}

function specificity({ type, subtype, parameters }: MediaRange, offered: string): number | undefined {
  const isType = type === 'application' || type === '*';
  const isSubtype = subtype === offered || subtype === '*';
  const isMatch = parameters.every(([name, value]) => value === '*' || (name === 'charset' && value === 'utf-8'));
  if (!isType || !isSubtype || !isMatch) return undefined;
  return (type === '*' ? 0 : 4) + (subtype === '*' ? 0 : 2) + (parameters.length > 0 ? 1 : 0);
}
