/** A scenario as a row in Markdown. */
import type { Outcome } from './run-scenario.ts';

export const HEAD = [
  '| broken | affected questions meanwhile | innocent ones: failed of all, slowest before and meanwhile | first told by the log | first seen in the metrics | alerts whose condition held | whole again after the mend |',
  '|---|---|---|---|---|---|---|',
].join('\n');

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

/** @returns a line */
export function rowOf({ name, skipped, ...outcome }: Outcome): string {
  if (skipped !== undefined) return `| ${name} | skipped: ${skipped} | | | | | |`;
  const { affected, innocent, innocentWorst, noticed, alerts, above, healthy } = outcome;
  const all = Object.values(innocent).reduce((sum, many) => sum + many, 0);
  return `| ${[
    name,
    Object.entries(affected)
      .sort(([, one], [, other]) => other - one)
      .map(([how, many]) => `${many} × ${how}`)
      .join(', ') || 'none',
    `${all - (innocent['whole'] ?? 0)} of ${all}, ${innocentWorst.calm} and ${innocentWorst.broken} ms`,
    noticed.log === undefined ? '' : `${seconds(noticed.log)}: ${outcome.log}`,
    noticed.metric === undefined ? 'never' : `${seconds(noticed.metric)}: \`${outcome.metric}\``,
    [
      ...Object.entries(alerts ?? { 'no Prometheus here:': 0 }).map(
        ([alert, after]) => `${alert} ${seconds(Math.max(0, after))}`,
      ),
      ...(above === undefined ? [] : [`${above.alert} if it lasts: ${above.rate.toFixed(0)} a second`]),
    ].join(', ') || 'none',
    healthy === undefined ? 'never' : seconds(healthy),
  ].join(' | ')} |`;
}
