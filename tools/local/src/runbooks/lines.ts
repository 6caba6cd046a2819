// What an operator is told to type: every line of the runbooks, of docs/operations.md and of the README.
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from '../settings';

export interface Line {
  /** `ThroughcareOutboxStuck`, `operations`, `README`. */
  readonly page: string;
  /** The heading above it. */
  readonly section: string;
  /** Without the comment behind it. */
  readonly text: string;
}

const files = () => [
  'README.md',
  'docs/operations.md',
  ...readdirSync(join(root, 'infra/runbooks')).map((name) => `infra/runbooks/${name}`),
];

const SQL = /^(?:insert|alter table|drop table|set) .*/;
/** In a sentence a command is a line to type when it has an argument; without one it is a name. */
const isTyped = (code: string): boolean =>
  SQL.test(code) || /^throughcare .*(?:\$| --\w+ )/.test(code) || /^(?:node|kubectl|aws) .* /.test(code);

const withoutComment = (text: string): string => text.replace(/\s+# .*$/, '').trim();

/** Lines of one page in their order, those in sentences included. */
export const linesIn = (page: string, text: string): Line[] => {
  const lines: Line[] = [];
  let section = '';
  let fence: string | undefined;
  for (const row of text.split('\n')) {
    if (row.startsWith('```')) fence = fence === undefined ? row.slice(3) : undefined;
    else if (fence === 'sh') lines.push({ page, section, text: withoutComment(row) });
    else if (fence === undefined && row.startsWith('#')) section = row.replace(/^#+ /, '');
    else if (fence === undefined)
      for (const [, code = ''] of row.matchAll(/`([^`]+)`/g))
        if (isTyped(code)) lines.push({ page, section, text: code });
  }
  return lines.filter((line) => line.text !== '');
};

export const allLines = (): Line[] =>
  files().flatMap((file) => linesIn(basename(file, '.md'), readFileSync(join(root, file), 'utf8')));

export const isSql = ({ text }: Line): boolean => SQL.test(text);
export const isOurs = ({ text }: Line): boolean => text.startsWith('throughcare ');

/** Names of the placeholders in a line: `$ID`. */
export const placeholders = (text: string): string[] =>
  [...text.matchAll(/\$([A-Z][A-Z_]*)/g)].map(([, name = '']) => name);

const ECHO = 'throughcare() { printf "%s\\0" "$@" >&3; }';

/** The words that a shell hands over. In `folder` lie files whose names a careless `*` would stand for. */
export const wordsOf = (text: string, values: Readonly<Record<string, string>>, folder: string): string[] => {
  const options = { cwd: folder, env: { ...values, PATH: '' }, encoding: 'utf8' as const };
  const shell = spawnSync('/bin/sh', ['-euc', `${ECHO}\n${text}`], {
    ...options,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  if (shell.status !== 0) throw new Error(`A shell refuses \`${text}\`: ${shell.stderr}`);
  return (shell.output[3] ?? '').split('\0').slice(0, -1);
};
