/** A subgraph that is dead, slow, flapping, half-open or lying. */
import { setTimeout as wait } from 'node:timers/promises';
import { honest, saying, silent, slow, type Manner } from '../agency.ts';
import type { Scenario, Told } from '../scenario.ts';
import { AFFECTED, INNOCENT, startTownGraph, type TownGraph } from '../town-graph.ts';

interface Fault {
  readonly name: string;
  readonly does: string;
  readonly allowed: readonly string[];
  readonly told: Told;
  readonly hold?: number;
  /** Its SUBGRAPH_TIMEOUT; a busy machine is not to be taken for a slow subgraph where that is not the fault, ms. */
  readonly timeout?: number;
  readonly short?: boolean;
  break(graph: TownGraph): void | Promise<void>;
  mend(graph: TownGraph): void | Promise<void>;
}

const scenarioOf = ({
  name,
  does,
  allowed,
  told,
  hold = 4_000,
  timeout = 10_000,
  short,
  ...fault
}: Fault): Scenario => ({
  name,
  does,
  hold,
  short,
  open: async (folder) => {
    const words = ['--subgraphs', JSON.stringify({ people: { timeout } })];
    const graph = await startTownGraph(folder, { words });
    return {
      ...graph,
      innocent: [INNOCENT],
      affected: [AFFECTED],
      allowed,
      told,
      break: () => fault.break(graph),
      mend: () => fault.mend(graph),
    };
  },
});

const OPEN: Told = {
  log: /requests to a subgraph are refused: it fails/,
  metric: /^sigap_subgraph_breaker_open\{subgraph="people"\}/,
  alert: 'SubgraphBreakerOpen',
};

/** Its faults are counted, and no breaker opens: it answers. */
const failing = (code: string): Told => ({
  metric: new RegExp(`^http_client_request_duration_seconds_count\\{subgraph="people",error_type="${code}"\\}`),
  alert: 'SubgraphFailing',
});

/** What it answers is not what it declares. */
const wrong = (code: string, subgraph = 'people'): Told => ({
  metric: new RegExp(`^sigap_errors_total\\{code="${code}",subgraph="${subgraph}"\\}`),
  alert: 'SubgraphWrong',
});

const lying = (name: string, does: string, manner: Manner, code: string, told = failing(code)): Fault => ({
  name,
  does,
  allowed: [code],
  told,
  hold: 2_000,
  break: ({ people }) => void (people.manner = manner),
  mend: ({ people }) => void (people.manner = honest),
});

/** Kills it and starts it again, until told to end. */
function flapper(): Pick<Fault, 'break' | 'mend'> {
  let flapping: Promise<void> = Promise.resolve();
  let going = true;
  return {
    break: ({ people }) => {
      flapping = (async () => {
        for (; going; await wait(700)) {
          await people.kill();
          await wait(700);
          await people.revive();
        }
      })();
    },
    mend: async () => {
      going = false;
      await flapping;
    },
  };
}

function inAnotherOrder(truth: string): string {
  const { data } = JSON.parse(truth) as { data: { _entities?: object[] } };
  const rows = data._entities?.map((row, at) => ({ code: `t${at}`, ...row }));
  return JSON.stringify({ data: { ...data, ...(rows !== undefined && { _entities: rows.toReversed() }) } });
}

const UNREACHABLE = ['SUBGRAPH_UNREACHABLE', 'SUBGRAPH_OPEN'];
const TIMEOUT = ['SUBGRAPH_TIMEOUT', 'SUBGRAPH_OPEN'];

/** Each a row of the table. */
export const SUBGRAPH_SCENARIOS: readonly Scenario[] = [
  {
    name: 'subgraph dead',
    does: 'The process of a subgraph is killed: its port is closed and each connection reset.',
    allowed: UNREACHABLE,
    told: OPEN,
    short: true,
    break: ({ people }: TownGraph) => people.kill(),
    mend: ({ people }: TownGraph) => people.revive(),
  },
  {
    name: 'subgraph slow',
    does: 'It answers everything after three times SUBGRAPH_TIMEOUT.',
    allowed: TIMEOUT,
    timeout: 1_000,
    told: OPEN,
    break: ({ people }: TownGraph) => void (people.manner = slow(3_000)),
    mend: ({ people }: TownGraph) => void (people.manner = honest),
  },
  {
    name: 'subgraph flapping',
    does: 'It is killed and started again every 0.7 s.',
    // Half of the attempts succeed, so that its breaker stays closed.
    allowed: UNREACHABLE,
    told: failing('SUBGRAPH_UNREACHABLE'),
    hold: 6_000,
    ...flapper(),
  },
  {
    name: 'subgraph half-open: silent',
    does: 'It accepts connections and requests, and never answers.',
    allowed: TIMEOUT,
    timeout: 1_000,
    told: OPEN,
    short: true,
    break: ({ people }: TownGraph) => void (people.manner = silent),
    mend: ({ people }: TownGraph) => void (people.manner = honest),
  },
  {
    name: 'subgraph half-open: swallows',
    does: 'Its open connections say nothing more, new ones are accepted and never read, as by a host that is frozen.',
    allowed: TIMEOUT,
    timeout: 1_000,
    told: OPEN,
    break: ({ people }: TownGraph) => void (people.swallows = true),
    mend: ({ people }: TownGraph) => void (people.swallows = false),
  },
  lying(
    'subgraph lies: HTML',
    'It answers 200 with a page of HTML.',
    saying(() => '<html>404</html>', 'text/html'),
    'SUBGRAPH_BAD_RESPONSE',
  ),
  lying(
    'subgraph lies: no JSON',
    'Its JSON ends in the middle.',
    saying((truth) => truth.slice(0, -5)),
    'SUBGRAPH_BAD_RESPONSE',
  ),
  lying(
    'subgraph lies: huge',
    'It answers with 8 MB.',
    saying((truth) => truth.replace('"data":{', `"data":{"more":"${'x'.repeat(8_000_000)}",`)),
    'SUBGRAPH_TOO_LARGE',
  ),
  lying(
    'subgraph lies: types',
    'Its numbers are objects.',
    saying((truth) => truth.replace(/:(\d+)/g, ':{"is":$1}')),
    'BAD_SUBGRAPH_VALUE',
    wrong('BAD_SUBGRAPH_VALUE', ''),
  ),
  lying(
    'subgraph lies: rows left out',
    'It leaves one of the rows out that it was asked for.',
    saying((truth) => truth.replace(/(?<="_entities":\[)\{[^}]*\},/, '')),
    'ENTITIES_MISFIT',
    wrong('ENTITIES_MISFIT'),
  ),
  lying(
    "subgraph lies: another's rows",
    'It answers with the rows that it was asked for in another order, each with its key.',
    saying(inAnotherOrder),
    'ENTITY_MISMATCH',
    wrong('ENTITY_MISMATCH'),
  ),
].map(scenarioOf);
