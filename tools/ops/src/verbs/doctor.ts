import type { Command } from 'commander';
import type { Context, Runtime } from '../context';
import { contextOf } from '../context';
import { CliError, endWith, EXIT } from '../exit';
import { table } from '../output';
import type { Service } from '../settings';

interface Check {
  readonly name: string;
  readonly status: 'ok' | 'warn' | 'fail';
  readonly detail: string;
}
export type Row = Check & { readonly service: string };

const askDoctor = async ({ api }: Context, service: Service): Promise<readonly Check[]> => {
  try {
    return await api.get<Check[]>(service, '/ops/doctor');
  } catch (error) {
    if (!(error instanceof CliError) || error.exitCode !== EXIT.unreachable || error.code !== undefined) throw error;
    return [{ name: 'reachable', status: 'fail', detail: error.message }];
  }
};

const WORST = ['fail', 'warn', 'ok'];
const count = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`;

/** Checks of one service that say the same have one cause, and are said once. */
const causeOf = (same: readonly Row[]): string => {
  const [{ service, name, detail }] = same as [Row, ...Row[]];
  return `${service} ${same.length === 1 ? name : count(same.length, 'check')} (${detail})`;
};

/** One line for whoever was called: is it well, and if not, where to begin. */
export const verdictOf = (rows: readonly Row[]): string => {
  const services = count(new Set(rows.map(({ service }) => service)).size, 'service');
  const findings = rows.filter(({ status }) => status !== 'ok');
  if (findings.length === 0) return `All clear: ${count(rows.length, 'check')} of ${services}.`;
  const sameCause = Map.groupBy(findings, ({ service, detail }) => `${service}\n${detail}`);
  const named = [...sameCause.values()].map(causeOf).join('; ');
  return `Needs attention: ${findings.length} of ${count(rows.length, 'check')} of ${services}: ${named}.`;
};

const doctor = async (context: Context): Promise<void> => {
  const answers = await context.api.all((service) => askDoctor(context, service));
  const rows = answers
    .flatMap(({ name, answer }) => answer.map((check): Row => ({ service: name, ...check })))
    .sort((a, b) => WORST.indexOf(a.status) - WORST.indexOf(b.status));
  context.out.result(rows, () =>
    table(
      ['service', 'check', 'status', 'detail'],
      rows.map((r) => [r.service, r.name, r.status, r.detail]),
    ),
  );
  context.out.say(verdictOf(rows));
  if (rows.some(({ status }) => status !== 'ok')) endWith(EXIT.findings);
};

export const doctorVerb = (program: Command, runtime: Runtime): void => {
  program
    .command('doctor')
    .description('what is wrong, worst first, with a verdict at the end; 7 when something needs attention')
    .action((_options: object, command: Command) => doctor(contextOf(command, runtime)));
};
