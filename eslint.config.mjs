// Zero warnings: every rule here is an error, and lint-guards.test.ts has seen each of our own fire.
import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import throughcare from './tools/local/eslint/plugin.mjs';

const tests = ['**/*.test.ts'];

const restrictedTests = [
  {
    selector: 'CallExpression[callee.name=/^(it|test)$/] > Literal:first-child[value=/\\bshould\\b/]',
    message: 'A title states behaviour in the present tense, without "should".',
  },
  {
    selector: 'MemberExpression[object.name=/^(it|test|describe)$/][property.name=/^(only|skip|todo)$/]',
    message: 'Every test runs, or it is deleted.',
  },
];

const outsideWorld = [
  'performance',
  'process',
  'fetch',
  'crypto',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
];

export default tseslint.config(
  { ignores: ['**/dist/', '**/node_modules/', '.nx/', '.local/', 'coverage/', '**/generated/', '**/golden/'] },
  {
    linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' },
    plugins: { throughcare },
    rules: {
      'throughcare/boundaries': 'error',
      'throughcare/exports': 'error',
      'throughcare/literal-spreads': 'error',
      'throughcare/explained-disable': 'error',
    },
  },
  js.configs.recommended,
  {
    rules: {
      'no-control-regex': 'off', // input is cleaned of control characters, which takes naming them
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 45, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['**/*.{mjs,cjs,js}'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'process',
          'console',
          'Buffer',
          'URL',
          'fetch',
          'AbortSignal',
          'AbortController',
          'setTimeout',
          'clearTimeout',
          'setInterval',
          'clearInterval',
          'setImmediate',
          'globalThis',
          'performance',
          'TextDecoder',
          'TextEncoder',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: { module: 'writable', require: 'readonly', __dirname: 'readonly' },
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    // One program for all workspaces: the libraries are checked once, not once for each of their users.
    languageOptions: { parserOptions: { project: ['tsconfig.lint.json'], tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Files with decorators are left alone by this rule when emitDecoratorMetadata is on, as it is here: Nest needs the values.
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/unbound-method': 'off', // objects of closures are taken apart all over
      '@typescript-eslint/require-await': 'off', // an async method may only throw, and must then reject
    },
  },
  { files: ['{libs,services,web}/**/*.ts'], ignores: tests, rules: { 'no-console': 'error' } },
  { files: ['**/*.entity.ts'], rules: { 'throughcare/column-names': 'error' } },
  {
    files: ['services/**/*.ts', 'libs/platform/**/*.ts'],
    ignores: [...tests, 'libs/platform/src/dto/binding.pipe.ts', 'libs/platform/src/sample.fixture.ts'],
    rules: { 'throughcare/one-name': 'error', 'throughcare/inputs': 'error', 'throughcare/service-names': 'error' },
  },
  {
    files: ['{libs,services,web}/**/*.ts', 'tools/{local,ops}/**/*.ts'],
    ignores: [...tests, 'libs/events/src/fields.ts', 'libs/base/src/people/person-numbers.ts'],
    rules: { 'throughcare/person-numbers': 'error' },
  },
  {
    files: ['services/**/*.ts'],
    ignores: [...tests, '**/testing/**', '**/migrations/**'],
    rules: { 'throughcare/aggregates': 'error' },
  },
  {
    files: ['{services,web}/**/*.ts', 'libs/{base,platform,web,hmpps}/**/*.ts'],
    ignores: [...tests, '**/testing/**', 'libs/base/src/clock.ts'],
    rules: { 'throughcare/one-clock': 'error' },
  },
  {
    files: ['**/*.rules.ts'],
    rules: {
      'throughcare/pure-imports': 'error',
      'throughcare/no-clock': 'error',
      'no-restricted-globals': [
        'error',
        ...outsideWorld.map((name) => ({ name, message: 'Rules are pure: data in, decision out.' })),
      ],
    },
  },
  {
    files: tests,
    rules: {
      'max-lines': 'off',
      'max-lines-per-function': 'off',
      'no-restricted-syntax': ['error', ...restrictedTests],
      // Replies are read as JSON of unknown shape; a wrong shape fails the assertion itself.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
);
