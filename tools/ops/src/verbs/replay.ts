import { setTimeout as sleep } from 'node:timers/promises';
import { type Command, Option } from 'commander';
import type { Context, Runtime } from '../context';
import { collect, confirmed, contextOf, given, ownerOf, time, whole } from '../context';
import { CliError, endWith, EXIT, usage } from '../exit';
import { age, table } from '../output';
import { explainNothing, keysGiven } from '../selection';
import { TIMES } from '../when.rules';
import { progressBar } from '../progress';
import type { Service } from '../settings';

interface Selection {
  consumer: string;
  mode: string;
  type?: string[];
  key?: string[];
  aggregate?: string[];
  id?: string[];
  source?: string[];
  missed?: boolean;
  from?: string;
  to?: string;
}

interface RunOptions extends Selection {
  rate?: number;
  withEffects?: boolean;
  swap?: boolean;
  /** A dry run changes nothing and needs none. */
  reason?: string;
  yes?: boolean;
  wait: boolean;
}

interface Plan {
  readonly total: number;
  readonly byType: Readonly<Record<string, number>>;
  readonly first: string | null;
  readonly last: string | null;
}

interface Run {
  readonly id: string;
  readonly consumer: string;
  readonly mode: string;
  readonly state: string;
  readonly delivered: number;
  readonly suppressed: number;
  readonly dropped: number;
  readonly skipped: number;
  readonly failed: number;
  readonly requestedBy: string;
  readonly reason: string;
  readonly lastError: string | null;
  readonly result: unknown;
  readonly createdAt: string;
  readonly progress: { processed: number; total: number; rate: number; eta: number | null };
}

const filterOf = ({ from, to, type, key, aggregate, id, source, missed }: Selection) =>
  given({ from, to, types: type, keys: key, aggregateIds: aggregate, eventIds: id, sources: source, missed });

const planOf = async (
  context: Context,
  selection: Selection,
): Promise<{ service: Service; consumer: string; plan: Plan }> => {
  const { service, consumer } = await ownerOf(context, selection.consumer);
  const { mode } = selection;
  const plan = await context.api.post<Plan>(service, '/ops/replays/plan', {
    consumer,
    mode,
    filter: filterOf(selection),
  });
  if (plan.total === 0) explainNothing(selection.key);
  return { service, consumer, plan };
};

const planWords = (selection: Selection, service: Service, plan: Plan): string =>
  [
    `${selection.mode} to ${selection.consumer} of ${service.name}: ${plan.total} events`,
    ...(plan.first === null ? [] : [`first ${plan.first}`, `last  ${plan.last}`]),
    table(['type', 'events'], Object.entries(plan.byType), ''),
  ].join('\n');

interface Exception {
  readonly eventId: string;
  readonly key: string;
  readonly type: string;
  readonly kind: string;
  readonly code: string;
}

/** They may be given later: a run with any of them is not done with what it was asked for. */
const isOwed = ({ kind }: Exception): boolean => kind === 'parked' || kind === 'behind';

const exceptionWords = (consumer: string, exceptions: readonly Exception[]): string[] => [
  ...(exceptions.length === 0
    ? []
    : [
        table(
          ['event', 'key', 'type', 'why', 'code'],
          exceptions.map(({ eventId, key, type, kind, code }) => [eventId, key, type, kind, code]),
        ),
      ]),
  ...(exceptions.some(({ kind }) => kind === 'parked')
    ? [`Parked: redrive first, \`throughcare dlq list --consumer ${consumer}\`; then run again for what was missed.`]
    : []),
];

