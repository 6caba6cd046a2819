import type { Command } from 'commander';
import { catalogue, newestVersions } from '@throughcare/events/catalogue';
import type { Context, Runtime } from '../context';
import { contextOf, whole } from '../context';
import { CliError, endWith, EXIT } from '../exit';
import { table } from '../output';
import { isMatch } from '../selection';
import { usageOf, type OutsideUse, type Usage } from './event-usage.rules';

interface ConsumerRow {
  readonly consumer: string;
  readonly types: readonly string[];
}

const GATEWAY = 'integration-gateway';
const DAYS = 30;
/** Who has consumers publishes as well; where one of them is not asked, nobody can say that a type is unused. */
const PUBLISHERS = [...new Set(catalogue.map(({ source }) => source))];

/** What the gateway has seen of others. Undefined when it is away or not among the services that are known. */
const outsideUse = async ({ api, streams }: Context, days: number): Promise<OutsideUse[] | undefined> => {
  const gateway = api.services.find(({ name }) => name === GATEWAY);
  if (!gateway) return undefined;
  try {
    return await api.get<OutsideUse[]>(gateway, '/ops/hmpps/consumers', { days });
  } catch (error) {
    if (!(error instanceof CliError) || error.exitCode !== EXIT.unreachable) throw error;
    streams.stderr.write(`${error.message}\n`);
    endWith(EXIT.unreachable);
    return undefined;
  }
};

const lineOf = ({ type, deprecated, inside, outside, published, unused }: Usage) => [
  type,
  deprecated && `${deprecated.until}, use ${deprecated.use}`,
  inside.join(' ') || '-',
  outside &&
    (outside.map(({ client, reads, lastReadAt }) => `${client} ${reads}, ${lastReadAt.slice(0, 10)}`).join('; ') ||
      '-'),
  published,
  unused,
];

const consumers = async (context: Context, pattern: string | undefined, days: number): Promise<void> => {
  const { api, out } = context;
  const outside = await outsideUse(context, days);
  const { answers, away } = await api.ask((service) => api.get<ConsumerRow[]>(service, '/ops/consumers'));
  if (answers.length === 0 && away[0]) throw away[0];
  if (away.length > 0) endWith(EXIT.unreachable);
  const inside = answers.flatMap(({ name, answer }) => answer.map((row) => ({ service: name, ...row })));
  const complete = PUBLISHERS.every((service) => answers.some(({ name }) => name === service));
  const rows = usageOf(newestVersions, { inside, outside, complete }).filter(({ type }) =>
    isMatch(pattern ?? '*', type),
  );
  if (rows.length === 0) throw new CliError(EXIT.refused, `No event is called ${pattern ?? ''}`, 'NO_SUCH_EVENT_TYPE');
  out.result(rows, () =>
    table(
      ['type', 'deprecated until', 'inside', `outside, ${days} days`, `published, ${days} days`, 'unused'],
      rows.map(lineOf),
    ),
  );
};

export const eventConsumersVerb = (events: Command, runtime: Runtime): void => {
  events
    .command('consumers [type]')
    .description('who uses each type, inside and outside, and until when it is published; * at one place of a type')
    .option('--days <n>', `how far back to look for readers, default ${DAYS}`, whole)
    .action((type: string | undefined, { days = DAYS }: { days?: number }, command: Command) =>
      consumers(contextOf(command, runtime), type, days),
    );
};
