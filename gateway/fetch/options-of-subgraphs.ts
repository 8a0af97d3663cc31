/** The option SUBGRAPHS: options of single subgraphs, as JSON, or as they stand in the file of settings. */
import { z } from 'zod';
import { headerProblem } from './forwardable-headers.ts';

/** The numbers that may be set for one subgraph, by the same names as for all. */
const NUMBERS = [
  'timeout',
  'connectTimeout',
  'keepAlive',
  'concurrency',
  'queue',
  'maxResponse',
  'retries',
  'retryBudget',
  'breakerFailures',
  'breakerPause',
] as const;
type NumberKey = (typeof NUMBERS)[number];

/** What may be set for one subgraph; what is left out is as for all. */
export type OptionsOfSubgraph = { readonly [Key in NumberKey]?: number } & {
  /** Names of callers' headers that it sees, beside those of SUBGRAPH_HEADERS. */
  readonly headers?: readonly string[];
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
};

type ForAll = { readonly [Key in NumberKey]: { readonly schema: z.ZodDefault<z.ZodCoercedNumber> } };

/** @param forAll the same options for all subgraphs: their bounds hold for one as well */
export function optionsOfSubgraphs(forAll: ForAll) {
  const path = z.string('expected a path').min(1).optional();
  const header = z.string('expected the name of a header').toLowerCase();
  const headers = z
    .array(
      header.superRefine((name, context) => {
        const problem = headerProblem(`any:${name}`);
        if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
      }),
      'expected a list of headers',
    )
    .optional();
  const numbers = Object.fromEntries(NUMBERS.map((key) => [key, forAll[key].schema.unwrap().optional()])) as {
    [Key in NumberKey]: z.ZodOptional<z.ZodCoercedNumber>;
  };
  const one = z.strictObject({ ...numbers, headers, ca: path, cert: path, key: path });
  return z
    .preprocess(parsed, z.record(z.string().min(1), one).default({}))
    .transform((byName): ReadonlyMap<string, OptionsOfSubgraph> => new Map(Object.entries(byName)));
}

/** A text that is no JSON stays one, and is refused as such. */
function parsed(given: unknown): unknown {
  if (typeof given !== 'string') return given;
  try {
    return JSON.parse(given);
  } catch {
    return given;
  }
}
