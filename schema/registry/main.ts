/** `npm run registry`: the registry alone, beside a running store or with MONGODB_URI. */
import { refuseDefaultCredentials } from '../../base/default-credentials.ts';
import { CodedError } from '../../base/errors.ts';
import { Lifecycle, stopOnSignals } from '../../base/lifecycle.ts';
import { logOf } from '../../base/log.ts';
import { readSettings } from '../../base/settings.ts';
import { dataFolder } from '../../base/data-folder.ts';
import { storeAddress } from '../../base/store-address.ts';
import type { OwnedSubgraph } from '../checks/check-input.ts';
import { ownServices } from '../compose.ts';
import { registryFault } from './errors.ts';
import { registrySettings } from './settings.ts';
import { startRegistry } from './start-registry.ts';

async function main(): Promise<void> {
  const settings = readSettings('npm run registry --', registrySettings);
  if (settings === undefined) return;
  refuseDefaultCredentials(registrySettings, settings, settings.environment);
  const mongodbUri = settings.mongodbUri ?? storeAddress(dataFolder()) ?? storeAddress('.data/store');
  if (mongodbUri === undefined)
    throw registryFault(
      'REGISTRY_DATABASE',
      'expected MONGODB_URI or a store that runs here (npm start, npm run store), got neither',
    );
  const log = logOf('registry', settings.logLevel);
  const lifecycle = new Lifecycle();
  stopOnSignals(lifecycle, log);
  const registry = await startRegistry({
    settings,
    mongodbUri,
    own: ownAt(settings.own),
    portOption: '--port or REGISTRY_PORT',
    log,
  });
  lifecycle.onStop('registry', () => registry.stop());
  process.stdout.write(
    `registry: ${registry.url} (page: ${registry.url}/docs), operator's token: ${registry.tokenFile}\n`,
  );
}

/** @returns our subgraphs that are named, at their addresses */
function ownAt(places: ReadonlyMap<string, string>): readonly OwnedSubgraph[] {
  return ownServices().flatMap((each) => {
    const url = places.get(each.name);
    return url === undefined ? [] : [{ ...each, url }];
  });
}

main().catch((thrown: unknown) => {
  process.stderr.write(`${thrown instanceof CodedError ? `${thrown.code}: ${thrown.message}` : String(thrown)}\n`);
  process.exit(1);
});
