/** A gateway of two small subgraphs with an operators' port, and what it logs. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logOf, type LogLevel } from '../../../base/log.ts';
import { startGateway, type RunningGateway } from '../../../gateway/serve.ts';
import { gatewayDefaults, type GatewaySettings } from '../../../gateway/settings.ts';
import { composeSmall, startSmallSubgraph, type SmallSubgraph } from '../../support/small-graph.ts';

export const TOKEN = 'token-of-the-operator-of-this-test';

export interface ObservedGateway {
  readonly gateway: RunningGateway;
  readonly people: SmallSubgraph;
  /** The supergraph that is watched. */
  readonly file: string;
  /** Lines of the log. */
  readonly lines: readonly Readonly<Record<string, unknown>>[];
  ask(body: object, headers?: Record<string, string>): Promise<Response>;
  /** Asks the operators' port with its token. */
  operate(path: string, init?: RequestInit): Promise<Response>;
  /** Metrics by their name with labels. */
  metrics(): Promise<ReadonlyMap<string, number>>;
  stop(): Promise<void>;
}

export async function observedGateway(
  settings: Partial<GatewaySettings> = {},
  { level = 'info', onDrain }: { level?: LogLevel; onDrain?: () => void } = {},
): Promise<ObservedGateway> {
  const folder = mkdtempSync(join(tmpdir(), 'observed-'));
  const file = join(folder, 'supergraph.graphql');
  const [people, places] = await Promise.all([startSmallSubgraph('people'), startSmallSubgraph('places')]);
  writeFileSync(file, composeSmall({ people: people.url, places: places.url }));
  const lines: Record<string, unknown>[] = [];
  const gateway = await startGateway({
    log: logOf('gateway', level, { write: (line: string) => lines.push(JSON.parse(line)) }),
    onDrain,
    settings: gatewayDefaults({
      port: 0,
      supergraph: file,
      supergraphPoll: 50,
      explorer: false,
      guard: false,
      operatePort: 0,
      operateToken: TOKEN,
      ...settings,
    }),
  });
  const operate = (path: string, { headers, ...init }: RequestInit = {}): Promise<Response> =>
    fetch(`${gateway.operateUrl}${path}`, { ...init, headers: { authorization: `Bearer ${TOKEN}`, ...headers } });
  return {
    gateway,
    people,
    file,
    lines,
    operate,
    ask: (body, headers = {}) =>
      fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    metrics: async () => metricsIn(await (await operate('/metrics')).text()),
    stop: async () => {
      await gateway.stop();
      await Promise.all([people.stop(), places.stop()]);
      rmSync(folder, { recursive: true });
    },
  };
}

function metricsIn(text: string): ReadonlyMap<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  );
}
