/** `npm run gateway -- --supergraph FILE --port N`: the gateway alone, for any Federation 2 supergraph. */
import cluster from 'node:cluster';
import { CodedError, reasonOf } from '../base/errors.ts';
import { Lifecycle, stopOnSignals } from '../base/lifecycle.ts';
import { logOf, type Log } from '../base/log.ts';
import { readSettings } from '../base/settings.ts';
import { primarySource, runPrimary, tellPrimary } from './cluster.ts';
import { refuseUnsafeOptions } from './production.ts';
import { startGateway } from './serve.ts';
import { gatewayOptions, type GatewaySettings } from './settings.ts';
import { supergraphFile } from './supergraph/supergraph-file.ts';

async function main(): Promise<void> {
  const settings = readSettings('npm run gateway --', gatewayOptions);
  if (settings === undefined) return;
  refuseUnsafeOptions(settings);
  const log = logOf('gateway', settings.logLevel);
  const lifecycle = new Lifecycle();
  // A signal to the whole group reaches a worker twice: by itself and by its primary, whose word counts.
  stopOnSignals(lifecycle, (line) => log.info(line), cluster.isWorker ? 'goes on' : 'ends');
  try {
    const url = await serve(settings, log, lifecycle);
    if (!cluster.isWorker)
      log.info(
        { graph: `${url}/graphql`, explorer: settings.explorer ? `${url}/` : undefined, workers: settings.workers },
        'gateway listens',
      );
  } catch (thrown) {
    await lifecycle.stop();
    throw thrown;
  }
}

/** @returns the URL when it serves */
async function serve(settings: GatewaySettings, log: Log, lifecycle: Lifecycle): Promise<string> {
  if (settings.workers > 1 && cluster.isPrimary) {
    const { workers, port, host } = settings;
    return runPrimary({
      workers,
      port,
      host,
      source: supergraphFile(settings.supergraph, settings.supergraphPoll),
      log,
      lifecycle,
    });
  }
  const gateway = await startGateway({
    settings,
    log,
    source: cluster.isWorker ? primarySource() : undefined,
    handedOut: cluster.isWorker,
  });
  lifecycle.onStop('gateway', () => gateway.drain());
  await tellPrimary({ kind: 'serving' });
  return gateway.url;
}

main().catch(async (thrown: unknown) => {
  const line = thrown instanceof CodedError ? `${thrown.code}: ${thrown.message}` : String((thrown as Error).stack);
  if (cluster.isWorker)
    await tellPrimary({ kind: 'failed', code: (thrown as CodedError).code ?? 'INTERNAL', message: reasonOf(thrown) });
  else process.stderr.write(`${line}\n`);
  process.exit(1);
});
