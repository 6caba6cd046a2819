import type { Command } from 'commander';
import type { Context, Runtime } from '../context';
import { contextOf } from '../context';
import { endWith, EXIT } from '../exit';
import { age, table } from '../output';

interface Task {
  readonly service: string;
  readonly task: string;
  readonly once: 'cluster' | 'instance';
  readonly every: { readonly ms: number } | { readonly dailyAt: string };
  readonly running: boolean;
  readonly ageSeconds: number;
  readonly lateSeconds: number;
  readonly failures: number;
  readonly code: string | null;
}

/** As the alert `ThroughcareTaskLate` has it. */
const LATE_SECONDS = 900;

const pace = ({ every }: Task): string =>
  'ms' in every ? `every ${age(every.ms / 1000)}` : `daily at ${every.dailyAt}`;

const stateOf = ({ running, lateSeconds, failures }: Task): string => {
  if (lateSeconds > LATE_SECONDS) return `${age(lateSeconds)} late`;
  if (failures > 0) return 'failing';
  return running ? 'running' : 'waiting';
};

/** What needs attention first. */
const needsFirst = (rows: readonly Task[]): Task[] =>
  [...rows].sort((a, b) => b.lateSeconds - a.lateSeconds || b.failures - a.failures);

const list = async ({ api, out }: Context): Promise<void> => {
  const answers = await api.all((service) => api.get<Omit<Task, 'service'>[]>(service, '/ops/background'));
  const rows = answers.flatMap(({ name, answer }) => answer.map((row) => ({ service: name, ...row })));
  out.result(rows, () =>
    table(
      ['service', 'task', 'done', 'by', 'state', 'ended well', 'failures', 'code'],
      needsFirst(rows).map((r) => [
        r.service,
        r.task,
        pace(r),
        r.once === 'cluster' ? 'one instance' : 'each instance',
        stateOf(r),
        `${age(r.ageSeconds)} ago`,
        r.failures,
        r.code,
      ]),
    ),
  );
  if (rows.some(({ lateSeconds }) => lateSeconds > LATE_SECONDS)) endWith(EXIT.findings);
};

export const backgroundVerb = (program: Command, runtime: Runtime): void => {
  program
    .command('background')
    .description('what services do without being asked; 7 when something is late')
    .action((_options: object, command: Command) => list(contextOf(command, runtime)));
};
