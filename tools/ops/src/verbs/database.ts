import type { Command } from 'commander';
import type { Context, Runtime } from '../context';
import { confirmed, contextOf } from '../context';
import { endWith, EXIT, usage } from '../exit';
import { age, table } from '../output';

interface Change {
  readonly reason: string;
  readonly yes?: boolean;
}
interface Writer {
  readonly pid: number;
  readonly application: string | null;
  readonly user: string | null;
  readonly state: string | null;
  readonly seconds: number;
}
interface Silent {
  readonly table: string;
  readonly count: number;
  readonly examples: readonly string[];
}

const OLD_SECONDS = 60;

const writers = async ({ api, out }: Context): Promise<void> => {
  const answers = await api.all((service) => api.get<Writer[]>(service, '/ops/database/writers'));
  const rows = answers.flatMap(({ name, answer }) => answer.map((row) => ({ service: name, ...row })));
  out.result(rows, () =>
    table(
      ['seen by', 'pid', 'application', 'user', 'state', 'for'],
      rows.map((r) => [r.service, r.pid, r.application, r.user, r.state, age(r.seconds)]),
      'Nobody writes.',
    ),
  );
  if (rows.some(({ seconds }) => seconds > OLD_SECONDS)) endWith(EXIT.findings);
};

const end = async (context: Context, place: string, change: Change): Promise<void> => {
  const [, name = '', pid = ''] = /^([a-z-]+)\/(\d+)$/.exec(place) ?? [];
  if (pid === '') throw usage(`${place} is not service/pid: write booking/1234`);
  const service = context.api.service(name);
  if (
    !confirmed(
      context,
      change,
      { service: name, pid: Number(pid) },
      `The session ${pid} ends; what it wrote is undone.`,
    )
  )
    return;
  await context.api.post(service, '/ops/database/writers/end', { pid: Number(pid), reason: change.reason });
  context.out.result({ service: name, pid: Number(pid), ended: true }, () => 'Ended.');
};

const silent = async ({ api, out }: Context): Promise<void> => {
  const answers = await api.all((service) => api.get<Silent[]>(service, '/ops/database/silent-changes'));
  const rows = answers.flatMap(({ name, answer }) => answer.map((row) => ({ service: name, ...row })));
  const found = rows.filter(({ count }) => count > 0);
  out.result(found, () =>
    table(
      ['service', 'table', 'rows', 'aggregates'],
      found.map((r) => [r.service, r.table, r.count, r.examples.join(' ')]),
      'No row changed without its event.',
    ),
  );
  if (found.length > 0) endWith(EXIT.findings);
};

const strikeOff = async (context: Context, aggregate: string, change: Change & { service: string }): Promise<void> => {
  const service = context.api.service(change.service);
  const words = `Changes of ${aggregate} in ${service.name} that were never published would no longer be counted.`;
  if (!confirmed(context, change, { service: service.name, aggregate }, words)) return;
  const path = '/ops/database/silent-changes/strike-off';
  const done = await context.api.post<object>(service, path, { aggregate, reason: change.reason });
  context.out.result({ service: service.name, aggregate, ...done }, () => 'Struck off.');
};

const changing = (command: Command): Command =>
  command.requiredOption('--reason <text>', 'kept in the audit; name no person').option('--yes', 'do it');

export const databaseVerbs = (program: Command, runtime: Runtime): void => {
  const database = program.command('database').description('what holds events back, and what changed without one');
  database
    .command('writers')
    .description('open transactions that have written, oldest first; 7 when one is older than a minute')
    .action((_options: object, command: Command) => writers(contextOf(command, runtime)));
  changing(database.command('end <writer>').description('end one: service/pid, as `writers` shows it')).action(
    (place: string, change: Change, command: Command) => end(contextOf(command, runtime), place, change),
  );
  database
    .command('silent')
    .description(
      'rows that changed without their event; reads every event, so it may take a minute; 7 when there are any',
    )
    .action((_options: object, command: Command) => silent(contextOf(command, runtime)));
  changing(database.command('strike-off <aggregate>').description('a repair that needs no event'))
    .requiredOption('--service <service>', 'whose row it is')
    .action((aggregate: string, change: Change & { service: string }, command: Command) =>
      strikeOff(contextOf(command, runtime), aggregate, change),
    );
};
