/** `npm run subgraph workers -- --port 4001`: one subgraph in a process of its own. */
import { CodedError } from '../base/errors.ts';
import { Lifecycle, stopOnSignals } from '../base/lifecycle.ts';
import { refuseDefaultCredentials } from '../base/default-credentials.ts';
import { readSettings } from '../base/settings.ts';
import { storeAddress } from '../base/store-address.ts';
import { subgraphFault } from './errors.ts';
import { startSubgraph } from './serve.ts';
import { subgraphSettings } from './settings.ts';

async function main([name = '', ...argv]: readonly string[]): Promise<void> {
  const settings = readSettings(
    `npm run subgraph ${name || '<name>'} --`,
    subgraphSettings,
    name.startsWith('-') ? [name, ...argv] : argv,
  );
  if (settings === undefined) return;
  refuseDefaultCredentials(subgraphSettings, settings, settings.nodeEnv);
  const { identityKey, encryptionKey, recordKey, mongodbUri = storeHere(), ...rest } = settings;
  const subgraph = await startSubgraph(name, { ...rest, mongodbUri, keys: { identityKey, encryptionKey, recordKey } });
  const lifecycle = new Lifecycle();
  lifecycle.onStop(name, () => subgraph.stop());
  stopOnSignals(lifecycle, (line) => process.stderr.write(`${line}\n`));
  process.stdout.write(`${name}: ${subgraph.url}\n`);
}

/** @returns the URI that a store running beside this program has written down @throws CodedError DATABASE_UNREACHABLE */
function storeHere(): string {
  const uri = storeAddress('.data') ?? storeAddress('.data/store');
  if (uri === undefined)
    throw subgraphFault(
      'DATABASE_UNREACHABLE',
      'expected MONGODB_URI or a store that runs here (npm start, npm run store), got neither',
    );
  return uri;
}

main(process.argv.slice(2)).catch((thrown: unknown) => {
  process.stderr.write(`${thrown instanceof CodedError ? `${thrown.code}: ${thrown.message}` : String(thrown)}\n`);
  process.exitCode = 1;
});
