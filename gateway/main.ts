/** `npm run gateway -- --supergraph FILE --port N`: the gateway alone, for any Federation 2 supergraph. */
import { CodedError } from '../base/errors.ts';
import { Lifecycle, stopOnSignals } from '../base/lifecycle.ts';
import { logOf } from '../base/log.ts';
import { readSettings } from '../base/settings.ts';
import { startGateway } from './serve.ts';
import { gatewayOptions } from './settings.ts';

async function main(): Promise<void> {
  const settings = readSettings('npm run gateway --', gatewayOptions);
  if (settings === undefined) return;
  const log = logOf('gateway', settings.logLevel);
  const lifecycle = new Lifecycle();
  stopOnSignals(lifecycle, (line) => log.info(line));
  const gateway = await startGateway({ settings, log });
  lifecycle.onStop('gateway', () => gateway.stop());
  log.info({ graph: `${gateway.url}/graphql`, explorer: settings.explorer ? gateway.url : undefined }, 'gateway listens');
}

main().catch((thrown: unknown) => {
  process.stderr.write(`${thrown instanceof CodedError ? `${thrown.code}: ${thrown.message}` : String((thrown as Error).stack)}\n`);
  process.exit(1);
});
