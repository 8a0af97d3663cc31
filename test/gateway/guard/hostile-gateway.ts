/**
 * A guarded gateway in a process of its own, which tells its parent the longest its main loop was held up: CPU time of the main
 * thread between two turns, so that a busy machine is not taken for a busy loop. Takes the URLs of the two small subgraphs and a folder.
 */
import { logOf } from '../../../base/log.ts';
import { startGateway } from '../../../gateway/serve.ts';
import { gatewayDefaults } from '../../../gateway/settings.ts';
import { fixedSupergraph } from '../../../gateway/supergraph/supergraph-source.ts';
import { composeSmall } from '../../support/small-graph.ts';

const [people, places, keysFolder] = process.argv.slice(2) as [string, string, string];
const settings = gatewayDefaults({ port: 0, explorer: false, development: true, keysFolder, bodyTimeout: 1_000 });
const gateway = await startGateway({ settings, log: logOf('hostile', 'silent'), source: fixedSupergraph(composeSmall({ people, places })) });

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
