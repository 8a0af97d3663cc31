/**
 * Ours, as `npm run gateway -- --guard off` starts it: stock asks nobody who he is either. Takes the supergraph's file, whether
 * anything may be shared (`on` or `off`), and how many queries may share a connection when it is not as usual.
 */
import { logOf } from '../../base/log.ts';
import { startGateway } from '../../gateway/serve.ts';
import { gatewayDefaults } from '../../gateway/settings.ts';
import { tellParent } from './measured-child.ts';

const [supergraph, share, pipelining] = process.argv.slice(2);
const given = pipelining === undefined ? {} : { pipelining: Number(pipelining) };
const settings = gatewayDefaults({ supergraph, port: 0, explorer: false, guard: false, share: share === 'on', shareRequests: share === 'on', ...given });
const gateway = await startGateway({ settings, log: logOf('gateway', 'error') });
tellParent(gateway.port);
