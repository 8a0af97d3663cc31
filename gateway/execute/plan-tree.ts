/** The structure of a plan between reading and compiling. */
import type { FetchPlan } from './fetch-plan.ts';

/** A plan's node with its fetches read. */
export type PlanTree =
  | { readonly kind: 'fetch'; readonly fetch: FetchPlan }
  | { readonly kind: 'sequence' | 'parallel'; readonly parts: readonly PlanTree[] }
  | { readonly kind: 'condition'; readonly variable: string; readonly yes?: PlanTree; readonly no?: PlanTree };
