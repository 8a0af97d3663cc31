/** The structure of a plan between reading and compiling. */
import type { FetchPlan } from './fetch-plan.ts';

/** A plan's node with its fetches read. */
export type PlanTree =
  /** The fetches of one request: one, or several with the same query. */
  | { readonly kind: 'fetch'; readonly fetches: readonly FetchPlan[] }
  | { readonly kind: 'sequence' | 'parallel'; readonly parts: readonly PlanTree[] }
  | { readonly kind: 'condition'; readonly variable: string; readonly yes?: PlanTree; readonly no?: PlanTree };
