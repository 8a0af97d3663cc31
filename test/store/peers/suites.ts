/** The suites of `npm run store:peers`. What each installs is pinned in its folder of suites, beside the list of its expected failures. */
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unpackDebianSource } from './debian-source.ts';
import type { Suite } from './suite.ts';

const own = (path: string): string => fileURLToPath(new URL(`suites/${path}`, import.meta.url));
const testsIn = (folder: string, pattern: RegExp): string[] =>
  readdirSync(folder)
    .filter((name) => pattern.test(name))
    .sort()
    .map((name) => join(folder, name));

/** Of the driver's suite, the cases of the CRUD specification that all drivers share. The lists of other files are yet to be made. */
const DRIVER_FILES = ['crud_spec'];

const JUGGLER_FILES = [
  ...['datatype', 'basic-querying', 'manipulation', 'hooks', 'relations', 'include', 'scope', 'default-scope'],
  ...['crud-with-options', 'optional-validation', 'validations', 'defaults', 'async-observer'],
];

/** The suites that can be had by package name. */
export const SUITES: readonly Suite[] = [
  {
    name: 'driver',
    version: 'mongodb 3.6.4',
    runner: 'mocha',
    unpack: unpackDebianSource({
      package: 'node-mongodb',
      version: '3.6.4+~cs11.13.19-2',
      file: 'node-mongodb_3.6.4+~cs11.13.19.orig.tar.gz',
      sha256: '55176260153e012f658916d27e0576319d92b037b15b6fb444a35d19890fdfce',
    }),
    files: ({ folder }) => DRIVER_FILES.map((name) => join(folder, 'test/functional', `${name}.test.js`)),
    mocha: ['--opts', '/dev/null', '--file', 'test/tools/runner', '--ui', 'test/tools/runner/metadata_ui.js'],
    environment: (uri) => ({ MONGODB_URI: uri, MONGODB_UNIFIED_TOPOLOGY: '1' }),
    prepare: own('driver/prepare.cjs'),
  },
  {
    name: 'loopback',
    version: 'loopback-datasource-juggler 6.0.6 (mongodb 5.9.2)',
    runner: 'mocha',
    files: ({ home }) => [
      ...JUGGLER_FILES.map((name) => join(home, 'node_modules/loopback-datasource-juggler/test', `${name}.test.js`)),
      own('loopback/persistence-hooks.cjs'),
    ],
    prepare: own('loopback/prepare.cjs'),
  },
  {
    name: 'mongoose-plugins',
    version: 'paginate-v2 1.9.5, aggregate-paginate-v2 1.1.5, delete 1.0.7 (mongoose 9.12.1)',
    runner: 'mocha',
    files: ({ home }) =>
      ['mongoose-paginate-v2/tests', 'mongoose-aggregate-paginate-v2/tests', 'mongoose-delete/test'].map((folder) =>
        join(home, 'node_modules', folder, 'index.js'),
      ),
  },
  {
    name: 'mongojs',
    version: 'mongojs 3.1.0 (mongodb 3.7.4)',
    runner: 'tap',
    // One file never ends, since it leaves its connection open.
    files: ({ home }) => testsIn(join(home, 'node_modules/mongojs/test'), /^test-(?!insert-duplicate-key)/),
  },
];

const versionAt = (folder: string): string =>
  (createRequire(join(folder, 'package.json'))('./package.json') as { version: string }).version;

/** mongoose's own suite, of a checkout whose dependencies are installed: its package has no tests. */
export const mongooseAt = (checkout: string): Suite => ({
  name: 'mongoose',
  version: `mongoose ${versionAt(checkout)}`,
  runner: 'mocha',
  checkout,
  files: () => testsIn(join(checkout, 'test'), /\.test\.js$/),
  environment: (uri) => ({ MONGOOSE_TEST_URI: `${uri}/mongoose_test` }),
});
