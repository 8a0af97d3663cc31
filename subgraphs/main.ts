/** `npm run subgraph workers -- --port 4001`: one subgraph in a process of its own. */
import { CodedError } from '../base/errors.ts';
import { Lifecycle, stopOnSignals } from '../base/lifecycle.ts';
import { logOf } from '../base/log.ts';
import { refuseDefaultCredentials } from '../base/default-credentials.ts';
import { readSettings } from '../base/settings.ts';
import { traceSettings } from '../base/traces/settings.ts';
import { startSubgraph } from './serve.ts';
import { subgraphSettings } from './settings.ts';
import { storeHere } from './store-here.ts';

async function main([name = '', ...argv]: readonly string[]): Promise<void> {
  const settings = readSettings(
    `npm run subgraph ${name || '<name>'} --`,
    { ...subgraphSettings, ...traceSettings },
    name.startsWith('-') ? [name, ...argv] : argv,
  );
  if (settings === undefined) return;
  refuseDefaultCredentials(subgraphSettings, settings, settings.nodeEnv);
  const { identityKey, encryptionKey, recordKey, mongodbUri = storeHere(), ...rest } = settings;
  const subgraph = await startSubgraph(name, { ...rest, mongodbUri, keys: { identityKey, encryptionKey, recordKey } });
  const lifecycle = new Lifecycle();
  lifecycle.onStop(name, () => subgraph.stop());
  stopOnSignals(lifecycle, logOf(`subgraph:${name}`, settings.logLevel));
  process.stdout.write(`${name}: ${subgraph.url}\n`);
}

main(process.argv.slice(2)).catch((thrown: unknown) => {
  process.stderr.write(`${thrown instanceof CodedError ? `${thrown.code}: ${thrown.message}` : String(thrown)}\n`);
  process.exitCode = 1;
});
