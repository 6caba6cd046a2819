import type { Command } from 'commander';
import type { Runtime } from '../context';
import { contextOf, whole } from '../context';
import { endWith, EXIT } from '../exit';
import { age, table } from '../output';

interface Status {
  readonly waiting: number;
  readonly oldestSeconds: number;
  readonly partitions: number;
  readonly relays: number;
}

interface Stuck {
  readonly partition: number;
  readonly waiting: number;
  readonly oldestSeconds: number;
  readonly firstId: string;
  readonly firstType: string;
}

export const outboxVerbs = (program: Command, runtime: Runtime): void => {
  const outbox = program.command('outbox').description('what waits to be published');
  outbox
    .command('status')
    .description('how much waits in each service, and for how long')
    .action(async (_options: object, command: Command) => {
      const { api, out } = contextOf(command, runtime);
      const answers = await api.all((service) => api.get<Status>(service, '/ops/outbox'));
      const rows = answers.map(({ name, answer }) => ({ service: name, ...answer }));
      out.result(rows, () =>
        table(
          ['service', 'waiting', 'oldest', 'partitions', 'relays'],
          rows.map((r) => [r.service, r.waiting, age(r.oldestSeconds), r.partitions, r.relays]),
        ),
      );
    });
  outbox
    .command('stuck')
    .description('partitions whose oldest event has waited too long')
    .option('--older-than <seconds>', 'default 60', whole, 60)
    .action(async ({ olderThan }: { olderThan: number }, command: Command) => {
      const { api, out } = contextOf(command, runtime);
      const answers = await api.all((service) => api.get<Stuck[]>(service, '/ops/outbox/stuck', { olderThan }));
      const rows = answers.flatMap(({ name, answer }) => answer.map((row) => ({ service: name, ...row })));
      out.result(rows, () =>
        table(
          ['service', 'partition', 'waiting', 'oldest', 'first', 'type'],
          rows.map((r) => [r.service, r.partition, r.waiting, age(r.oldestSeconds), r.firstId, r.firstType]),
          'Nothing is stuck.',
        ),
      );
      if (rows.length > 0) endWith(EXIT.findings);
    });
};
