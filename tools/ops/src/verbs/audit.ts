import type { Command } from 'commander';
import type { Context, Runtime } from '../context';
import { collect, contextOf, given, own, time, whole } from '../context';
import { table } from '../output';
import { explainNothing, keysGiven } from '../selection';
import { TIMES } from '../when.rules';

interface Entry {
  readonly id: string;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly reason: string | null;
}

interface Selection {
  readonly service?: string;
  readonly key?: string[];
  readonly person?: string[];
  readonly actor?: string;
  readonly action?: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit?: number;
}

const wordsOf = (parameters: Entry['parameters']): string =>
  Object.entries(parameters)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ');

/** Who did or looked at what, in every service, latest first. */
const audit = async (context: Context, { service, key, person, ...selection }: Selection): Promise<void> => {
  const { api, out } = context;
  const keys = await keysGiven(context, { key, person });
  const query = { ...selection, ...given({ key: keys }) };
  const chosen = service === undefined ? undefined : api.service(service);
  const ask = (each: { name: string; url: string }) => api.post<Entry[]>(each, '/ops/audit/search', query);
  const answers = chosen ? [{ ...chosen, answer: await ask(chosen) }] : await api.all(ask);
  const rows = answers
    .flatMap(({ name, answer }) => answer.map((entry) => ({ service: name, ...entry })))
    .sort((a, b) => (a.at < b.at ? 1 : -1));
  if (rows.length === 0) explainNothing(keys);
  out.result(rows, () =>
    table(
      ['at', 'service', 'who', 'what', 'parameters', 'reason'],
      rows.map((row) => [row.at, row.service, row.actor, row.action, wordsOf(row.parameters), row.reason]),
      'Nothing was done or looked at.',
    ),
  );
};

export const auditVerb = (program: Command, runtime: Runtime): void => {
  program
    .command('audit')
    .description('who did or looked at what and why, in every service, latest first')
    .option('--person <number>', 'CRN or prison number, in any case: who looked at this person; repeatable', collect)
    .option('--key <key>', 'one ordering key; repeatable', collect)
    .option('--actor <username>', 'what this user did')
    .option('--action <action>', 'e.g. consumer.pause; * for any characters: read.*')
    .option('--service <service>', 'only what was done at this service')
    .option('--from <time>', TIMES, time)
    .option('--to <time>', TIMES, time)
    .option('--limit <n>', 'at most per service', whole)
    .action((selection: Selection, command: Command) => audit(contextOf(command, runtime), own(selection)));
};
