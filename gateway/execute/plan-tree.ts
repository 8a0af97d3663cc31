import type { FetchPlan } from './fetch-plan.ts';

/** A plan's node with its fetches read. */
export type PlanTree =
  | {
      readonly kind: 'fetch';
      /** One request's: one, or those that ask the same. */ readonly fetches: readonly FetchPlan[];
    }
  | { readonly kind: 'sequence' | 'parallel'; readonly parts: readonly PlanTree[] }
  | { readonly kind: 'condition'; readonly variable: string; readonly yes?: PlanTree; readonly no?: PlanTree };
