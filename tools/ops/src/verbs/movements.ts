import type { Command } from 'commander';
import type { Context, Runtime } from '../context';
import { contextOf } from '../context';
import { age, table } from '../output';

interface Movements {
  readonly pending: readonly {
    readonly id: string;
    readonly claim: string;
    readonly type: string;
    readonly looks: number;
    readonly outcome: string | null;
    readonly seconds: number;
  }[];
  readonly gaps: readonly {
    readonly id: string;
    readonly claim: string;
    readonly code: string;
    readonly foundAt: string;
    readonly state: string | null;
    readonly outcome: string | null;
  }[];
  readonly messages: readonly { readonly type: string; readonly messages: number; readonly lastAt: string }[];
}

const list = async ({ api, out }: Context): Promise<void> => {
  const found = await api.get<Movements>(api.service('integration-gateway'), '/ops/hmpps/movements');
  out.result(found, () =>
    [
      'Reported by a message, and not shown by the prison yet:',
      table(
        ['id', 'claim', 'message', 'looks', 'last look', 'for'],
        found.pending.map((row) => [row.id, row.claim, row.type, row.looks, row.outcome, age(row.seconds)]),
        'Nothing is pending.',
      ),
      '',
      'Shown by the prison within the last day, and reported by no believed message:',
      table(
        ['id', 'claim', 'why', 'found', 'became', 'outcome'],
        found.gaps.map((row) => [row.id, row.claim, row.code, row.foundAt, row.state, row.outcome]),
      ),
      '',
      'When a message of each kind came last:',
      table(
        ['type', 'messages', 'last'],
        found.messages.map((row) => [row.type, row.messages, row.lastAt]),
      ),
    ].join('\n'),
  );
};

export const movementVerbs = (hmpps: Command, runtime: Runtime): void => {
  hmpps
    .command('movements')
    .description('movements that need a look, and when messages of each kind came last; nobody is named')
    .action((_options: object, command: Command) => list(contextOf(command, runtime)));
  hmpps
    .command('movement <id>')
    .description('whom one of them is about')
    .requiredOption('--reason <text>', 'kept in the audit; name no person')
    .action(async (id: string, { reason }: { reason: string }, command: Command) => {
      const { api, out } = contextOf(command, runtime);
      const path = `/ops/hmpps/movements/${encodeURIComponent(id)}`;
      const mover = await api.post<object>(api.service('integration-gateway'), path, { reason });
      out.result(mover, () => JSON.stringify(mover, null, 2));
    });
};
