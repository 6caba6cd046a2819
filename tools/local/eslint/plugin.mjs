// Rules of this repository that no published plug-in has. `lint-guards.test.ts` sees each of them fire.
import { isBuiltin } from 'node:module';
import { dirname, resolve } from 'node:path';
import { aggregates } from './aggregates.mjs';
import { inputs, literalSpreads, oneName, personNumbers, serviceNames } from './dialect.mjs';
import { deepImport } from './exports.mjs';
import { mayImportForeign, mayImportOwn, workspaceOf } from './workspaces.mjs';

/** Tests, and what they share in a folder `testing`. */
const isTestFile = (file) => /(\.test\.[cm]?[jt]s$|\/(testing|proof)(\/|\.ts$))/.test(file);
const packageName = (specifier) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');

/** Calls back for every module that a file names, in whichever of the six ways. */
const eachImport = (check) => {
  const literal = (node) => {
    if (node?.type === 'Literal' && typeof node.value === 'string') check(node.value, node);
  };
  return {
    ImportDeclaration: (node) => literal(node.source),
    ExportNamedDeclaration: (node) => literal(node.source),
    ExportAllDeclaration: (node) => literal(node.source),
    ImportExpression: (node) => literal(node.source),
    TSImportEqualsDeclaration: (node) => literal(node.moduleReference.expression),
    CallExpression: (node) => {
      if (node.callee.name === 'require') literal(node.arguments[0]);
    },
  };
};

/** What runs before anything is built is shared by the commands of all tools. */
const isLauncher = ({ kind }, target) =>
  kind === 'tools' && /\/tools\/local\/(arguments|node24|owner|prepare|run)\.mjs$/.test(target);

const boundaryProblem = (file, specifier) => {
  const from = workspaceOf(file);
  if (!from) return undefined;
  if (/^(\.|@throughcare\/).*\/dist(\/|$)/.test(specifier))
    return 'Compiled output is not imported from sources; import the sub-path.';
  // `#src/` of a package is its own sources, as its package.json says.
  if (specifier.startsWith('#')) return undefined;
  if (specifier.startsWith('.')) {
    const target = resolve(dirname(file), specifier);
    const to = workspaceOf(target);
    const same = to?.kind === from.kind && to.name === from.name;
    return same || isLauncher(from, target) ? undefined : 'A relative import may not leave its workspace.';
  }
  if (isBuiltin(specifier))
    return from.name === 'events' && !isTestFile(file) ? 'libs/events is contracts only.' : undefined;
  const name = packageName(specifier);
  if (!name.startsWith('@throughcare/')) {
    return mayImportForeign(from, name, isTestFile(file))
      ? undefined
      : `${from.kind}/${from.name} does not declare ${name}.`;
  }
  const target = name.slice('@throughcare/'.length);
  if (specifier === '@throughcare/messaging/proof' && from.kind !== 'tools' && !isTestFile(file))
    return 'What messaging proves itself with never ships: only tests and tools import it.';
  return mayImportOwn(from, target) ? undefined : `${from.kind}/${from.name} may not import ${name}.`;
};

const boundaries = {
  meta: { type: 'problem', schema: [], messages: { boundary: '{{problem}}' } },
  create: (context) =>
    eachImport((specifier, node) => {
      const problem = boundaryProblem(context.filename, specifier);
      if (problem) context.report({ node, messageId: 'boundary', data: { problem } });
    }),
};

const exportsOnly = {
  meta: { type: 'problem', schema: [], messages: { deep: '{{problem}}' } },
  create: (context) =>
    eachImport((specifier, node) => {
      const problem = deepImport(specifier);
      if (problem) context.report({ node, messageId: 'deep', data: { problem } });
    }),
};

const pureModules =
  /^@throughcare\/(events\/.+|forms\/.+|hmpps\/.+\.rules|reference\/.+|base\/(away\.rules|blank|calendar|error-facts|errors|folding|person-numbers|retry\.rules|stale-plan)|platform\/json)$/;
const impureFiles =
  /(\.(entity|service|controller|module|events|projection|dispatcher|client)|\/(config|main)|\/migrations\/.+)$/;

/** A type leaves nothing in the program: `import type` of an entity is how a rule names the fields it uses. */
const isTypeOnly = (node) => node.parent.importKind === 'type' || node.parent.exportKind === 'type';

const pureImports = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { impure: 'Rules are pure: data in, decision out. They may not import {{specifier}}.' },
  },
  create: (context) =>
    eachImport((specifier, node) => {
      const pure = specifier.startsWith('.') ? !impureFiles.test(specifier) : pureModules.test(specifier);
      if (!pure && !isTypeOnly(node)) context.report({ node, messageId: 'impure', data: { specifier } });
    }),
};

const isDate = (node) => node.type === 'Identifier' && node.name === 'Date';

/** Calls back for every read of the time of day, in whichever of its ways, and for `extra` members. */
const eachClockRead = (report, extra = []) => ({
  'NewExpression[arguments.length=0]': (node) => isDate(node.callee) && report(node),
  CallExpression: (node) => isDate(node.callee) && report(node),
  MemberExpression: (node) => {
    const name = `${node.object.name}.${node.property.name ?? node.property.value}`;
    if (['Date.now', 'Temporal.Now', ...extra].includes(name)) report(node);
  },
});

const noClock = {
  meta: { type: 'problem', schema: [], messages: { clock: '`now` is an argument of a rule: pass the instant in.' } },
  create: (context) => eachClockRead((node) => context.report({ node, messageId: 'clock' }), ['Math.random']),
};

const oneClock = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      clock:
        'Ask `clock.now()` of @throughcare/base/clock, so that tests can set it; how long something takes is `performance.now()`.',
    },
  },
  create: (context) => eachClockRead((node) => context.report({ node, messageId: 'clock' })),
};

const explainedDisable = {
  meta: { type: 'problem', schema: [], messages: { why: 'Say why beside it: `eslint-disable-… rule -- reason`.' } },
  create: (context) => ({
    Program: () => {
      for (const comment of context.sourceCode.getAllComments()) {
        if (/^\s*eslint-disable/.test(comment.value) && !/\s--\s+\S/.test(comment.value)) {
          context.report({ loc: comment.loc, messageId: 'why' });
        }
      }
    },
  }),
};

const snakeCase = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const nameIn = (argument) =>
  argument.type === 'ObjectExpression' ? argument.properties.find(({ key }) => key?.name === 'name') : undefined;

const columnNames = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { same: 'Columns are named after their properties; a name only where it differs.' },
  },
  create: (context) => ({
    'PropertyDefinition > Decorator > CallExpression[callee.name=/Column$/]': (call) => {
      const named = call.arguments.map(nameIn).find((found) => found !== undefined);
      if (named && named.value.value === snakeCase(call.parent.parent.key.name)) {
        context.report({ node: named, messageId: 'same' });
      }
    },
  }),
};

export default {
  meta: { name: 'throughcare', version: '1.0.0' },
  rules: {
    boundaries,
    exports: exportsOnly,
    'literal-spreads': literalSpreads,
    'one-name': oneName,
    inputs,
    'service-names': serviceNames,
    'person-numbers': personNumbers,
    'pure-imports': pureImports,
    'no-clock': noClock,
    'one-clock': oneClock,
    'explained-disable': explainedDisable,
    'column-names': columnNames,
    aggregates,
  },
};
