/** `npm run sample`: fills the databases of a MongoDB with the sample, to try out subgraphs that run there. Never over other data. */
import { refuseProduction } from '../../base/environment.ts';
import { CodedError } from '../../base/errors.ts';
import { readSettings } from '../../base/settings.ts';
import { seedSample } from './seed.ts';
import { sampleSettings } from './settings.ts';

async function main(): Promise<void> {
  const settings = readSettings('npm run sample --', sampleSettings);
  if (settings === undefined) return;
  refuseProduction(settings.nodeEnv);
  const { mongodbUri, identityKey, encryptionKey, recordKey } = settings;
  const filled = await seedSample({ mongodbUri, keys: { identityKey, encryptionKey, recordKey } });
  process.stdout.write(
    filled
      ? 'filled with the sample; subgraphs that run there are started anew now\n'
      : 'the sample is there already\n',
  );
}

main().catch((thrown: unknown) => {
  process.stderr.write(`${thrown instanceof CodedError ? `${thrown.code}: ${thrown.message}` : String(thrown)}\n`);
  process.exitCode = 1;
});
