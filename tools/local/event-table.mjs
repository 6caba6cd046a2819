// Writes who publishes and who consumes each event into docs/architecture.md, from the AsyncAPI document and the handlers.
//   node tools/local/event-table.mjs [--check] [--root folder]
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { parse } from 'yaml';

const START = '<!-- events:start -->';
const END = '<!-- events:end -->';

/** Every event of the catalogue, in its order. */
const readEvents = (root) => {
  const { components } = parse(readFileSync(join(root, 'libs/events/generated/asyncapi.yaml'), 'utf8'));
  return Object.values(components.messages).map(({ name, title, summary, tags, payload }) => ({
    name: title,
    type: name,
    meaning: summary,
    audience: tags[0].name,
    source: payload.allOf[1].properties.source.const,
  }));
};

const walk = (node, visit) => {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
};

/** Text of a string literal, or of a constant of the same file that holds one. */
const textOf = (node, constants) => (ts.isStringLiteralLike(node) ? node.text : constants.get(node.getText()));

const constantsOf = (source) => {
  const constants = new Map();
  walk(source, (node) => {
    if (ts.isVariableDeclaration(node) && node.initializer && ts.isStringLiteralLike(node.initializer))
      constants.set(node.name.getText(), node.initializer.text);
  });
  return constants;
};

/** `{ event, consumer, className }` of each `@OnEvent(X, { consumer })` of a file; `event` is a name or a type. */
const handlersOf = (file) => {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const constants = constantsOf(source);
  const handlers = [];
  walk(source, (node) => {
    if (!ts.isDecorator(node) || !ts.isCallExpression(node.expression)) return;
    const { expression, arguments: args } = node.expression;
    if (expression.getText() !== 'OnEvent' || args.length < 2) return;
    const property = ts.isObjectLiteralExpression(args[1])
      ? args[1].properties.find((candidate) => candidate.name?.getText() === 'consumer')
      : undefined;
    const value = property?.initializer ?? property?.name;
    const consumer = value && textOf(value, constants);
    if (!consumer) throw new Error(`${file}: the consumer of @OnEvent(${args[0].getText()}) is not a plain string`);
    const event = textOf(args[0], constants) ?? args[0].getText();
    handlers.push({ event, consumer, className: node.parent.parent.name?.getText() });
  });
  return handlers;
};

const sourcesOf = (root, pattern) =>
  globSync(pattern, { cwd: root })
    .filter((file) => !/\.test\.ts$/.test(file) && !/(^|\/)dist\//.test(file))
    .sort()
    .map((file) => join(root, file));

/** Handlers of every service: its own, and those of a library's class that it names in its sources. */
const readConsumers = (root) => {
  const shared = sourcesOf(root, 'libs/*/src/**/*.ts').flatMap(handlersOf);
  return sourcesOf(root, 'services/*/src/**/*.ts').flatMap((file) => {
    const service = file.slice(join(root, 'services/').length).split('/')[0];
    const text = readFileSync(file, 'utf8');
    const borrowed = shared.filter(({ className }) => className && new RegExp(`\\b${className}\\b`).test(text));
    return [...handlersOf(file), ...borrowed].map((handler) => ({ ...handler, service }));
  });
};

const table = (events, consumers) => {
  const known = new Set(events.flatMap(({ name, type }) => [name, type]));
  const stray = consumers.find(({ event }) => !known.has(event));
  if (stray) throw new Error(`${stray.service} consumes ${stray.event}, which is not in the catalogue`);
  const rows = events.map(({ name, type, meaning, audience, source }) => {
    const readers = consumers
      .filter(({ event }) => event === name || event === type)
      .map(({ service, consumer }) => `${service} (\`${consumer}\`)`);
    const cells = [`**${name}**<br>\`${type}\``, meaning, audience, source, [...new Set(readers)].join('<br>') || '–'];
    return `| ${cells.join(' | ')} |`;
  });
  const head = ['| Event | Meaning | Audience | Published by | Consumed by |', '|---|---|---|---|---|'];
  return [...head, ...rows].join('\n');
};

const rewritten = (text, file, block) => {
  const [start, end] = [text.indexOf(START), text.indexOf(END)];
  if (start < 0 || end < start) throw new Error(`${file} lacks the lines ${START} and ${END}`);
  return `${text.slice(0, start + START.length)}\n\n${block}\n\n${text.slice(end)}`;
};

const main = (args) => {
  const own = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
  const root = args.includes('--root') ? resolve(args[args.indexOf('--root') + 1]) : own;
  const file = join(root, 'docs/architecture.md');
  if (!existsSync(file)) throw new Error('docs/architecture.md is missing');
  const text = readFileSync(file, 'utf8');
  const wanted = rewritten(text, 'docs/architecture.md', table(readEvents(root), readConsumers(root)));
  if (wanted === text) return;
  if (args.includes('--check'))
    throw new Error('docs/architecture.md is out of date: node tools/local/event-table.mjs');
  writeFileSync(file, wanted);
};

try {
  main(process.argv.slice(2));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
