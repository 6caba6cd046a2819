import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { explain } from '@throughcare/hmpps/explain';
import type { Context, Runtime } from '../context';
import { confirmed, contextOf } from '../context';
import { endWith, EXIT, usage } from '../exit';
import { age, table } from '../output';
import { movementVerbs } from './movements';
import { listing, redriving } from './quarantine';

/** Files are named from where the command was typed, wherever it runs. */
const read = (file: string, { env }: Runtime): string => {
  try {
    return readFileSync(file === '-' ? 0 : resolve(env['INIT_CWD'] ?? process.cwd(), file), 'utf8');
  } catch {
    throw usage(`${file} cannot be read`);
  }
};

interface Change {
  readonly reason: string;
  readonly yes?: boolean;
}
interface Queue {
  readonly queueName: string;
  readonly dlqName: string;
  readonly waiting: number;
  readonly inFlight: number;
  readonly dead: number;
  readonly oldestSeconds: number;
}

const LATE_SECONDS = 600;
/** An empty queue has no oldest message; the age is then that of the last look, which counts when it is too long ago. */
const oldestOf = ({ waiting, inFlight, oldestSeconds }: Queue): string => {
  if (waiting + inFlight > 0) return age(oldestSeconds);
  return oldestSeconds > LATE_SECONDS ? `no look for ${age(oldestSeconds)}` : '-';
};

const gatewayOf = ({ api }: Context) => api.service('integration-gateway');

const queue = async (context: Context): Promise<void> => {
  const found = await context.api.get<Queue>(gatewayOf(context), '/ops/hmpps/queue');
  context.out.result(found, () =>
    table(
      ['queue', 'waiting', 'in flight', 'oldest at the last look', 'dead letters'],
      [[found.queueName, found.waiting, found.inFlight, oldestOf(found), found.dead]],
    ),
  );
  if (found.dead > 0 || found.oldestSeconds > LATE_SECONDS) endWith(EXIT.findings);
};

const retryDlq = async (context: Context, change: Change): Promise<void> => {
  const gateway = gatewayOf(context);
  const { dead, dlqName, queueName } = await context.api.get<Queue>(gateway, '/ops/hmpps/queue');
  const words = `${dead} message${dead === 1 ? '' : 's'} of ${dlqName} would go back to ${queueName}.`;
  if (!confirmed(context, change, { dlqName, queueName, messages: dead }, words)) return;
  const { found } = await context.api.post<{ found: number }>(gateway, '/ops/hmpps/queue/retry-dlq', {
    reason: change.reason,
  });
  context.out.result({ found }, () => `${found} given back.`);
};

const send = async (context: Context, body: string, change: Change): Promise<void> => {
  const plan = explain(body);
  const words = `${plan.hmppsType || 'Unknown type'} would be put on the queue. ${plan.means} (${plan.reason})`;
  if (!confirmed(context, change, plan, words)) return;
  const sent = await context.api.post<object>(gatewayOf(context), '/ops/hmpps/messages', {
    body,
    reason: change.reason,
  });
  context.out.result({ ...plan, ...sent }, () => 'Sent.');
};

const changing = (command: Command): Command =>
  command.requiredOption('--reason <text>', 'kept in the audit; name no person').option('--yes', 'do it');

export const hmppsVerbs = (program: Command, runtime: Runtime): void => {
  const hmpps = program.command('hmpps').description('messages of other HMPPS systems');
  hmpps
    .command('explain <file>')
    .description('what the gateway makes of a message body; nothing needs to run, nothing happens')
    .action((file: string) => {
      runtime.stdout.write(`${JSON.stringify(explain(read(file, runtime)), null, 2)}\n`);
    });
  changing(hmpps.command('send <file>').description('put a message body on the queue that the gateway reads')).action(
    (file: string, change: Change, command: Command) => send(contextOf(command, runtime), read(file, runtime), change),
  );
  hmpps
    .command('queue')
    .description('how the queue and its dead letters stand; 7 when it needs attention')
    .action((_options: object, command: Command) => queue(contextOf(command, runtime)));
  changing(hmpps.command('retry-dlq').description('give the dead letters back to the queue')).action(
    (change: Change, command: Command) => retryDlq(contextOf(command, runtime), change),
  );
  movementVerbs(hmpps, runtime);
  listing(hmpps.command('quarantine'), runtime); // as `quarantine list`
  redriving(hmpps.command('redrive'), runtime); // as `quarantine redrive`
};
