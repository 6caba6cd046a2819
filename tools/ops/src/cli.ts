import { marked } from '@throughcare/platform/marks';
import { Command, CommanderError } from 'commander';
import type { Runtime } from './context';
import { CliError, EXIT, takeEnding } from './exit';
import { auditVerb } from './verbs/audit';
import { backgroundVerb } from './verbs/background';
import { consumerVerbs } from './verbs/consumers';
import { databaseVerbs } from './verbs/database';
import { dlqVerbs } from './verbs/dlq';
import { doctorVerb } from './verbs/doctor';
import { eventVerbs } from './verbs/events';
import { hmppsVerbs } from './verbs/hmpps';
import { outboxVerbs } from './verbs/outbox';
import { quarantineVerbs } from './verbs/quarantine';
import { replayVerbs } from './verbs/replay';
import { syncVerbs } from './verbs/sync';

/** Options every verb has, wherever on the line they stand. */
const everywhere = (command: Command): void => {
  command
    .option('--json', 'for machines')
    .option('--as <username>', 'your username, for the audit; without it, who you are on this machine');
  for (const verb of command.commands) everywhere(verb);
};

const programOf = (runtime: Runtime, json: boolean): Command => {
  const program = new Command('throughcare')
    .description('Operate Throughcare: events, consumers, dead letters, replays')
    .exitOverride()
    .showHelpAfterError(json ? false : '(--help at the end of the line says what it takes)')
    .configureOutput({
      writeOut: (text) => runtime.stdout.write(text),
      writeErr: (text) => runtime.stderr.write(text),
      // For machines it is one JSON value, which `run` writes.
      outputError: (text, write) => (json ? undefined : write(text)),
    });
  for (const add of [
    eventVerbs,
    outboxVerbs,
    consumerVerbs,
    dlqVerbs,
    replayVerbs,
    hmppsVerbs,
    syncVerbs,
    quarantineVerbs,
    databaseVerbs,
    auditVerb,
    backgroundVerb,
    doctorVerb,
  ]) {
    add(program, runtime);
  }
  everywhere(program);
  return program;
};

const told = (runtime: Runtime, args: readonly string[], message: string, code?: string): void => {
  const words = args.includes('--json') ? JSON.stringify({ error: message, ...(code && { code }) }) : message;
  runtime.stderr.write(`${words}\n`);
};

/** Whatever its source, a text reaches no terminal as a command to it. */
const showingMarks = (runtime: Runtime): Runtime => ({
  ...runtime,
  stdout: { write: (text) => runtime.stdout.write(marked(text)) },
  stderr: {
    ...(runtime.stderr.isTTY !== undefined && { isTTY: runtime.stderr.isTTY }),
    write: (text) => runtime.stderr.write(marked(text)),
  },
});

/** Runs one command line; answers with the exit code. Results go to stdout, everything else to stderr. */
export const run = async (args: readonly string[], given: Runtime): Promise<number> => {
  const runtime = showingMarks(given);
  takeEnding();
  try {
    await programOf(runtime, args.includes('--json')).parseAsync([...args], { from: 'user' });
    return takeEnding();
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return EXIT.ok;
      if (args.includes('--json')) told(runtime, args, error.message.replace(/^error: /, ''), 'USAGE');
      return EXIT.usage;
    }
    if (!(error instanceof CliError)) {
      told(runtime, args, error instanceof Error ? (error.stack ?? error.message) : String(error));
      return EXIT.unexpected;
    }
    told(runtime, args, error.message, error.code);
    return error.exitCode;
  }
};
