/**
 * Whether an answer may leave in the only form there is, JSON. Asked before anything runs: an answer that nobody may get is not
 * worked out, and nobody is written down as having read it. The rules are those of Apollo Server's negotiation.
 */
import { knownContentType } from '../reply/response-text.ts';

const OFFERED = ['json', 'graphql-response+json'];

/** @param accept the header; absent or empty it takes anything */
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

/** The range that speaks of a type most exactly decides. */
function mostSpecific(ranges: readonly MediaRange[], subtype: string): MediaRange | undefined {
  const matching = ranges.filter((range) => specificity(range, subtype) !== undefined);
  return matching.toSorted((a, b) => specificity(b, subtype)! - specificity(a, subtype)! || b.quality - a.quality)[0];
}

function specificity({ type, subtype, parameters }: MediaRange, offered: string): number | undefined {
  const isType = type === 'application' || type === '*';
  const isSubtype = subtype === offered || subtype === '*';
  const fits = parameters.every(([name, value]) => value === '*' || (name === 'charset' && value === 'utf-8'));
  if (!isType || !isSubtype || !fits) return undefined;
  return (type === '*' ? 0 : 4) + (subtype === '*' ? 0 : 2) + (parameters.length > 0 ? 1 : 0);
}
