import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { explain } from '@throughcare/hmpps/explain';
import type { Runtime } from '../context';
import { confirmed, contextOf } from '../context';
import { usage } from '../exit';

/** Files are named from where the command was typed, wherever it runs. */
const read = (file: string, { env }: Runtime): string => {
  try {
    return readFileSync(file === '-' ? 0 : resolve(env['INIT_CWD'] ?? process.cwd(), file), 'utf8');
  } catch {
    throw usage(`${file} cannot be read`);
  }
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
};
