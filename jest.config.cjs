/** One configuration for every workspace; the suffix of a file is its tier (CONTRIBUTING.md). */
module.exports = {
  rootDir: __dirname,
  testEnvironment: 'node',
  roots: ['<rootDir>/libs', '<rootDir>/services', '<rootDir>/tools', '<rootDir>/web'],
  testMatch: ['**/*.test.ts'],
  modulePathIgnorePatterns: ['/dist/'],
  transform: { '^.+\\.ts$': ['@swc/jest'] },
  // Our own packages are read from their sources, as their exports say under this condition.
  testEnvironmentOptions: { customExportConditions: ['@throughcare/source', 'node', 'node-addons'] },
  globalSetup: '<rootDir>/tools/local/src/jest-setup.ts',
  globalTeardown: '<rootDir>/tools/local/src/jest-teardown.ts',
  testSequencer: '<rootDir>/tools/local/jest-sequencer.cjs',
  testTimeout: 30_000,
  maxWorkers: 2,
};
