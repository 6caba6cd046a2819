import { type Command, Option } from 'commander';
import type { Context, Runtime } from '../context';
import { collect, confirmed, contextOf, given, own, ownerOf, time, whole } from '../context';
import { endWith, EXIT, usage } from '../exit';
import { table } from '../output';
import { explainNothing, keyOf, keysGiven } from '../selection';
import { TIMES } from '../when.rules';
import { progressBar } from '../progress';
import type { Service } from '../settings';

interface Letter {
  readonly id: string;
  readonly consumer: string;
  readonly key: string;
  readonly type: string;
  readonly state: string;
  readonly code: string;
  readonly attempts: number;
  readonly lastFailedAt: string;
}

interface Opened {
  readonly event: { readonly payload: string; readonly headers?: { readonly traceparent?: string } };
}

interface Selection {
  consumer?: string;
  key?: string;
  person?: string[];
  type?: string;
  code?: string;
  state?: string;
  before?: string;
  limit?: number;
  reason?: string;
}

interface Plan {
  readonly letters: number;
  readonly keys: readonly { key: string; letters: number; firstType: string; code: string }[];
}

interface Redriven {
  readonly handled: number;
  readonly stillParked: readonly string[];
  readonly remaining: number;
}

interface RedriveOptions extends Selection {
  id?: string;
  all?: boolean;
  rate?: number;
  dryRun?: boolean;
  reason: string;
  yes?: boolean;
}

/** What a redrive is asked for. */
type Body = Readonly<Record<string, unknown>> & { readonly consumer: string };

/** `booking/12`: dead letters are counted in each service. */
const place = (context: Context, id: string): { service: Service; id: string } => {
  const [, service, number] = /^([a-z-]+)\/(\d+)$/.exec(id) ?? [];
  if (!service || !number) throw usage(`${id} is not service/number, as \`dlq list\` shows it`);
  return { service: context.api.service(service), id: number };
};

/** The same question for each key of a person; once where none was given. */
const eachKey = async <T extends Selection>(context: Context, { person, ...selection }: T) => {
  const keys = await keysGiven(context, { key: selection.key, person });
  return keys ? keys.map((key) => ({ ...selection, key })) : [selection];
};

const list = async (context: Context, selection: Selection): Promise<void> => {
  const { api, out } = context;
  const wanted = await eachKey(context, selection);
  const answers = await api.all(async (service) =>
    (
      await Promise.all(wanted.map((one) => api.post<Letter[]>(service, '/ops/dead-letters/search', given(one))))
    ).flat(),
  );
  const rows = answers.flatMap(({ name, answer }) =>
    answer.map((letter) => ({ ...letter, service: name, id: `${name}/${letter.id}` })),
  );
  if (rows.length === 0) {
    explainNothing(wanted.flatMap(({ key }) => key ?? []));
    if (selection.consumer !== undefined) await ownerOf(context, selection.consumer);
  }
  out.result(rows, () =>
    table(
      ['id', 'consumer', 'key', 'type', 'state', 'code', 'tries', 'last failed'],
      rows.map((r) => [r.id, r.consumer, r.key, r.type, r.state, r.code, r.attempts, r.lastFailedAt]),
      selection.code === undefined
        ? 'No dead letters.'
        : `No dead letters. ${selection.code} may be a code that there is not: codes are the errors' own, as \`dlq list\` shows them.`,
    ),
  );
};

/** The data as it was published; what cannot be read is shown as it is. */
const read = (payload: string): { data: unknown } | { payload: string } => {
  try {
    return { data: JSON.parse(payload) as unknown };
  } catch {
    return { payload };
  }
};

const show = async (context: Context, id: string, reason?: string): Promise<void> => {
  const at = place(context, id);
  const { event, ...letter } = await context.api.post<Opened>(
    at.service,
    `/ops/dead-letters/${at.id}`,
    given({ reason }),
  );
  const { payload, ...envelope } = event;
  const trace = event.headers?.traceparent?.split('-')[1];
  const shown = {
    ...letter,
    service: at.service.name,
    id,
    ...(trace && { trace }),
    event: { ...envelope, ...read(payload) },
  };
  context.out.result(shown, () => JSON.stringify(shown, null, 2));
};

const where = async (context: Context, options: RedriveOptions): Promise<{ service: Service; bodies: Body[] }> => {
  const { type, code, before, all, reason, rate, consumer } = options;
  const body = given({ type, code, before, all, reason, rate });
  if (options.id !== undefined) {
    const at = place(context, options.id);
    const letter = await context.api.get<Letter>(at.service, `/ops/dead-letters/${at.id}`);
    return { service: at.service, bodies: [{ ...body, id: at.id, consumer: letter.consumer }] };
  }
  if (consumer === undefined) throw usage('Say --consumer, or --id of one dead letter');
  const { key, person } = options;
  if (!all && [key, person, type, code, before].every((value) => value === undefined)) {
    throw usage('Say which: --key, --person, --type, --code, --before, or --all');
  }
  const owner = await ownerOf(context, consumer);
  const keys = await eachKey(context, options);
  const bodies = keys.map(({ key: one }) => ({ ...body, ...given({ key: one }), consumer: owner.consumer }));
  return { service: owner.service, bodies };
};

/** In the order in which they would be released; of many the first. */
const whyParked = (keys: readonly string[]): string[] => {
  if (keys.length === 0) return [];
  const left = keys.length > 10 ? `, and ${keys.length - 10} more` : '';
  return [
    `Still parked: ${keys.slice(0, 10).join(', ')}${left}.`,
    'The first event of such a key failed again, or an earlier version of its aggregate lies under another number of the person: see',
    '`throughcare dlq list --person`, and release that one.',
  ];
};

