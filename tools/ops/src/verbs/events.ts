import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import type { Context, Runtime } from '../context';
import { collect, contextOf, given, time, whole } from '../context';
import { CliError, EXIT } from '../exit';
import { table } from '../output';
import { explainNothing, keysGiven } from '../selection';
import { TIMES } from '../when.rules';
import { eventConsumersVerb } from './event-consumers';

interface EventRow {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly key: string;
  readonly version: number;
  readonly occurredAt: string;
}

interface Journey {
  readonly consumed: readonly { consumer: string; runId: string | null; at: string }[];
  readonly letters: readonly {
    consumer: string;
    state: string;
    code: string;
    at: string;
    failure?: { at: string[] } | null;
  }[];
  /** Left out by services of the version before. */
  readonly released?: readonly {
    consumer: string;
    code: string;
    parkedAt: string;
    at: string;
    releasedBy: string;
    reason: string | null;
  }[];
  readonly retrying: readonly { consumer: string; error: string; at: string }[];
  readonly caused: readonly { id: string; type: string; at: string }[];
}

interface StatRow {
  readonly type: string;
  readonly events: number;
  readonly lastHour: number;
  readonly last: string;
}

interface Selection {
  type?: string[];
  key?: string[];
  person?: string[];
  aggregate?: string[];
  from?: string;
  to?: string;
  source?: string;
  limit?: number;
  /** Why somebody looks at a person whom nDelius lets only some see. */
  reason?: string;
}

const queryOf = ({ type, key, aggregate, from, to, limit }: Selection) =>
  given({ type, key, aggregate, from, to, limit });
const lineOf = (row: EventRow) =>
  `${row.occurredAt}  ${row.source}  ${row.type}  ${row.key}  v${row.version}  ${row.id}`;
const oldestFirst = (rows: readonly EventRow[]) => [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));

/** `--person` as the keys it stands for. */
const withKeys = async (context: Context, { person, ...selection }: Selection): Promise<Selection> => ({
  ...selection,
  ...given({ key: await keysGiven(context, { key: selection.key, person }) }),
});

const search = async ({ api }: Context, selection: Selection, after?: string): Promise<EventRow[]> => {
  const services = selection.source === undefined ? api.services : [api.service(selection.source)];
  const query = { ...queryOf(selection), ...given({ after, reason: selection.reason }) };
  const answers = await Promise.all(
    services.map((service) => api.post<EventRow[]>(service, '/ops/events/search', query)),
  );
  return oldestFirst(answers.flat());
};

const tail = async (context: Context, selection: Selection & { follow: boolean }): Promise<void> => {
  const { limit = 20 } = selection;
  const wanted = { ...selection, ...(await withKeys(context, selection)) };
  let rows = (await search(context, { ...wanted, limit })).slice(-limit);
  if (rows.length === 0) explainNothing(wanted.key);
  let last: string | undefined;
  for (;;) {
    for (const row of rows) context.out.line(row, lineOf(row));
    last = rows.at(-1)?.id ?? last;
    if (!selection.follow) return;
    await sleep(1_000);
    rows = await search(context, { ...wanted, limit: 1_000 }, last);
  }
};

/** An event's way through every service, in the order of time. */
const show = async (context: Context, id: string, reason?: string): Promise<void> => {
  const { api, out } = context;
  const path = `/ops/events/${encodeURIComponent(id)}`;
  const found = await api.find((service) => api.post<EventRow>(service, path, given({ reason })));
  if (!found) throw new CliError(EXIT.refused, `No service has published ${id}`, 'NO_SUCH_EVENT');
  const event = found.answer;
  const journeys = await api.all((service) => api.post<Journey>(service, `${path}/journey`, { key: event.key }));
  const steps = journeys.flatMap(({ name, answer }) => [
    ...answer.consumed.map((c) => ({
      at: c.at,
      service: name,
      what: c.runId ? 'replayed' : 'handled',
      who: c.consumer,
    })),
    ...answer.letters.map((l) => ({
      at: l.at,
      service: name,
      who: l.consumer,
      what: [`${l.state} ${l.code}`, l.failure?.at[0]].filter(Boolean).join(' '),
    })),
    ...(answer.released ?? []).flatMap((r) => [
      { at: r.parkedAt, service: name, what: `parked ${r.code}`, who: r.consumer },
      {
        at: r.at,
        service: name,
        who: r.consumer,
        what: `released by ${r.releasedBy}${r.reason === null ? '' : `: ${r.reason}`}`,
      },
    ]),
    ...answer.retrying.map((r) => ({ at: r.at, service: name, what: `retrying ${r.error}`, who: r.consumer })),
    ...answer.caused.map((c) => ({ at: c.at, service: name, what: `published ${c.type}`, who: c.id })),
  ]);
  steps.sort((a, b) => (a.at < b.at ? -1 : 1));
  out.result({ event, journey: steps }, () =>
    [
      JSON.stringify(event, null, 2),
      '',
      table(
        ['at', 'service', 'what', 'who'],
        steps.map((s) => [s.at, s.service, s.what, s.who]),
        'Nobody has taken it.',
      ),
    ].join('\n'),
  );
};

const stats = async ({ api, out }: Context, from?: string): Promise<void> => {
  const answers = await api.all((service) => api.get<StatRow[]>(service, '/ops/events/stats', given({ from })));
  const rows = answers.flatMap(({ name, answer }) => answer.map((row) => ({ source: name, ...row })));
  out.result(rows, () =>
    table(
      ['source', 'type', 'events', 'last hour', 'last'],
      rows.map((row) => [row.source, row.type, row.events, row.lastHour, row.last]),
      'Nothing was published.',
    ),
  );
};

const WHY = 'why you look at a person whom nDelius lets only some see; kept';

const selecting = (command: Command): Command =>
  command
    .option('--type <type>', 'event type, * for any characters; repeatable', collect)
    .option('--key <key>', 'ordering key, e.g. a CRN; repeatable', collect)
    .option('--person <number>', 'CRN or prison number, in any case: every key of this person; repeatable', collect)
    .option('--reason <text>', WHY)
    .option('--source <service>', 'only what this service published')
    .option('--limit <n>', 'at most per service', whole);

export const eventVerbs = (program: Command, runtime: Runtime): void => {
  const events = program.command('events').description('what was published');
  selecting(events.command('tail').description('the latest events, and those that follow until Ctrl-C'))
    .option('--no-follow', 'end after the latest ones')
    .action((options: Selection & { follow: boolean }, command: Command) => tail(contextOf(command, runtime), options));
  selecting(events.command('search').description('events that match'))
    .option('--aggregate <id>', 'aggregate id; repeatable', collect)
    .option('--from <time>', TIMES, time)
    .option('--to <time>', TIMES, time)
    .action(async (options: Selection, command: Command) => {
      const context = contextOf(command, runtime);
      const wanted = await withKeys(context, options);
      const rows = await search(context, wanted);
      if (rows.length === 0) explainNothing(wanted.key);
      context.out.result(rows, () => rows.map(lineOf).join('\n') || 'Nothing found.');
    });
  events
    .command('show <id>')
    .description('one event, and who took it when')
    .option('--reason <text>', WHY)
    .action((id: string, { reason }: Selection, command: Command) => show(contextOf(command, runtime), id, reason));
  events
    .command('stats')
    .description('how many of each type')
    .option('--from <time>', TIMES, time)
    .action(({ from }: Selection, command: Command) => stats(contextOf(command, runtime), from));
  eventConsumersVerb(events, runtime);
};
