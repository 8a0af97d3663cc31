/** Usage of a gateway from its options: counted and sent where there is a registry that takes it, and else nothing. */
import type { Lifecycle } from '../base/lifecycle.ts';
import type { Log } from '../base/log.ts';
import type { RequestContext } from './request-context.ts';
import type { GatewaySettings } from './settings.ts';
import type { ExecutionEngine } from './supergraph/engine.ts';
import { registryTokenOf } from './supergraph/registry-token-of.ts';
import type { RunOperation } from './supergraph/operation-context.ts';
import { countRequests, countUsage } from './usage/count-usage.ts';
import { UsageCounts } from './usage/usage-counts.ts';
import { sendUsage } from './usage/usage-sender.ts';

/** What is needed of a gateway that is being started. */
export interface UsageParts {
  readonly settings: GatewaySettings;
  readonly log: Log;
  readonly engine: Pick<ExecutionEngine, 'current'>;
  readonly lifecycle: Lifecycle;
}

type Run = RunOperation<RequestContext>;

/** @returns makes of what runs operations what also counts them */
export function startUsage({ settings, log, engine, lifecycle }: UsageParts): (run: Run) => Run {
  const { usageRegistry } = settings;
  if (usageRegistry === undefined) return (run) => run;
  const counts = new UsageCounts();
  const stopCounting = countRequests(counts);
  const stopSending = sendUsage({
    registry: usageRegistry,
    token: registryTokenOf(settings),
    counts,
    supergraph: () => engine.current().id,
    log,
  });
  lifecycle.onStop('usage', async () => {
    stopCounting();
    await stopSending();
  });
  return (run) => countUsage(run, counts);
}
