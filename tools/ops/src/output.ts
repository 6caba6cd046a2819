import { inOneLine } from '@throughcare/platform/marks';
import Table from 'cli-table3';

export type Cell = string | number | boolean | null | undefined;

export interface Out {
  readonly json: boolean;
  /** The result: JSON for machines, what `human` says for people. */
  result(value: unknown, human: () => string): void;
  /** For people only; machines do not see it. */
  say(text: string): void;
  /** One JSON value per line, or a line for people. */
  line(value: unknown, human: string): void;
}

export interface Streams {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean };
}

export const outTo = ({ stdout, stderr }: Streams, json: boolean): Out => ({
  json,
  result: (value, human) => stdout.write(`${json ? JSON.stringify(value, null, 2) : human()}\n`),
  say: (text) => (json ? stderr.write(`${text}\n`) : stdout.write(`${text}\n`)),
  line: (value, human) => stdout.write(`${json ? JSON.stringify(value) : inOneLine(human)}\n`),
});

const PLAIN = Object.fromEntries(
  ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right', 'left', 'left-mid']
    .concat(['mid', 'mid-mid', 'right', 'right-mid'])
    .map((name) => [name, '']),
);

/** Columns without lines: reads well, and `cut` and `awk` can take it apart. */
export const table = (head: readonly string[], rows: readonly (readonly Cell[])[], none = 'Nothing.'): string => {
  if (rows.length === 0) return none;
  const made = new Table({
    head: [...head],
    chars: { ...PLAIN, middle: '  ' },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
  });
  made.push(
    ...rows.map((row) => row.map((cell) => (cell === null || cell === undefined ? '-' : inOneLine(String(cell))))),
  );
  return made.toString();
};

/** `12 s`, `3 min`, `2.5 h`. */
export const age = (seconds: number | null | undefined): string => {
  if (seconds === null || seconds === undefined) return '-';
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3_600).toFixed(1)} h`;
};
