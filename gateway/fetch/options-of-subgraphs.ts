/** The option SUBGRAPHS: options of single subgraphs, as JSON, or as they stand in the file of settings. */
import { z } from 'zod';
import { quote } from '../../base/errors.ts';
import { likelyName } from '../../base/likely-name.ts';
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

type ForAll = {
  readonly [Key in NumberKey]: { readonly schema: z.ZodDefault<z.ZodCoercedNumber>; readonly what: string };
};

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
  const numbers = Object.fromEntries(
    NUMBERS.map((key) => [key, forAll[key].schema.unwrap().optional().describe(forAll[key].what)]),
  ) as {
    [Key in NumberKey]: z.ZodOptional<z.ZodCoercedNumber>;
  };
  const shape = {
    ...numbers,
    headers: headers.describe("Names of callers' headers that it sees, beside those of SUBGRAPH_HEADERS."),
    ca: path.describe('Authorities, PEM, that its certificate must be from.'),
    cert: path.describe('The certificate, PEM, that the gateway shows it.'),
    key: path.describe('The key of cert, PEM, without a passphrase.'),
  };
  const one = z.strictObject(shape, { error: unknownOption(Object.keys(shape)) });
  return z
    .preprocess(parsed, z.record(z.string().min(1), one).default({}))
    .transform((byName): ReadonlyMap<string, OptionsOfSubgraph> => new Map(Object.entries(byName)));
}

/** Options that there were or that others have, and why there are none. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  pipelining:
    'a connection carries one request at a time, since neighbours on one hold each other up; concurrency says how many connections there may be',
};

/** @returns says which option there is not, and which may be meant; all else is said as usual */
function unknownOption(names: readonly string[]): z.core.$ZodErrorMap {
  return (issue) => {
    if (issue.code !== 'unrecognized_keys') return undefined;
    const [unknown = ''] = issue['keys'];
    const why = Object.hasOwn(LEFT_OUT, unknown) ? LEFT_OUT[unknown] : undefined;
    if (why !== undefined) return `there is no option ${quote(unknown)} of one subgraph: ${why}`;
    const name = likelyName(unknown, names);
    return `there is no option ${quote(unknown)} of one subgraph; ${name === undefined ? `expected one of ${names.join(', ')}` : `perhaps ${name} is meant`}`;
  };
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