const runWords = (run: Run & { service: string; exceptions?: readonly Exception[] }): string =>
  [
    table(
      ['run', 'service', 'consumer', 'mode', 'state', 'done', 'rate', 'left'],
      [
        [
          run.id,
          run.service,
          run.consumer,
          run.mode,
          run.state,
          doneOf(run),
          `${run.progress.rate}/s`,
          age(run.progress.eta),
        ],
      ],
    ),
    `delivered ${run.delivered}, effects suppressed ${run.suppressed}, outgoing events dropped ${run.dropped}, ` +
      `skipped ${run.skipped}, failed ${run.failed}${run.lastError ? `, last error ${run.lastError}` : ''}`,
    ...(run.result ? [`comparison ${JSON.stringify(run.result)}`] : []),
    ...(run.state === 'ready'
      ? [`Compared. \`throughcare replay resume ${run.id} --reason … --yes\` swaps, cancel throws it away.`]
      : []),
    ...exceptionWords(run.consumer, run.exceptions ?? []),
  ].join('\n');

const doneOf = ({ progress }: Run) => `${progress.processed}/${progress.total}`;

const find = async ({ api }: Context, id: string): Promise<{ service: Service; run: Run }> => {
  const found = await api.find((service) => api.get<Run>(service, `/ops/replays/${id}`));
  if (found) return { service: found.service, run: found.answer };
  throw new CliError(EXIT.refused, `No service has a run ${id}`, 'NO_SUCH_RUN');
};

/** Looks on until the run ends or stops. Ctrl-C only ends the looking. */
const watch = async (context: Context, service: Service, id: string): Promise<Run> => {
  let run = await context.api.get<Run>(service, `/ops/replays/${id}`);
  const bar = progressBar(context, run.progress.total);
  while (run.state === 'running') {
    await sleep(500);
    run = await context.api.get<Run>(service, `/ops/replays/${id}`);
    bar.update(run.progress.processed, `| ${run.progress.rate}/s | ${age(run.progress.eta)} left`);
  }
  bar.stop();
  return run;
};

const report = async (context: Context, service: Service, run: Run): Promise<void> => {
  const exceptions =
    run.failed + run.skipped > 0
      ? await context.api.get<Exception[]>(service, `/ops/replays/${run.id}/exceptions`)
      : [];
  const shown = { ...run, service: service.name, ...(exceptions.length > 0 && { exceptions }) };
  context.out.result(shown, () => runWords(shown));
  if (run.state === 'failed' || run.failed > 0 || exceptions.some(isOwed)) endWith(EXIT.findings);
};

const begin = async (context: Context, options: RunOptions): Promise<void> => {
  const { service, consumer, plan } = await planOf(context, options);
  const { mode, rate, withEffects, swap, reason } = options;
  const words =
    planWords(options, service, plan) +
    (options.missed
      ? '\nWhat was missed takes effect now: outgoing events leave, other systems are informed.'
      : withEffects
        ? '\nWITH EFFECTS: they happen again.'
        : '');
  if (mode === 'dry-run') return context.out.result({ service: service.name, ...plan }, () => words);
  if (!confirmed(context, options, { service: service.name, ...plan }, words)) return;
  const body = { consumer, mode, filter: filterOf(options), ...given({ reason, rate, withEffects, swap }) };
  const run = await context.api.post<Run>(service, '/ops/replays', body);
  context.out.say(`Run ${run.id}`);
  await report(context, service, options.wait ? await watch(context, service, run.id) : run);
};

const list = async ({ api, out }: Context): Promise<void> => {
  const answers = await api.all((service) => api.get<Run[]>(service, '/ops/replays'));
  const runs = answers.flatMap(({ name, answer }) => answer.map((run) => ({ service: name, ...run })));
  runs.sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  out.result(runs, () =>
    table(
      ['run', 'service', 'consumer', 'mode', 'state', 'done', 'by', 'at'],
      runs.map((r) => [r.id, r.service, r.consumer, r.mode, r.state, doneOf(r), r.requestedBy, r.createdAt]),
      'No runs.',
    ),
  );
};

