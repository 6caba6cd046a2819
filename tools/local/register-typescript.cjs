// `node --require tools/local/register-typescript.cjs x.ts`: runs sources as Jest does, for child processes of tests.
const { readFileSync, existsSync } = require('node:fs');
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

const resolveFilename = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  const [, library, path] =
    /^@throughcare\/(api|base|events|forms|hmpps|messaging|platform|reference|web)\/(.+)$/.exec(request) ?? [];
  const source = library && join(root, 'libs', library, 'src', `${path}.ts`);
  return source && existsSync(source) ? source : resolveFilename.call(this, request, ...rest);
};
