/**
 * Ours, as `npm run gateway -- --guard off` starts it: stock asks nobody who they are either. Takes the supergraph's file, and whether
 * anything may be shared (`on` or `off`).
 */
import { logOf } from '../../base/log.ts';
import { startGateway } from '../../gateway/serve.ts';
import { gatewayDefaults } from '../../gateway/settings.ts';
import { tellParent } from './measured-child.ts';

const [supergraph, share] = process.argv.slice(2);
const settings = gatewayDefaults({
  supergraph,
  port: 0,
  explorer: false,
  guard: false,
  deduplicate: share === 'on',
  deduplicateRequests: share === 'on',
});
const gateway = await startGateway({ settings, log: logOf('gateway', 'error') });
tellParent(gateway.port);
