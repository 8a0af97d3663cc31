/**
 * A guarded gateway in a process of its own, which reports to its parent how long its main loop was held up at most: CPU time of the main
 * thread between two turns, so that a busy machine is not taken for a busy loop. Takes a supergraph's file and settings, as JSON.
 */
import { readFileSync } from 'node:fs';
import { logOf } from '../../../base/log.ts';
import { startGateway } from '../../../gateway/serve.ts';
import { gatewayDefaults, type GatewaySettings } from '../../../gateway/settings.ts';
import { fixedSupergraph } from '../../../gateway/supergraph/supergraph-source.ts';

const {
  supergraph,
  subgraphUrls = {},
  ...given
} = JSON.parse(process.argv[2]!) as Omit<Partial<GatewaySettings>, 'subgraphUrls'> & {
  supergraph: string;
  subgraphUrls?: Record<string, string>;
};
const settings = gatewayDefaults({
  port: 0,
  explorer: false,
  development: true,
  bodyTimeout: 1_000,
  ...given,
  subgraphUrls: new Map(Object.entries(subgraphUrls)),
});
const gateway = await startGateway({
  settings,
  log: logOf('hostile', 'silent'),
  source: fixedSupergraph(readFileSync(supergraph, 'utf8')),
});

/** ms of CPU, user and system, that the main thread has used. */
const used = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
};
let longest = 0;
let before = used();
setInterval(() => {
  const now = used();
  longest = Math.max(longest, now - before);
  before = now;
}, 5);

process.on('message', () => {
  process.send!({ longest });
  longest = 0;
});
process.on('disconnect', () => process.exit());
process.send!({ url: gateway.url });
