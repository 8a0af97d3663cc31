/**
 * Ours with its guard on or off, everything else alike. Takes the supergraph's file without its rules, `on` or `off`, the file with them, a
 * roles file whose callers may ask without end (what is measured is what a request costs, not where it is refused), the folder of the
 * API keys, the address of the audit's database where reads are to be recorded (`-` where not), and `kept` where answers may be.
 */
import { logOf } from '../../base/log.ts';
import { startGateway } from '../../gateway/serve.ts';
import { gatewayDefaults } from '../../gateway/settings.ts';
import { tellParent } from './measured-child.ts';

const [open, guard, ruled, roles, keysFolder, auditUri, kept] = process.argv.slice(2);
const secret = (of: string): string => `${of} for measuring, of enough characters`;
const everything = {
  guard: true,
  supergraph: ruled,
  roles: roles!,
  keysFolder: keysFolder!,
  claimsSecret: secret('a secret'),
  ...(auditUri !== undefined && auditUri !== '-' && { auditUri, auditKey: secret('an audit key') }),
};
const given = guard === 'on' ? everything : { guard: false, supergraph: open };
const settings = gatewayDefaults({
  port: 0,
  explorer: false,
  deduplicate: false,
  deduplicateRequests: false,
  cacheBytes: kept === 'kept' ? 64_000_000 : 0,
  ...given,
});
const gateway = await startGateway({ settings, log: logOf('gateway', 'error') });
tellParent(gateway.port);
