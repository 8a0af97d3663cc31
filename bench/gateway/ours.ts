/**
 * Ours, as `npm run gateway -- --guard off` starts it: stock asks nobody who they are either. Takes the supergraph's file, whether
 * anything may be shared (`on` or `off`), and how many quick queries may share a connection to a subgraph: 1 unless told, as it comes.
 */
import { readFileSync } from 'node:fs';
import { logOf } from '../../base/log.ts';
import { startGateway } from '../../gateway/serve.ts';
import { gatewayDefaults } from '../../gateway/settings.ts';
import { tellParent } from './measured-child.ts';

const [supergraph, share, pipelining = '1'] = process.argv.slice(2);
const settings = gatewayDefaults({
  supergraph,
  port: 0,
  explorer: false,
  guard: false,
  deduplicate: share === 'on',
  deduplicateRequests: share === 'on',
  pipelining: forEach(Number(pipelining)),
});
const gateway = await startGateway({ settings, log: logOf('gateway', 'error') });
tellParent(gateway.port);

/** Named one by one, as an operator has to. */
function forEach(questions: number): Map<string, number> {
  const names = readFileSync(supergraph!, 'utf8').matchAll(/@join__graph\(name: "([^"]+)"/g);
  return new Map([...names].map(([, name]) => [name!, questions]));
}
