import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { explain } from '@throughcare/hmpps/explain';
import type { Context, Runtime } from '../context';
import { confirmed, contextOf, given } from '../context';
import { endWith, EXIT, usage } from '../exit';
import { table } from '../output';

/** Files are named from where the command was typed, wherever it runs. */
const read = (file: string, { env }: Runtime): string => {
  try {
    return readFileSync(file === '-' ? 0 : resolve(env['INIT_CWD'] ?? process.cwd(), file), 'utf8');
  } catch {
    throw usage(`${file} cannot be read`);
  }
};

interface Quarantined {
  readonly id: string;
  readonly problem: string;
  readonly type: string | null;
  readonly copies: number;
  readonly receivedAt: string;
}
interface Redrive {
  readonly id?: string;
  readonly problem?: string;
  readonly reason: string;
  readonly yes?: boolean;
}

const quarantine = async ({ api, out }: Context, problem?: string): Promise<void> => {
  const gateway = api.service('integration-gateway');
  const rows = await api.get<Quarantined[]>(gateway, '/ops/hmpps/quarantine', given({ problem }));
  out.result(rows, () =>
    table(
      ['id', 'problem', 'type', 'copies', 'received'],
      rows.map((row) => [row.id, row.problem, row.type, row.copies, row.receivedAt]),
      'Nothing is in quarantine.',
    ),
  );
};

const redrive = async (context: Context, { id, problem, reason, yes = false }: Redrive): Promise<void> => {
  const { api, out } = context;
  if (id === undefined && problem === undefined) throw usage('Say --problem or --id');
  const gateway = api.service('integration-gateway');
  const send = (dryRun: boolean) =>
    api.post<{ found: number; taken: number; refused: number }>(gateway, '/ops/hmpps/quarantine/redrive', {
      ...{ ...given({ id, problem }), reason, dryRun },
    });
  const plan = await send(true);
  if (!confirmed(context, { yes }, plan, `${plan.found} messages are tried again`)) return;
  const done = await send(false);
  if (done.refused > 0) endWith(EXIT.findings);
  out.result(done, () => `${done.taken} taken, ${done.refused} refused still.`);
};

export const hmppsVerbs = (program: Command, runtime: Runtime): void => {
  const hmpps = program.command('hmpps').description('messages of other HMPPS systems');
  hmpps
    .command('explain <file>')
    .description('what the gateway makes of a message body; nothing needs to run, nothing happens')
    .action((file: string) => {
      runtime.stdout.write(`${JSON.stringify(explain(read(file, runtime)), null, 2)}\n`);
    });
  hmpps
    .command('send <file>')
    .description('put a message body on the queue that the gateway reads')
    .requiredOption('--reason <text>', 'kept in the audit; name no person')
    .option('--yes', 'do it')
    .action(async (file: string, change: { reason: string; yes?: boolean }, command: Command) => {
      const body = read(file, runtime);
      const context = contextOf(command, runtime);
      const plan = explain(body);
      const words = `The gateway would ${plan.decision}: ${plan.hmppsType || 'unknown type'}, ${plan.reason}`;
      if (!confirmed(context, change, plan, words)) return;
      const gateway = context.api.service('integration-gateway');
      const sent = await context.api.post<object>(gateway, '/ops/hmpps/messages', { body, reason: change.reason });
      context.out.result({ ...plan, ...sent }, () => 'Sent.');
    });
  hmpps
    .command('quarantine')
    .description('messages that were not taken, and why; their bodies are not shown')
    .option('--problem <problem>', 'only these, e.g. PRODUCER_NOT_ALLOWED')
    .action(({ problem }: { problem?: string }, command: Command) => quarantine(contextOf(command, runtime), problem));
  hmpps
    .command('redrive')
    .description('try messages of the quarantine again, once the cause is mended')
    .option('--problem <problem>', 'every message with this problem')
    .option('--id <id>', 'one message')
    .requiredOption('--reason <text>', 'kept in the audit; name no person')
    .option('--yes', 'do it')
    .action((change: Redrive, command: Command) => redrive(contextOf(command, runtime), change));
};
