/** `npm run sample`: writes the made-up people into the database of MONGODB_URI. */
import { mongoRecords } from './mongo-records.js';
import { sampleRecords } from './sample.js';
import { readOptions } from './options.js';

const { mongodbUri, keys, production } = readOptions(process.env);
if (mongodbUri === undefined || production) throw new Error('MONGODB_URI: expected mongodb://…, and not in production');
const records = await mongoRecords(mongodbUri);
const people = sampleRecords(keys);
await records.add(people);
await records.close();
process.stdout.write(`${people.length} records\n`);
