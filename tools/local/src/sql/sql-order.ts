import { readFileSync } from 'node:fs';
import ts from 'typescript';

export interface Statement {
  readonly file: string;
  readonly line: number;
  /** On one line, with `…` for what is put in. */
  readonly sql: string;
}

/** In one case: `Select` begins a sentence. */
const STATEMENT = /^\s*(?:(?:with|select|insert|update|delete|table)|(?:WITH|SELECT|INSERT|UPDATE|DELETE|TABLE))\b/;
const MAY_GIVE_ROWS = /\bselect\b.*\b(?:from|unnest)\b|\breturning\b|^table /i;

/** Gives or stores one row at most, or a number of all rows: there is nothing to put in order. */
const ONE_ROW = [
  /\border by\b/i,
  /\blimit 1\b/i,
  /^select (?:coalesce\()?(?:\(select |count|max|min|sum|exists|not exists|to_regclass|pg_|extract|1\b)/i,
  /^insert into \S+(?: as \w+)? \([^)]*\) values \((?!.*\bselect\b.*\bunnest\b)/i,
  /^with gone as \((?:delete|update)[^)]*\bwhere id = \$1\b/i,
  /^(?:select|update|delete) (?!.*\bjoin\b).*\bwhere (?:\w+\.)?(?:id|only_row|user_id) = \$1(?: and [^)]*)?(?: for update| for share| returning .*)?$/i,
];

/** Texts of a source file that are whole statements of SQL. */
export const statementsIn = (file: string, source = readFileSync(file, 'utf8')): Statement[] => {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const found: Statement[] = [];
  const visit = (node: ts.Node): void => {
    const sql = textOf(node)
      ?.replace(/--[^\n]*/g, '')
      .replace(/\s+/g, ' ')
      .trim();
    if (sql !== undefined && STATEMENT.test(sql) && MAY_GIVE_ROWS.test(sql)) {
      found.push({ file, line: tree.getLineAndCharacterOfPosition(node.getStart()).line + 1, sql });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
};

const textOf = (node: ts.Node): string | undefined => {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…');
};

/** True when the statement may give or store several rows and does not say in which order. */
export const isUnordered = (sql: string): boolean => {
  const outsideWindows = sql.replace(/\bover \([^()]*(?:\([^()]*\)[^()]*)*\)/gi, '');
  return !ONE_ROW.some((each) => each.test(outsideWindows));
};
