// `node --require tools/local/register-typescript.cjs x.ts`: runs sources as Jest does, for child processes of tests.
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { join, resolve } = require('node:path');
const { transformSync } = require('@swc/core');

const root = resolve(__dirname, '../..');
const options = { ...JSON.parse(readFileSync(join(root, '.swcrc'), 'utf8')), swcrc: false, sourceMaps: 'inline' };
delete options.$schema;

Module._extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), { ...options, filename });
  module._compile(code, filename);
};

// Our own packages from their sources, as their exports say under this condition.
const conditions = new Set(['@throughcare/source', 'node', 'require', 'module-sync', 'node-addons', 'default']);
const resolveFilename = Module._resolveFilename;
Module._resolveFilename = (request, parent, isMain, options) =>
  resolveFilename(
    request,
    parent,
    isMain,
    /^(#src|@throughcare)\//.test(request) ? { ...options, conditions } : options,
  );
