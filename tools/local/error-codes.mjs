// Writes every code that a refusal can carry into docs/errors.md, from the places that throw it.
//   node tools/local/error-codes.mjs [--check]      (npm run events runs it)
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { root } from './node24.mjs';

const KINDS = {
  invalid: 'invalid',
  conflict: 'conflict',
  forbidden: 'forbidden',
  notFound: 'not-found',
  unauthenticated: 'unauthenticated',
  unavailable: 'unavailable',
};
const STATUS = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  unavailable: 503,
};
const FILE = join(root, 'docs/errors.md');

const textOf = (node) => (node && ts.isStringLiteralLike(node) ? node.text : undefined);

/** Both ends of `a ? 'X' : 'Y'`, or the one literal. */
const literalsOf = (node) => {
  if (!node) return [];
  if (ts.isConditionalExpression(node)) return [...literalsOf(node.whenTrue), ...literalsOf(node.whenFalse)];
  return textOf(node) === undefined ? [] : [textOf(node)];
};

const detailOf = (node) => {
  if (!node || !ts.isObjectLiteralExpression(node)) return undefined;
  const found = node.properties.find((one) => ts.isPropertyAssignment(one) && one.name.getText() === 'detail');
  return textOf(found?.initializer);
};

const refusalsOf = (file) => {
  const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true);
  const found = [];
  const visit = (node) => {
    const made = ts.isCallExpression(node) && KINDS[node.expression.getText()];
    const [first, second, third] = node.arguments ?? [];
    if (made) for (const code of literalsOf(first)) found.push({ code, kind: made, detail: detailOf(second) });
    if (ts.isNewExpression(node) && node.expression.getText() === 'AppError')
      for (const kind of literalsOf(first))
        for (const code of literalsOf(second)) found.push({ code, kind, detail: detailOf(third) });
    ts.forEachChild(node, visit);
  };
  visit(source);
  const [, owner] = /^((?:libs|services|web|tools)\/[^/]+)\//.exec(file) ?? [];
  return found.filter(({ code }) => /^[A-Z][A-Z0-9_]+$/.test(code)).map((one) => ({ ...one, owner }));
};

const page = () => {
  const files = globSync('{libs,services,web,tools}/*/src/**/*.ts', { cwd: root })
    .filter((file) => !/\.test\.ts$|\/(testing|fixtures)\//.test(file))
    .sort();
  const byCode = Map.groupBy(files.flatMap(refusalsOf), ({ code }) => code);
  const unique = (values) => [...new Set(values.filter(Boolean))].sort();
  const rows = [...byCode]
    .sort(([a], [b]) => a.localeCompare(b, 'en'))
    .map(([code, all]) => {
      const kinds = unique(all.map(({ kind }) => kind));
      const cells = [
        `\`${code}\``,
        kinds.map((kind) => `${kind} ${STATUS[kind] ?? ''}`.trim()).join('<br>'),
        unique(all.map(({ owner }) => owner)).join('<br>'),
        unique(all.map(({ detail }) => detail)).join('<br>') || '–',
      ];
      return `| ${cells.join(' | ')} |`;
    });
  return [
    '# Error codes',
    '',
    'Every code a refusal can carry, with its kind and usual status, who refuses, and the sentence that goes with it where there is one.',
    'Written by `npm run events` from the code. Codes are never reused; `INVALID_FIELD` names the field in `invalid-params`, `REFERRAL_INCOMPLETE` the questions in `invalid-answers`.',
    'A few have a status of their own: `libs/platform/src/problem/problem.ts`.',
    '',
    '<!-- prettier-ignore-start -->',
    '| Code | Kind, status | Refused by | Says |',
    '|---|---|---|---|',
    ...rows,
    '<!-- prettier-ignore-end -->',
    '',
  ].join('\n');
};

const wanted = page();
const current = existsSync(FILE) ? readFileSync(FILE, 'utf8') : '';
if (wanted !== current && process.argv.includes('--check')) {
  console.error('docs/errors.md is out of date: run npm run events');
  process.exitCode = 1;
} else if (wanted !== current) writeFileSync(FILE, wanted);
