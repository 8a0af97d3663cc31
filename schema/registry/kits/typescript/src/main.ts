import { memoryRecords } from './memory-records.js';
import { mongoRecords } from './mongo-records.js';
import { sampleRecords } from './sample.js';
import { readOptions } from './options.js';
import { startSubgraph } from './subgraph.js';

try {
  const options = readOptions(process.env);
  const records = options.mongodbUri === undefined ? memoryRecords() : await mongoRecords(options.mongodbUri);
  if (options.mongodbUri === undefined) {
    await records.add(sampleRecords(options.keys));
    process.stderr.write('MONGODB_URI is not set: made-up people, in memory\n');
  }
  if (options.claimsKeys.length === 0)
    process.stderr.write('CLAIMS_KEYS is not set: whoever works at this machine may ask\n');
  const { url, stop } = await startSubgraph(options, records);
  process.stdout.write(`kit-name: ${url}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void stop().then(() => process.exit(0)));
} catch (thrown) {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : 'it does not start'}\n`);
  process.exitCode = 1;
}
