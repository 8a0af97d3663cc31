import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** Rooms stand alone: each may import `base` and nothing else of the tree. */
const rooms = ['gateway', 'subgraphs', 'schema', 'store', 'web'];

/** Folders of the gateway in the order a request walks them: a folder imports only folders after it. */
const walk = ['http', 'guard', 'supergraph', 'plan', 'execute', 'fetch', 'reply', 'watch'];

const ground = (target, from, message) => ({ target: `./${target}`, from: from.map((f) => `./${f}`), message });

const zones = [
  ground('base', [...rooms, 'bench', 'test', 'start.ts'], 'base is what every room stands on; it imports no room.'),
  ...rooms.map((room) =>
    ground(room, [...rooms.filter((r) => r !== room), 'bench', 'test', 'start.ts'],
      'Rooms import base and nothing else; they speak over HTTP, MongoDB\'s protocol or SDL files.')),
  ...walk.slice(1).map((folder, i) =>
    ground(`gateway/${folder}`, [...walk.slice(0, i + 1).map((f) => `gateway/${f}`), 'gateway/pipeline.ts', 'gateway/serve.ts'],
      'Inside the gateway a folder imports only folders later in the walk.')),
  ground('gateway/http', ['gateway/pipeline.ts', 'gateway/serve.ts'], 'The pipeline imports its steps, not the other way round.'),
  ground('start.ts', ['bench', 'test'], 'Nothing imports bench or test.'),
];

export default tseslint.config(
  { ignores: ['node_modules/', '**/dist/', 'coverage/', '.data/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: { parserOptions: { projectService: true } },
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver({ project: ['tsconfig.json', 'web/tsconfig.json'], noWarnOnMultipleProjects: true })] },
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
    files: ['gateway/**', 'subgraphs/**', 'store/**', 'schema/**', 'base/**'],
    rules: { 'no-console': 'error', 'no-restricted-properties': ['error', { object: 'process', property: 'env', message: 'Options are judged once, at the door: see base/settings.ts.' }] },
  },
);
