import type { Command } from 'commander';
import type { Context, Runtime } from '../context';
import { confirmed, contextOf, given, own, whole } from '../context';
import { endWith, EXIT, usage } from '../exit';
import { age, table } from '../output';

interface Quarantined {
  readonly id: string;
  readonly problem: string;
  readonly type: string | null;
  readonly copies: number;
  readonly receivedAt: string;
}
interface Change {
  readonly reason: string;
  readonly yes?: boolean;
}
interface Redrive extends Change {
  readonly id?: string;
  readonly problem?: string;
}
interface Listing {
  readonly problem?: string;
  readonly limit?: number;
}

const PATH = '/ops/hmpps/quarantine';
const gatewayOf = ({ api }: Context) => api.service('integration-gateway');
const counted = (n: number) => `${n} message${n === 1 ? '' : 's'}`;

const list = async (context: Context, listing: Listing): Promise<void> => {
  const rows = await context.api.get<Quarantined[]>(gatewayOf(context), PATH, given(listing));
  context.out.result(rows, () =>
    table(
      ['id', 'problem', 'type', 'copies', 'received', 'for'],
      rows.map((row) => [
        row.id,
        row.problem,
        row.type,
        row.copies,
        row.receivedAt,
        age((Date.now() - Date.parse(row.receivedAt)) / 1_000),
      ]),
      'Nothing is in quarantine.',
    ),
  );
};

const show = async (context: Context, id: string, options: { body?: boolean; reason?: string }): Promise<void> => {
  const gateway = gatewayOf(context);
  const shown = await context.api.get<object>(gateway, `${PATH}/${encodeURIComponent(id)}`);
  const { body, reason } = options;
  if (!body) return context.out.result(shown, () => JSON.stringify(shown, null, 2));
  if (reason === undefined) throw usage('Say why you read a message that may name people: --reason');
  const whole = await context.api.post<{ body: string }>(gateway, `${PATH}/${encodeURIComponent(id)}/body`, { reason });
  context.out.result({ ...shown, ...whole }, () => `${JSON.stringify(shown, null, 2)}\n\n${whole.body}`);
};

const redrive = async (context: Context, { id, problem, reason, yes = false }: Redrive): Promise<void> => {
  if (id === undefined && problem === undefined) throw usage('Say --problem or --id');
  const send = (dryRun: boolean) =>
    context.api.post<{ found: number; taken: number; refused: number }>(gatewayOf(context), `${PATH}/redrive`, {
      ...given({ id, problem }),
      reason,
      dryRun,
    });
  const plan = await send(true);
  if (!confirmed(context, { yes }, plan, `${counted(plan.found)} would be tried again; what is still refused stays.`))
    return;
  const done = await send(false);
  if (done.refused > 0) endWith(EXIT.findings);
  context.out.result(done, () => `${counted(done.taken)} taken, ${done.refused} refused still.`);
};

const discard = async (context: Context, id: string, { reason, yes = false }: Change): Promise<void> => {
  const gateway = gatewayOf(context);
  const path = `${PATH}/${encodeURIComponent(id)}`;
  const { problem, type } = await context.api.get<Quarantined>(gateway, path);
  const plan = { id, problem, type, action: 'discard' };
  const words = `${type ?? 'A message of unknown type'} (${problem}) would be given up: it would never take effect here.`;
  if (!confirmed(context, { yes }, plan, words)) return;
  await context.api.post(gateway, `${path}/discard`, { reason });
  context.out.result({ ...plan, done: true }, () => 'Discarded.');
};

export const listing = (command: Command, runtime: Runtime): Command =>
  command
    .description('messages that were not taken, and why')
    .option('--problem <problem>', 'only these, e.g. PRODUCER_NOT_ALLOWED')
    .option('--limit <n>', 'at most', whole)
    .action((options: Listing, verb: Command) => list(contextOf(verb, runtime), own(options)));

export const redriving = (command: Command, runtime: Runtime): Command =>
  command
    .description('try messages of the quarantine again, once the cause is mended')
    .option('--problem <problem>', 'every message with this problem')
    .option('--id <id>', 'one message')
    .requiredOption('--reason <text>', 'kept in the audit; name no person')
    .option('--yes', 'do it')
    .action((change: Redrive, verb: Command) => redrive(contextOf(verb, runtime), change));

export const quarantineVerbs = (program: Command, runtime: Runtime): void => {
  const quarantine = program.command('quarantine').description('messages of other HMPPS systems that were not taken');
  listing(quarantine.command('list'), runtime);
  quarantine
    .command('show <id>')
    .description('one message: how it is made, without whom it is about')
    .option('--body', 'as it came; needs --reason, which is kept')
    .option('--reason <text>', 'kept in the audit; name no person')
    .action((id: string, options: { body?: boolean; reason?: string }, command: Command) =>
      show(contextOf(command, runtime), id, options),
    );
  redriving(quarantine.command('redrive'), runtime);
  quarantine
    .command('discard <id>')
    .description('give one message up: it is kept, and neither shown nor tried any more')
    .requiredOption('--reason <text>', 'kept in the audit; name no person')
    .option('--yes', 'do it')
    .action((id: string, change: Change, command: Command) => discard(contextOf(command, runtime), id, change));
};
