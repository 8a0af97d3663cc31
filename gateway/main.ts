/** `npm run gateway -- --supergraph FILE --port N`: the gateway alone, for any Federation 2 supergraph. */
import cluster from 'node:cluster';
import { CodedError, reasonOf } from '../base/errors.ts';
import { Lifecycle, stopOnSignals } from '../base/lifecycle.ts';
import { logOf, type Log } from '../base/log.ts';
import { readSettings, shownSettings } from '../base/settings.ts';
import { answerQuestions, primarySource, runPrimary, notifyPrimary } from './cluster.ts';
import type { OperatedGateway } from './operate/operated.ts';
import { refuseUnsafeOptions } from './production.ts';
import { schemeOf } from './front-tls.ts';
import { startGateway } from './serve.ts';
import { startOperating } from './start-operating.ts';
import { gatewayOptions, type GatewaySettings } from './settings.ts';
import { sourceOfSettings } from './supergraph/source-of-settings.ts';

async function main(): Promise<void> {
  const settings = readSettings('npm run gateway --', gatewayOptions);
  if (settings === undefined) return;
  refuseUnsafeOptions(settings);
  const log = logOf('gateway', settings.logLevel);
  if (!cluster.isWorker) log.info(shownSettings(gatewayOptions, settings), 'options that are set');
  const lifecycle = new Lifecycle();
  // A signal to the process group reaches a worker twice, directly and from its primary: the second must not end it at once.
  stopOnSignals(lifecycle, log, cluster.isWorker ? 'goes on' : 'ends');
  try {
    const url = await serve(settings, log, lifecycle);
    if (!cluster.isWorker)
      log.info(
        {
          graph: `${url}${settings.graphqlPath}`,
          page: settings.explorer ? `${url}/` : undefined,
          workers: settings.workers,
        },
        'gateway listens',
      );
  } catch (thrown) {
    await lifecycle.stop();
    throw thrown;
  }
}

/** Serves in this process, or runs the primary of several. @returns the URL, once it serves */
async function serve(settings: GatewaySettings, log: Log, lifecycle: Lifecycle): Promise<string> {
  if (settings.workers > 1 && cluster.isPrimary) {
    const { workers, port, host } = settings;
    const scheme = schemeOf(settings);
    const operate = (operated: OperatedGateway) => startOperating(settings, operated, { log, lifecycle });
    const source = sourceOfSettings(settings, log);
    return runPrimary({ workers, scheme, port, host, source, log, lifecycle, operate, drain: stopAsSignalled });
  }
  const gateway = await startGateway({
    settings,
    log,
    source: cluster.isWorker ? primarySource() : undefined,
    handedOut: cluster.isWorker,
    onDrain: stopAsSignalled,
    onEnded: cluster.isWorker ? (tags) => void notifyPrimary({ kind: 'ended tags', tags }) : undefined,
  });
  if (cluster.isWorker) answerQuestions(gateway.operated);
  lifecycle.onStop('gateway', () => gateway.drain());
  await notifyPrimary({ kind: 'serving' });
  return gateway.url;
}

/** Ends this process in the way that every stop does. */
const stopAsSignalled = (): void => void process.kill(process.pid, 'SIGTERM');

main().catch(async (thrown: unknown) => {
  const isCoded = thrown instanceof CodedError;
  if (cluster.isWorker)
    await notifyPrimary({ kind: 'failed', code: isCoded ? thrown.code : 'INTERNAL', message: reasonOf(thrown) });
  else process.stderr.write(`${isCoded ? `${thrown.code}: ${thrown.message}` : String((thrown as Error).stack)}\n`);
  process.exit(1);
});
