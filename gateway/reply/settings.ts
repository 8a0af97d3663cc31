/** Options of the reply stage. */
import { z } from 'zod';
import type { SettingTable } from '../../base/settings.ts';

/** What clients see of an error that a subgraph has written. */
export type ErrorView = 'mask' | 'codes' | 'pass';

/** What clients see of subgraphs' errors. */
export interface ErrorViews {
  /** For all subgraphs that are not named. */
  readonly usual: ErrorView;
  /** By the subgraph's name. */
  readonly named: ReadonlyMap<string, ErrorView>;
}

const VIEW = /^(?:([^:,]+):)?(mask|codes|pass)$/;

const errorViews = z
  .string()
  .default('codes')
  .transform((text) => text.split(',').map((one) => VIEW.exec(one.trim())))
  .refine(
    (views) => views.every((view) => view !== null) && views.filter((view) => view[1] === undefined).length <= 1,
    'expected mask, codes or pass, and subgraphs with their own such as billing:pass',
  )
  .transform((views): ErrorViews => ({
    usual: (views.find((view) => view![1] === undefined)?.[2] ?? 'codes') as ErrorView,
    named: new Map(
      views.filter((view) => view![1] !== undefined).map((view) => [view![1]!.trim(), view![2] as ErrorView]),
    ),
  }));

/** Options of the reply stage. */
export const replySettings = {
  subgraphErrors: {
    env: 'SUBGRAPH_ERRORS',
    flag: '--subgraph-errors <mask|codes|pass>',
    schema: errorViews,
    unit: 'mask, codes or pass',
    what: "What clients see of subgraphs' errors: nothing of their own, those with a code, or all but stack traces; subgraphs with their own as codes,billing:pass.",
  },
} as const satisfies SettingTable;
