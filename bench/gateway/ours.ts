/**
 * Ours, as `npm run gateway -- --guard off` starts it: stock asks nobody who they are either. Takes the supergraph's file, whether anything may be
 * shared (`on` or `off`), and what is observed: nothing, `metrics`, or with them traces of one request in a hundred, sent to the URL that follows.
 */
import { logOf } from '../../base/log.ts';
import { startGateway } from '../../gateway/serve.ts';
import { gatewayDefaults } from '../../gateway/settings.ts';
import { tellParent } from './measured-child.ts';

const [supergraph, share, observed, receiver] = process.argv.slice(2);
const settings = gatewayDefaults({
  supergraph,
  port: 0,
  explorer: false,
  guard: false,
  deduplicate: share === 'on',
  deduplicateRequests: share === 'on',
  cacheBytes: 0,
  ...(observed !== undefined && { operatePort: 0 }),
  ...(observed === 'traces' && { tracesEndpoint: receiver, tracesRatio: 0.01 }),
});
const gateway = await startGateway({ settings, log: logOf('gateway', 'error') });
tellParent(gateway.port);
