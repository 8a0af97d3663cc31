/**
 * `npm run store:peers [-- --only NAME --without NAME --mongoose FOLDER --uri URI --write-expected]`: runs suites that others wrote against the
 * embedded store, or against the MongoDB at URI, of which every database may be emptied. Ends with 1 where a test fails that is not
 * listed in the suite's expected.json, where a listed one passes, and where a suite cannot be had.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { judgeSuites } from './judge-suites.ts';
import { mongooseAt, SUITES } from './suites.ts';
import { HEAD } from './table.ts';
import { commandOptions } from '../../support/command-options.ts';

const values = commandOptions({
  only: { type: 'string', multiple: true, default: [] },
  without: { type: 'string', multiple: true, default: [] },
  mongoose: { type: 'string' },
  uri: { type: 'string' },
  'write-expected': { type: 'boolean', default: false },
});
const { only, without, mongoose, uri, 'write-expected': write } = values;
const lists = fileURLToPath(new URL('suites', import.meta.url));

const all = mongoose === undefined ? SUITES : [mongooseAt(resolve(mongoose))];
const names = all.map(({ name }) => name);
const unknown = [...only, ...without].find((name) => !names.includes(name));
if (unknown !== undefined) {
  process.stderr.write(`--only and --without: expected one of ${names.join(', ')}, got ${unknown}\n`);
  process.exit(1);
}
// No more than these, since most suites name their address themselves and are led to this one.
if (uri !== undefined && !/^mongodb:\/\/[\w.-]+:\d+$/.test(uri)) {
  process.stderr.write('--uri: expected mongodb://HOST:PORT, without a user, a database and options\n');
  process.exit(1);
}
if (mongoose !== undefined && !existsSync(join(lists, 'mongoose/expected.json')) && !write)
  process.stderr.write(
    'mongoose: its list of expected failures was never written, since its suite is in no package: every failure is unexpected until a run with --write-expected\n',
  );
console.log(HEAD);
const clean = await judgeSuites(
  all.filter(({ name }) => (only.length === 0 || only.includes(name)) && !without.includes(name)),
  {
    lists,
    cache: fileURLToPath(new URL('../../../node_modules/.cache/peers', import.meta.url)),
    uri,
    write,
    print: (line) => console.log(line),
    warn: (line) => process.stderr.write(`${line}\n`),
  },
);
process.exitCode = clean ? 0 : 1;
