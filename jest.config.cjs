/** One configuration for every workspace; the suffix of a file is its tier (CONTRIBUTING.md). */
module.exports = {
  rootDir: __dirname,
  testEnvironment: 'node',
  roots: ['<rootDir>/libs', '<rootDir>/services', '<rootDir>/tools', '<rootDir>/web'],
  testMatch: ['**/*.test.ts'],
  modulePathIgnorePatterns: ['/dist/'],
  transform: { '^.+\\.ts$': ['@swc/jest'] },
  moduleNameMapper: {
    '^@throughcare/(api|base|events|forms|hmpps|messaging|platform|reference|web)/(.*)$': '<rootDir>/libs/$1/src/$2',
  },
  globalSetup: '<rootDir>/tools/local/src/jest-setup.ts',
  globalTeardown: '<rootDir>/tools/local/src/jest-teardown.ts',
  testSequencer: '<rootDir>/tools/local/jest-sequencer.cjs',
  testTimeout: 30_000,
  maxWorkers: 2,
};