const redrive = async (context: Context, options: RedriveOptions): Promise<void> => {
  const { service, bodies } = await where(context, options);
  const plan = await planOf(context, service, bodies);
  if (plan.letters === 0 && options.id === undefined)
    explainNothing(options.key === undefined ? [] : [keyOf(options.key)]);
  const rows = plan.keys.map((k) => [k.key, k.letters, k.firstType, k.code]);
  const words = [
    `${plan.letters} events of ${plan.keys.length} keys in ${service.name} would be released, in order:`,
    table(['key', 'events', 'first', 'code'], rows.slice(0, 50), 'Nothing to release.'),
  ].join('\n');
  if (options.dryRun) return context.out.result({ service: service.name, ...plan }, () => words);
  if (!confirmed(context, options, { service: service.name, ...plan }, words)) return;
  const done = await releaseAll(context, service, bodies, plan.letters);
  const told = [...new Set(done.stillParked)];
  const parked = done.calls > 1 ? await stillLying(context, service, bodies, told) : told;
  const result = { service: service.name, handled: done.handled, stillParked: parked };
  context.out.result(result, () =>
    [`${done.handled} events handled; ${parked.length} keys still parked.`, ...whyParked(parked)].join('\n'),
  );
  if (parked.length > 0) endWith(EXIT.findings);
};

const REDRIVE = '/ops/dead-letters/redrive';
const planOf = async ({ api }: Context, service: Service, bodies: readonly object[]): Promise<Plan> => {
  const plans = await Promise.all(bodies.map((body) => api.post<Plan>(service, REDRIVE, { ...body, dryRun: true })));
  return {
    letters: plans.reduce((sum, { letters }) => sum + letters, 0),
    keys: plans.flatMap(({ keys }) => keys),
  };
};

/** A later call may have freed what an earlier one calls parked. */
const stillLying = async (context: Context, service: Service, bodies: readonly Body[], told: readonly string[]) => {
  const [body] = bodies;
  if (!body || told.length === 0) return [];
  const { consumer, reason } = body;
  const { keys } = await planOf(context, service, [{ consumer, all: true, reason }]);
  const lying = new Set(keys.map(({ key }) => key));
  return told.filter((key) => lying.has(key));
};

/** Calls until nothing remains. Keys that failed again are not tried twice: their place in the plan does not come back. */
const releaseAll = async (context: Context, service: Service, bodies: readonly Body[], total: number) => {
  const bar = progressBar(context, total);
  const stillParked: string[] = [];
  let handled = 0;
  let calls = 0;
  for (const body of bodies) {
    for (let isMore = true; isMore; calls += 1) {
      const step = await context.api.post<Redriven>(service, REDRIVE, { ...body, budgetMs: 2_000 });
      handled += step.handled;
      stillParked.push(...step.stillParked);
      bar.update(handled);
      isMore = step.remaining > 0 && step.handled > 0;
    }
  }
  bar.stop();
  return { handled, stillParked, calls };
};

const discard = async (context: Context, id: string, change: { reason: string; yes?: boolean }): Promise<void> => {
  const at = place(context, id);
  const letter = await context.api.get<Letter>(at.service, `/ops/dead-letters/${at.id}`);
  const words = `${letter.type} would never take effect for ${letter.consumer}. What waits behind it would need a redrive.`;
  if (!confirmed(context, change, { ...letter, id }, words)) return;
  await context.api.post(at.service, `/ops/dead-letters/${at.id}/discard`, { reason: change.reason });
  context.out.result({ id, discarded: true }, () => 'Discarded.');
};

const WHY = 'why you look at a person whom nDelius lets only some see; kept';

const selecting = (command: Command): Command =>
  command
    .option('--consumer <name>')
    .option('--key <key>', 'one ordering key')
    .option('--person <number>', 'CRN or prison number, in any case: every key of this person', collect)
    .option('--type <type>', 'event type, * for any characters')
    .option('--code <code>', 'error code')
    .option('--before <time>', `failed first before: ${TIMES}`, time);

export const dlqVerbs = (program: Command, runtime: Runtime): void => {
  const dlq = program.command('dlq').description('events that could not be handled, and what waits behind them');
  selecting(dlq.command('list').description('dead letters of every service, untouched'))
    .addOption(new Option('--state <state>').choices(['failed', 'waiting', 'discarded']))
    .option('--limit <n>', 'at most per service', whole)
    .option('--reason <text>', WHY)
    .action((selection: Selection, command: Command) => list(contextOf(command, runtime), own(selection)));
  dlq
    .command('show <id>')
    .description('one dead letter with its event')
    .option('--reason <text>', WHY)
    .action((id: string, { reason }: { reason?: string }, command: Command) =>
      show(contextOf(command, runtime), id, reason),
    );
  selecting(dlq.command('redrive').description('handle again, key by key, in order'))
    .option('--id <id>', 'one dead letter: the first of its key')
    .option('--all', 'everything of the consumer')
    .option('--rate <n>', 'events per second at most', whole)
    .option('--dry-run', 'only the plan')
    .requiredOption('--reason <text>', 'kept in the audit; name no person')
    .option('--yes', 'do it')
    .action((options: RedriveOptions, command: Command) => redrive(contextOf(command, runtime), options));
  dlq
    .command('discard <id>')
    .description('give one event up')
    .requiredOption('--reason <text>', 'kept in the audit; name no person')
    .option('--yes', 'do it')
    .action((id: string, change: { reason: string; yes?: boolean }, command: Command) =>
      discard(contextOf(command, runtime), id, change),
    );
};
