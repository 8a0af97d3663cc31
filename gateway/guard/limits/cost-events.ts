/** Diagnostics channel of the budgets, for metrics. */
import { channel } from 'node:diagnostics_channel';

/** Publishes the `CostEstimate` of each operation that may run. No event object is built for it. */
export const costReserved = channel('sigap.guard.cost');