const steer = async (
  context: Context,
  verb: 'pause' | 'resume' | 'cancel',
  id: string,
  { reason, ...change }: { reason: string; yes?: boolean },
): Promise<void> => {
  const { service, run } = await find(context, id);
  const words = `${verb} ${run.mode} to ${run.consumer} of ${service.name}, ${run.state}, ${doneOf(run)} done`;
  if (!confirmed(context, change, { verb, ...run, service: service.name }, words)) return;
  const after = await context.api.post<Run>(service, `/ops/replays/${id}/${verb}`, { reason });
  const shown = { ...after, service: service.name };
  context.out.result(shown, () => runWords(shown));
};

const MODES = ['redeliver', 'single', 'reset-keys', 'rebuild', 'dry-run'];

const selecting = (command: Command): Command =>
  command
    .requiredOption('--consumer <name>', 'the one consumer that gets the events')
    .addOption(new Option('--mode <mode>').choices(MODES).default('redeliver'))
    .option('--type <type>', 'event type, * for any characters; repeatable', collect)
    .option('--key <key>', 'ordering key, e.g. a CRN; repeatable', collect)
    .option('--person <number>', 'CRN or prison number, in any case: every key of this person; repeatable', collect)
    .option('--aggregate <id>', 'aggregate id; repeatable', collect)
    .option('--id <id>', 'event id; repeatable', collect)
    .option('--source <service>', 'publishing service; repeatable', collect)
    .option(
      '--missed',
      'only what had no effect; it takes effect now (outgoing events leave, other systems are informed), and counts as handled',
    )
    .option('--from <time>', TIMES, time)
    .option('--to <time>', TIMES, time);

const withPerson = async <T extends Selection & { person?: string[] }>(context: Context, options: T): Promise<T> => ({
  ...options,
  ...given({ key: await keysGiven(context, options) }),
});

const steeringVerbs = (replay: Command, runtime: Runtime): void => {
  for (const verb of ['pause', 'resume', 'cancel'] as const) {
    replay
      .command(`${verb} <run>`)
      .description(verb === 'resume' ? 'go on after a pause or failure; swap a compared rebuild' : `${verb} it`)
      .requiredOption('--reason <text>', 'kept in the audit; name no person')
      .option('--yes', 'do it')
      .action((id: string, change: { reason: string; yes?: boolean }, command: Command) =>
        steer(contextOf(command, runtime), verb, id, change),
      );
  }
};

export const replayVerbs = (program: Command, runtime: Runtime): void => {
  const replay = program.command('replay').description('repeat history for one consumer');
  selecting(replay.command('plan').description('what a run would repeat; changes nothing')).action(
    async (options: Selection, command: Command) => {
      const context = contextOf(command, runtime);
      const selection = await withPerson(context, options);
      const { service, plan } = await planOf(context, selection);
      context.out.result({ service: service.name, ...plan }, () => planWords(selection, service, plan));
    },
  );
  selecting(replay.command('run').description('repeat it'))
    .option('--rate <n>', 'events per second at most', whole)
    .option('--with-effects', 'effects happen again, outgoing events leave again')
    .option('--swap', 'rebuild: swap without asking')
    .option('--no-wait', 'do not look on')
    .option('--reason <text>', 'kept in the audit; name no person; a dry run needs none')
    .option('--yes', 'do it')
    .action(async (options: RunOptions, command: Command) => {
      const context = contextOf(command, runtime);
      if (options.reason === undefined && options.mode !== 'dry-run')
        throw usage("required option '--reason <text>' not specified");
      await begin(context, await withPerson(context, options));
    });
  replay
    .command('list')
    .description('runs, latest first')
    .action((_options: object, command: Command) => list(contextOf(command, runtime)));
  replay
    .command('status <run>')
    .description('one run, with its rate and the time left')
    .action(async (id: string, _options: object, command: Command) => {
      const context = contextOf(command, runtime);
      const { service, run } = await find(context, id);
      await report(context, service, run);
    });
  steeringVerbs(replay, runtime);
};
