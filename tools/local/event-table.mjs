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

/** What a plain name of the same file stands for. */
const constantsOf = (source) => {
  const constants = new Map();
  walk(source, (node) => {
    if (ts.isVariableDeclaration(node) && node.initializer) constants.set(node.name.getText(), node.initializer);
  });
  return constants;
};

/** The expression itself: a name is looked up, `as const` and `satisfies` are taken off. */
const plain = (node, constants) => {
  if (!node) return undefined;
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) return plain(node.expression, constants);
  if (ts.isShorthandPropertyAssignment(node)) return plain(node.name, constants);
  if (ts.isPropertyAssignment(node)) return plain(node.initializer, constants);
  return ts.isIdentifier(node) && constants.has(node.text) ? plain(constants.get(node.text), constants) : node;
};

const consumerOf = (options, constants) => {
  const object = plain(options, constants);
  if (!object || !ts.isObjectLiteralExpression(object)) return undefined;
  const property = object.properties.find(({ name }) => name?.getText() === 'consumer');
  const value = plain(property, constants);
  return value && ts.isStringLiteralLike(value) ? value.text : undefined;
};

/** `{ event, consumer, className }` of each `@OnEvent(X, { consumer })` of a file; `event` is a name or a type. */
const handlersOf = (file) => {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const constants = constantsOf(source);
  const handlers = [];
  walk(source, (node) => {
    if (!ts.isDecorator(node) || !ts.isCallExpression(node.expression)) return;
    const [event, options] = node.expression.arguments;
    if (node.expression.expression.getText() !== 'OnEvent' || !options) return;
    const consumer = consumerOf(options, constants);
    if (!consumer) throw new Error(`${file}: the consumer of @OnEvent(${event.getText()}) is not a plain string`);
    const named = plain(event, constants);
    const name = ts.isStringLiteralLike(named) ? named.text : named.getText();
    handlers.push({ event: name, consumer, className: node.parent.parent.name?.getText() });
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
  const unpadded = ['<!-- prettier-ignore-start -->', ...head, ...rows, '<!-- prettier-ignore-end -->'];
  return unpadded.join('\n');
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
  if (args.includes('--check')) throw new Error('docs/architecture.md is out of date: run npm run events');
  writeFileSync(file, wanted);
};

try {
  main(process.argv.slice(2));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
