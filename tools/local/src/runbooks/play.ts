// One page of commands, played: its situation is made in a real system, then each line is run in its order.
import type { TestSystem } from '../bad-days/kit';
import type { Said } from './cli';
import type { Line } from './lines';

export interface World {
  readonly test: TestSystem;
  /** Runs the CLI as an operator of this system would. */
  readonly type: (...words: string[]) => Promise<Said>;
  readonly sql: <T extends object>(text: string, params?: unknown[]) => Promise<T[]>;
  readonly booking: { readonly id: string; readonly applicationId: string };
}

type Value = string | ((world: World) => Promise<string>);

export interface Expectation {
  /** How the line begins, after `throughcare `. */
  readonly line: string;
  readonly section?: string;
  /** Default: what the CLI's README says about a line that finds nothing wrong. */
  readonly ends?: number;
  readonly says?: RegExp;
  /** What has to happen between the line before and this one. */
  readonly before?: (world: World) => Promise<unknown>;
}

export interface Play {
  readonly pages: readonly string[];
  readonly begin?: (world: World) => Promise<unknown>;
  /** Before the section `Afterwards`, or after the last line where there is none. */
  readonly mend?: (world: World) => Promise<unknown>;
  readonly values?: Readonly<Record<string, Value>>;
  readonly expects?: readonly Expectation[];
}

const CHANGES =
  /^(?:consumers (?:pause|resume|reset)|dlq (?:redrive|discard)|replay (?:run|resume)|sync (?:resolve|resend)|quarantine (?:redrive|discard)|hmpps retry-dlq|database (?:end|strike-off)) /;
const verbOf = (text: string): string => text.replace(/^throughcare /, '');

export const isChange = ({ text }: Line): boolean => CHANGES.test(verbOf(text));

/** What is documented: 6 for a plan that was not confirmed, else 0. `doctor` ends as its own last line says. */
const documented = (line: Line, { stdout, stderr }: Said): number => {
  if (isChange(line) && !/ --(?:yes|dry-run)\b/.test(line.text)) return 6;
  const finds = /^throughcare doctor/.test(line.text) && /Needs attention/.test(stdout + stderr);
  return finds ? 7 : 0;
};

export const expectationOf = ({ expects = [] }: Play, { text, section }: Line): Expectation | undefined =>
  expects.find((each) => verbOf(text).startsWith(each.line) && (each.section ?? section) === section);

/** What is wrong with what a line did; nothing when all is well. */
export const wrongIn = (play: Play, line: Line, said: Said): string[] => {
  const expected = expectationOf(play, line);
  const ends = expected?.ends ?? documented(line, said);
  const { code, stdout, stderr } = said;
  const isSilent = stdout.trim() === '' || /undefined|NaN|\[object/.test(stdout);
  return [
    ...(code === ends ? [] : [`ends with ${code} instead of ${ends}`]),
    ...(isSilent ? ['says nothing that makes sense'] : []),
    ...(expected?.says && !expected.says.test(stdout) ? [`does not say ${String(expected.says)}`] : []),
    ...(stderr.trim() === '' || line.text.includes('--json') || code === 7 ? [] : ['complains']),
  ];
};

export const valueOf = async (world: World, { values = {} }: Play, name: string): Promise<string> => {
  const value = values[name];
  if (value === undefined) throw new Error(`The situation says nothing about $${name}`);
  return typeof value === 'string' ? value : value(world);
};
