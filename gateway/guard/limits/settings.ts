/** Options of the limits that hold for everybody; what each role may use stands in the roles file. */
import { z } from 'zod';
import { wholeNumber, type SettingTable } from '../../../base/settings.ts';

const origins = z
  .string()
  .default('')
  .transform((text) => text.split(',').map((one) => one.trim()).filter((one) => one !== ''))
  .pipe(z.array(z.string().refine((one) => URL.parse(one)?.origin === one, 'expected origins such as https://dashboard.example')));

/** What clients see of an error that a subgraph has written. */
export type ErrorView = 'mask' | 'codes' | 'pass';

/** For all subgraphs, and for those that are named. */
export interface ErrorViews {
  readonly usual: ErrorView;
  readonly named: ReadonlyMap<string, ErrorView>;
}

const VIEW = /^(?:([^:,]+):)?(mask|codes|pass)$/;

const errorViews = z
  .string()
  .default('codes')
  .transform((text) => text.split(',').map((one) => VIEW.exec(one.trim())))
  .refine((views) => views.every((view) => view !== null) && views.filter((view) => view![1] === undefined).length <= 1, 'expected mask, codes or pass, and subgraphs with their own such as billing:pass')
  .transform((views): ErrorViews => ({
    usual: (views.find((view) => view![1] === undefined)?.[2] ?? 'codes') as ErrorView,
    named: new Map(views.filter((view) => view![1] !== undefined).map((view) => [view![1]!.trim(), view![2] as ErrorView])),
  }));

export const limitSettings = {
  subgraphErrors: {
    env: 'SUBGRAPH_ERRORS',
    flag: '--subgraph-errors <mask|codes|pass>',
    schema: errorViews,
    unit: 'mask, codes or pass',
    what: 'What clients see of subgraphs\' errors: nothing of their own, those with a code, or all but stack traces; subgraphs with their own as codes,billing:pass.',
  },
  maxJsonDepth: {
    env: 'MAX_JSON_DEPTH',
    flag: '--max-json-depth <levels>',
    schema: wholeNumber(8, 500, 64),
    unit: 'levels',
    what: 'How deep lists and objects of a request body may be nested.',
  },
  maxDepth: {
    env: 'MAX_DEPTH',
    flag: '--max-depth <levels>',
    schema: wholeNumber(2, 200, 25),
    unit: 'levels',
    what: 'How deep the fields of an operation may be nested.',
  },
  maxAliases: {
    env: 'MAX_ALIASES',
    flag: '--max-aliases <number>',
    schema: wholeNumber(0, 10_000, 100),
    unit: 'aliases',
    what: 'The most aliases of an operation, each fragment counted every time it is spread.',
  },
  maxRootFields: {
    env: 'MAX_ROOT_FIELDS',
    flag: '--max-root-fields <number>',
    schema: wholeNumber(1, 10_000, 50),
    unit: 'fields',
    what: 'The most root fields of an operation.',
  },
  maxDirectives: {
    env: 'MAX_DIRECTIVES',
    flag: '--max-directives <number>',
    schema: wholeNumber(0, 10_000, 100),
    unit: 'directives',
    what: 'The most directives of an operation.',
  },
  defaultListSize: {
    env: 'DEFAULT_LIST_SIZE',
    flag: '--default-list-size <number>',
    schema: wholeNumber(1, 100_000, 10),
    unit: 'entries',
    what: 'How many entries a list without @listSize is estimated to have.',
  },
  redisUrl: {
    env: 'REDIS_URL',
    flag: '--redis-url <url>',
    schema: z.string().regex(/^rediss?:\/\//, 'expected redis:// or rediss://').optional(),
    unit: 'URL',
    what: 'Where several gateways count together; without it each counts for itself.',
    secret: true,
  },
  corsOrigins: {
    env: 'CORS_ORIGINS',
    flag: '--cors-origins <origins>',
    schema: origins,
    unit: 'origins, comma between',
    what: 'Other sites whose pages may ask.',
  },
} as const satisfies SettingTable;
