import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import jsdoc from 'eslint-plugin-jsdoc';
import tseslint from 'typescript-eslint';

/** Rooms stand alone: each may import `base` and nothing else of the tree. */
const rooms = ['gateway', 'subgraphs', 'schema', 'store', 'cli', 'web'];
/** But `sigap` composes, checks and begins subgraphs without a registry. */
const readers = { cli: ['schema'] };

/** Folders of the gateway: each imports only folders after it. A request walks them nearly in this order (docs/lifecycle.md). */
const walk = [
  'operate',
  'observe',
  'http',
  'explain',
  'cache',
  'guard',
  'usage',
  'supergraph',
  'plan',
  'execute',
  'plan/workarounds',
  'watch',
  'fetch',
  'reply',
  'audit',
  'result',
  'disclosure',
  'document',
];
/** What later folders may import of an earlier one: the planner's work-arounds stand in its folder, and throw its errors. */
const exceptions = {
  plan: (folder) => ({ except: folder === 'plan/workarounds' ? ['./workarounds', './errors.ts'] : ['./workarounds'] }),
};

/** Inside the subgraphs: an agency's folder stands alone, on what all share. */
const agencies = ['workers', 'agencies', 'groups', 'funding', 'audit'];
/** What puts subgraphs together; only programs and the sample import it. */
const together = ['serve.ts', 'main.ts', 'city', 'sample'];
const inSubgraphs = (folder, from, message) =>
  ground(
    `subgraphs/${folder}`,
    [...from, ...together].map((f) => `subgraphs/${f}`),
    message,
  );

const ground = (target, from, message) => ({ target: `./${target}`, from: from.map((f) => `./${f}`), message });

const zones = [
  ground(
    'base',
    [...rooms, 'bench', 'test', 'start.ts', 'keys.ts', 'dev.ts'],
    'base is what every room stands on; it imports no room.',
  ),
  ...rooms.map((room) =>
    ground(
      room,
      [
        ...rooms.filter((r) => r !== room && !readers[room]?.includes(r) && !(room === 'cli' && r === 'gateway')),
        'bench',
        'test',
        'start.ts',
        'keys.ts',
        'dev.ts',
      ],
      "Rooms import base and nothing else; they speak over HTTP, MongoDB's protocol or SDL files.",
    ),
  ),
  // `sigap config` reads the gateway's options, and nothing else of it.
  {
    ...ground('cli', ['gateway'], 'Of the gateway the command line knows only its table of options.'),
    except: ['./settings.ts'],
  },
  ...walk.flatMap((folder, i) =>
    walk.slice(0, i).map((earlier) => ({
      ...ground(
        `gateway/${folder}`,
        [`gateway/${earlier}`],
        'Inside the gateway a folder imports only those below it in gateway/README.md.',
      ),
      ...exceptions[earlier]?.(folder),
    })),
  ),
  ...walk.map((folder) =>
    ground(
      `gateway/${folder}`,
      ['gateway/pipeline.ts', 'gateway/serve.ts'],
      'The pipeline imports its steps, not the other way round.',
    ),
  ),
  inSubgraphs(
    'data',
    ['counts', 'changes', 'import', 'server', 'subgraph.ts', ...agencies],
    'Inside the subgraphs agencies import counts, and counts import data.',
  ),
  inSubgraphs(
    'counts',
    ['changes', 'import', 'server', 'subgraph.ts', ...agencies],
    'Inside the subgraphs agencies import counts, and counts import data.',
  ),
  inSubgraphs(
    'changes',
    ['import', 'server', 'subgraph.ts', ...agencies],
    'Changes of records stand on counts and data; what is of one agency stands in its folder.',
  ),
  inSubgraphs(
    'import',
    ['changes', 'server', 'subgraph.ts', ...agencies],
    'Imports of people stand on counts and data; what is of one agency stands in its folder.',
  ),
  inSubgraphs('server', ['counts', ...agencies], 'The server serves whichever subgraph it is given.'),
  ...agencies.map((agency) =>
    inSubgraphs(
      agency,
      ['server', ...agencies.filter((a) => a !== agency)],
      'No agency imports another, nor what serves it: its folder can be read, or handed to the agency, alone.',
    ),
  ),
  ground('web', ['base'], 'The explorer speaks only HTTP: it can be built and served alone.'),
  ground('start.ts', ['bench', 'test'], 'Nothing imports bench or test.'),
  ground('keys.ts', ['bench', 'test'], 'Nothing imports bench or test.'),
];

export default tseslint.config(
  {
    ignores: [
      'node_modules/',
      '**/dist/',
      'coverage/',
      '.data/',
      'subgraphs/*/resolver-types.ts',
      // Programs of their own, written into somebody else's folder, where their own compilers and tests judge them.
      'schema/registry/kits/typescript/',
      'cli/client/template/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: { parserOptions: { projectService: true } },
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [
        createTypeScriptImportResolver({
          project: ['tsconfig.json', 'web/tsconfig.json'],
          noWarnOnMultipleProjects: true,
        }),
      ],
    },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones }],
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/no-duplicates': ['error', { 'prefer-inline': true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    files: ['gateway/**', 'subgraphs/**', 'store/**', 'schema/**', 'cli/**', 'base/**'],
    rules: {
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'Options are validated once, at the start: see base/settings.ts.',
        },
      ],
    },
  },
  {
    // Every export says what it is: what enters, what leaves, units, errors.
    files: ['{base,gateway,subgraphs,store,schema,cli}/**/*.ts', '*.ts'],
    plugins: { jsdoc },
    rules: {
      'jsdoc/require-jsdoc': [
        'error',
        {
          enableFixer: false,
          publicOnly: { esm: true, ancestorsOnly: true },
          require: { FunctionDeclaration: true, ClassDeclaration: true },
          contexts: [
            'TSInterfaceDeclaration',
            'TSTypeAliasDeclaration',
            'ExportNamedDeclaration > VariableDeclaration',
          ],
        },
      ],
    },
  },
  {
    // strictTypeChecked, and the sizes of functions. CONTRIBUTING.md gives the reason for what is off.
    files: ['{base,gateway,subgraphs,store,schema,cli}/**/*.ts', '*.ts'],
    rules: {
      ...tseslint.configs.strictTypeChecked.at(-1).rules,
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/restrict-template-expressions': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' }],
      'max-params': ['error', 5],
      'max-depth': ['error', 4],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
    },
  },
);
