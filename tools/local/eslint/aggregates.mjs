// There is one way to change an aggregate: createAggregate and changeAggregate of libs/messaging (ADR 0024).
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root, workspaceOf } from './workspaces.mjs';

const snakeCase = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const DECLARED = /entity: (?<entity>\w+),\s*table: '(?<table>\w+)'/;
const BOOKKEEPING = /bookkeeping: \[(?<columns>[^\]]*)\]/;

const known = new Map();

/** The aggregates of a workspace as its files `x.aggregate.ts` declare them: entity, table, columns of bookkeeping. */
export const aggregatesOf = (workspace) => {
  const folder = join(root, workspace.kind, workspace.name, 'src');
  if (!known.has(folder)) {
    const all = existsSync(folder) ? readdirSync(folder, { recursive: true }).sort() : [];
    const files = all.filter((file) => file.endsWith('.aggregate.ts'));
    const declared = files.flatMap((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      return text.split(/^export const /m).flatMap((part) => {
        const groups = DECLARED.exec(part)?.groups;
        const columns = BOOKKEEPING.exec(part)?.groups.columns.match(/\w+/g) ?? [];
        return groups ? [{ ...groups, bookkeeping: columns.map(snakeCase) }] : [];
      });
    });
    known.set(folder, declared);
  }
  return known.get(folder);
};

/** Columns that `… set a = 1, b = (…)` writes; what is in brackets ends nothing and separates nothing. */
const columnsSet = (sql) => {
  const [, assignments = ''] = /\bset\s([^]*)/i.exec(sql) ?? [];
  let depth = 0;
  const parts = [''];
  for (const token of assignments.match(/\w+|[^]/g) ?? []) {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    if (depth <= 0 && /^(where|returning|from|\))$/i.test(token)) break;
    if (depth === 0 && token === ',') parts.push('');
    else parts[parts.length - 1] += token;
  }
  return parts.map((part) => part.split('=', 1)[0].trim().replaceAll('"', ''));
};

/**
 * A new row without a version has published nothing yet; bookkeeping is written as its owner likes. Everything else is state, which has
 * events.
 */
const writes = (sql, { table, bookkeeping }) => {
  const of = `(?:\\w+\\.)?"?${table}"?(?![\\w"])`;
  const isBookkeeping = (text) => columnsSet(text).every((column) => bookkeeping.includes(column));
  const after = (verb) => sql.split(new RegExp(`\\b${verb}\\s+(?=${of})`, 'i')).slice(1);
  if (after('(?:delete\\s+from|merge\\s+into)').length > 0) return true;
  const isFirst = (insert) => {
    const [, columns = 'version'] = /^[^(]*\(([^)]*)\)/.exec(insert) ?? [];
    const [, update] = insert.split(/\bdo\s+update\b/i);
    return !/\bversion\b/.test(columns) && (update === undefined || isBookkeeping(update));
  };
  return !after('insert\\s+into').every(isFirst) || !after('update').every(isBookkeeping);
};

const WRITERS =
  /^(save|update|insert|delete|remove|upsert|increment|decrement|restore|softDelete|softRemove|recover|into|from|getRepository)$/;
/** Builders that read name their entity with `from` too. */
const isWriter = ({ callee }) =>
  WRITERS.test(callee.property.name ?? '') &&
  (callee.property.name !== 'from' || callee.object.callee?.property?.name === 'delete');
const MANAGERS = /^(tx|manager|em)$/;

const textOf = (node) =>
  node.type === 'TemplateLiteral' ? node.quasis.map(({ value }) => value.cooked).join(' x ') : node.value;

export const aggregates = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      written: '{{name}} is an aggregate: change it with changeAggregate or createAggregate.',
      published:
        'Events are published by changeAggregate and createAggregate, behind the row that they tell of, or by publishFact where there is none.',
      unnamed: 'Say which entity is saved: aggregates have a way of their own.',
      declared: 'An aggregate is declared in a file x.aggregate.ts.',
    },
  },
  create: (context) => {
    const workspace = workspaceOf(context.filename);
    if (!workspace) return {};
    const own = aggregatesOf(workspace);
    const report = (node, messageId, data) => context.report({ node, messageId, data });
    const text = (node) => {
      const sql = textOf(node);
      if (typeof sql !== 'string') return;
      const written = own.find((aggregate) => writes(sql, aggregate));
      if (written) report(node, 'written', { name: written.table });
    };
    return {
      Literal: text,
      TemplateLiteral: text,
      'ImportSpecifier[imported.name="Publish"]': (node) => report(node, 'published'),
      'CallExpression[callee.name="publish"]': (node) => report(node, 'published'),
      ':function > Identifier.params[name="publish"]': (node) => report(node, 'published'),
      'ObjectPattern > Property[shorthand=true][key.name="publish"]': (node) => report(node, 'published'),
      'MemberExpression[property.name="publish"][object.name=/^(ctx|context)$/]': (node) => report(node, 'published'),
      'CallExpression[callee.type="MemberExpression"]': (node) => {
        const { callee, arguments: given } = node;
        if (!isWriter(node)) return;
        const [first] = given;
        const named = own.find(({ entity }) => first?.type === 'Identifier' && first.name === entity);
        if (named) report(node, 'written', { name: named.entity });
        const saves = callee.property.name === 'save' && given.length === 1;
        if (saves && MANAGERS.test(callee.object.name ?? '')) report(node, 'unnamed');
      },
      'VariableDeclarator > Identifier TSTypeReference[typeName.name="AggregateType"]': (node) => {
        if (!context.filename.endsWith('.aggregate.ts')) report(node, 'declared');
      },
      'Property[key.name="aggregates"] ArrayExpression > ObjectExpression': (node) => report(node, 'declared'),
    };
  },
};
