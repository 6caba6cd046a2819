import type { Command } from 'commander';
import type { Context, Runtime } from '../context';
import { confirmed, contextOf, ownerOf, time } from '../context';
import { age, table } from '../output';
import { TIMES } from '../when.rules';

interface Consumer {
  readonly service: string;
  readonly consumer: string;
  readonly sources: readonly string[];
  readonly hasEffects: boolean;
  readonly paused: boolean;
  readonly reason: string | null;
  readonly circuit: 'open' | 'closed';
  readonly stalled: boolean;
  readonly lag: number | null;
  readonly oldestSeconds: number | null;
  readonly parkedKeys: number;
  readonly deadLetters: number;
}

interface Change {
  readonly reason: string;
  readonly yes?: boolean;
}

const all = async ({ api }: Context): Promise<Consumer[]> => {
  const answers = await api.all((service) => api.get<Omit<Consumer, 'service'>[]>(service, '/ops/consumers'));
  return answers.flatMap(({ name, answer }) => answer.map((row) => ({ service: name, ...row })));
};

/** In a word or two, the worst first. */
const stateOf = ({ paused, stalled, circuit }: Pick<Consumer, 'paused' | 'stalled' | 'circuit'>): string => {
  if (paused) return 'paused';
  if (stalled) return 'stalled';
  return circuit === 'open' ? 'waiting' : 'running';
};

/** The higher the sooner somebody should look. */
const urgency = ({ paused, stalled, circuit, deadLetters, lag: events }: Consumer): number => {
  if (stalled && !paused) return 5;
  if (circuit === 'open') return 4;
  if (paused) return 3;
  return deadLetters > 0 ? 2 : (events ?? 0) > 0 ? 1 : 0;
};

/** What matters first, and the furthest behind among equals. */
const needsFirst = (rows: readonly Consumer[]): Consumer[] =>
  [...rows].sort((a, b) => urgency(b) - urgency(a) || (b.lag ?? 0) - (a.lag ?? 0));

const list = async (context: Context): Promise<void> => {
  const rows = await all(context);
  context.out.result(rows, () =>
    table(
      ['service', 'consumer', 'reads', 'effects', 'state', 'lag', 'parked keys', 'dead letters'],
      needsFirst(rows).map((r) => [
        r.service,
        r.consumer,
        r.sources.join(' '),
        r.hasEffects ? 'yes' : 'no',
        r.paused ? `paused: ${r.reason}` : stateOf(r),
        r.lag,
        r.parkedKeys,
        r.deadLetters,
      ]),
    ),
  );
};

const lag = async (context: Context): Promise<void> => {
  const found = await all(context);
  const rows = found.map((row) => {
    const { service, consumer, lag: events, oldestSeconds, paused, stalled, circuit } = row;
    return { service, consumer, lag: events, oldestSeconds, paused, stalled, circuit };
  });
  context.out.result(rows, () =>
    table(
      ['service', 'consumer', 'events behind', 'oldest', 'state'],
      needsFirst(found).map((r) => [r.service, r.consumer, r.lag, age(r.oldestSeconds), stateOf(r)]),
    ),
  );
};

const switchTo = async (context: Context, verb: 'pause' | 'resume', name: string, change: Change) => {
  const { service, consumer } = await ownerOf(context, name);
  const plan = { service: service.name, consumer, action: verb };
  if (!confirmed(context, change, plan, `${verb} ${consumer} of ${service.name}`)) return;
  await context.api.post(service, `/ops/consumers/${encodeURIComponent(consumer)}/${verb}`, { reason: change.reason });
  context.out.result({ ...plan, done: true }, () => 'Done.');
};

const reset = async (context: Context, name: string, change: Change & { to: string }): Promise<void> => {
  const { service, consumer } = await ownerOf(context, name);
  const path = `/ops/consumers/${encodeURIComponent(consumer)}/reset`;
  const { to, reason } = change;
  const moves = await context.api.post<{ back: number; forward: number }>(service, path, { to, reason, dryRun: true });
  const plan = { service: service.name, consumer, to, ...moves };
  const words =
    `${consumer} of ${service.name} to ${to}: ${moves.back} events are read again (what had its effect is skipped), ` +
    `${moves.forward} are left out.`;
  if (!confirmed(context, change, plan, words)) return;
  const done = await context.api.post<object>(service, path, { to, reason });
  context.out.result({ ...plan, ...done, done: true }, () => 'Done.');
};

const isPlace = (to: string) => to === 'earliest' || to === 'latest';

const changing = (command: Command): Command =>
  command.requiredOption('--reason <text>', 'kept in the audit; name no person').option('--yes', 'do it');

export const consumerVerbs = (program: Command, runtime: Runtime): void => {
  const consumers = program.command('consumers').description('who handles events');
  consumers
    .command('list')
    .description('consumers of every service')
    .action((_options: object, command: Command) => list(contextOf(command, runtime)));
  consumers
    .command('lag')
    .description('how far behind they are')
    .action((_options: object, command: Command) => lag(contextOf(command, runtime)));
  for (const verb of ['pause', 'resume'] as const) {
    changing(
      consumers.command(`${verb} <consumer>`).description(`${verb} it in every instance, across restarts`),
    ).action((consumer: string, change: Change, command: Command) =>
      switchTo(contextOf(command, runtime), verb, consumer, change),
    );
  }
  changing(consumers.command('reset <consumer>').description('move its reading position'))
    .requiredOption('--to <place>', `earliest, latest, or a time: ${TIMES}`, (to) => (isPlace(to) ? to : time(to)))
    .action((consumer: string, change: Change & { to: string }, command: Command) =>
      reset(contextOf(command, runtime), consumer, change),
    );
};
