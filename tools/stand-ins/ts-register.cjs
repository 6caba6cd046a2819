// Lets a child process of a test run TypeScript sources directly: node --require <this> src/main.ts
const { existsSync, readFileSync } = require('node:fs');
const Module = require('node:module');
const { resolve } = require('node:path');
const { transformSync } = require('@swc/core');

const configFile = resolve(__dirname, '../../.swcrc');
const original = Module._resolveFilename;

Module._resolveFilename = function resolveTypeScript(request, parent, ...rest) {
  if (request.startsWith('.') && parent?.path) {
    const file = resolve(parent.path, `${request}.ts`);
    if (existsSync(file)) return file;
  }
  return original.call(this, request, parent, ...rest);
};

Module._extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), { filename, configFile, sourceMaps: 'inline' });
  module._compile(code, filename);
};
