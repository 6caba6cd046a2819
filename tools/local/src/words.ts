import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** Words of `docs/style.md` that nobody uses on a page of GOV.UK. */
const UNUSED = /\b(?:meanwhile|somebody|anew|by now|does not fit|oops|unfortunately)\b/i;
/** The same, and words that only documents use, of people and of the story of a message. */
const UNUSED_IN_PROGRAMS =
  /\b(?:meanwhile|somebody|someone|anew|by now|does not fit|oops|unfortunately|told|telling|(?:is|are) (?:away|back))\b/i;

/** Texts of a source file that a person may read: sentences in literals, not names, paths or codes. */
const textsOfSource = (file: string, source: string): string[] => {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    if (ts.isStringLiteralLike(node)) found.push(node.text);
    if (ts.isTemplateExpression(node))
      found.push([node.head.text, ...node.templateSpans.map((each) => each.literal.text)].join('…'));
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
};

/** What of a template is read: its text without comments and expressions, and the literals within the expressions. */
const textsOfTemplate = (source: string): string[] => source.replace(/\{#[\s\S]*?#\}/g, '').split(/\r?\n/);

/** What of a document is read: its lines, without code. */
const textsOfDocument = (source: string): string[] =>
  source
    .replace(/```[^]*?```/g, '')
    .replace(/`[^`]*`/g, '')
    .split(/\r?\n/);

const textsOf = (file: string, source: string): string[] => {
  if (file.endsWith('.md')) return textsOfDocument(source);
  return file.endsWith('.njk') ? textsOfTemplate(source) : textsOfSource(file, source);
};

/** Texts with a word that we do not use, as `file: text`. */
export const unusedWordsIn = (file: string, source = readFileSync(file, 'utf8')): string[] =>
  textsOf(file, source)
    .map((text) => text.replace(/\s+/g, ' ').trim())
    .filter((text) => text.includes(' ') && (file.endsWith('.md') ? UNUSED : UNUSED_IN_PROGRAMS).test(text))
    .map((text) => `${file}: ${text.slice(0, 120)}`);
