/**
 * Ours with its guard on or off, everything else alike. Takes the supergraph's file, `on` or `off` and a roles file whose public may
 * ask without end: what is measured is what a request costs, not where it is refused.
 */
import { logOf } from '../../base/log.ts';
import { startGateway } from '../../gateway/serve.ts';
import { gatewayDefaults } from '../../gateway/settings.ts';
import { tellParent } from './measured-child.ts';

const [supergraph, guard, roles, keysFolder] = process.argv.slice(2);
const everything = { guard: true, roles: roles!, keysFolder: keysFolder!, claimsSecret: 'a secret for measuring, of enough characters', roundingKey: 'a rounding key for measuring, of enough characters' };
const given = guard === 'on' ? everything : { guard: false };
const settings = gatewayDefaults({ supergraph, port: 0, explorer: false, share: false, shareRequests: false, ...given });
const gateway = await startGateway({ settings, log: logOf('gateway', 'error') });
tellParent(gateway.port);
