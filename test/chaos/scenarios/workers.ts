/** A worker process of a gateway that dies. */
import type { Scenario } from '../scenario.ts';
import { INNOCENT, startTownGraph } from '../town-graph.ts';

/** Each a row of the table. */
export const WORKER_SCENARIOS: readonly Scenario[] = [
  {
    name: 'worker killed',
    does: 'One of two worker processes is killed (SIGKILL). Whoever had a connection to it loses what was under way on it.',
    hold: 1_000,
    short: true,
    open: async (folder) => {
      const graph = await startTownGraph(folder, { words: ['--workers', '2'] });
      const serving = (): number[] =>
        [...graph.gateway.said().matchAll(/"worker":(\d+),"msg":"a worker serves"/g)].map((line) => Number(line[1]));
      return {
        ...graph,
        // Which worker a question goes to nobody can tell: each may be one that was under way.
        innocent: [],
        affected: [INNOCENT],
        allowed: ['connection lost'],
        told: {
          log: /a worker died; it is replaced/,
          metric: /^sigap_worker_deaths_total/,
          alert: 'WorkersDying',
        },
        break: () => void process.kill(serving()[0]!, 'SIGKILL'),
        mend: async () => {
          while (serving().length < 3) await new Promise((again) => setTimeout(again, 20));
        },
      };
    },
  },
];
