import { type Command, Option } from 'commander';
import type { Context, Runtime } from '../context';
import { confirmed, contextOf, given, own, whole } from '../context';
import { endWith, EXIT, usage } from '../exit';
import { age, table } from '../output';
import { personOf } from '../selection';

interface Operation {
  readonly operationId: string;
  readonly bookingId: string | null;
  readonly person: string;
  readonly operation: string;
  readonly state: string;
  readonly reason: string | null;
  readonly fetches: number;
  readonly recordedAt: string;
  readonly advice: string | null;
  /** Of what is held: the operation that it waits for. */
  readonly heldBy?: string | null;
}
interface Shown extends Operation {
  readonly history: readonly {
    readonly at: string;
    readonly what: string;
    readonly by?: string;
    readonly reason?: string;
  }[];
}
interface Resent {
  readonly found: number;
  readonly resent: readonly string[];
  readonly refused: readonly { readonly operationId: string; readonly code: string }[];
}
interface Selection {
  state?: string;
  operation?: string;
  booking?: string;
  key?: string;
  open?: boolean;
  limit?: number;
  reason?: string;
}
interface Change {
  readonly reason: string;
  readonly yes?: boolean;
}
type Resend = Change & Pick<Selection, 'state' | 'operation' | 'booking'> & { readonly id?: readonly string[] };

const OPEN = ['unconfirmed', 'parked', 'read-again', 'no-address', 'untaken'];
const STATES = ['ready', 'held', 'claimed', 'published', 'read', 'confirmed', 'dry-run', ...OPEN];
const OPERATIONS = [
  'referral.submitted',
  'booking.provisionally-made',
  'booking.confirmed',
  'booking.cancelled',
  'booking.cancelled.updated',
  'person.arrived',
  'person.arrived.updated',
  'person.departed',
  'person.departed.updated',
];

const gateway = ({ api }: Context) => api.service('integration-gateway');
const seconds = (at: string) => (Date.now() - Date.parse(at)) / 1000;
const why = ({ state, reason }: Operation) => [state, reason].filter(Boolean).join(' ');
const whatToDo = ({ advice, heldBy }: Operation) => advice ?? (heldBy ? `waits for ${heldBy}` : null);
const endWhenOpen = (rows: readonly Operation[]): void => {
  if (rows.some(({ advice }) => advice !== null)) endWith(EXIT.findings);
};

const list = async (context: Context, { booking, key, ...rest }: Selection): Promise<void> => {
  const body = given({ ...rest, bookingId: booking, person: key === undefined ? undefined : personOf(key) });
  const rows = await context.api.post<Operation[]>(gateway(context), '/ops/sync/operations/search', body);
  context.out.result(rows, () =>
    table(
      ['id', 'key', 'operation', 'state', 'reads', 'age', 'what to do'],
      rows.map((r) => [
        r.operationId,
        r.person,
        r.operation,
        why(r),
        r.fetches,
        age(seconds(r.recordedAt)),
        whatToDo(r),
      ]),
      rest.open ? 'Nothing needs attention.' : 'Nothing.',
    ),
  );
  endWhenOpen(rows);
};

const show = async (context: Context, id: string): Promise<void> => {
  const shown = await context.api.get<Shown>(gateway(context), `/ops/sync/operations/${encodeURIComponent(id)}`);
  const { history, ...facts } = shown;
  context.out.result(shown, () =>
    [
      ...Object.entries(facts).map(
        ([name, value]) => `${name.padEnd(14)}${Array.isArray(value) ? value.join(', ') : (value ?? '-')}`,
      ),
      '',
      table(
        ['at', 'what', 'by', 'reason'],
        history.map((entry) => [entry.at, entry.what, entry.by, entry.reason]),
      ),
    ].join('\n'),
  );
  endWhenOpen([shown]);
};

const resolve = async (context: Context, id: string, change: Change): Promise<void> => {
  const path = `/ops/sync/operations/${encodeURIComponent(id)}`;
  const before = await context.api.get<Shown>(gateway(context), path);
  const words = `${before.operation} (${why(before)}) would count as taken by nDelius, and not be sent again.`;
  if (!confirmed(context, change, before, words)) return;
  const after = await context.api.post<Shown>(gateway(context), `${path}/resolve`, { reason: change.reason });
  context.out.result(after, () => 'Resolved.');
};

const refusalWords: Readonly<Record<string, string>> = {
  DEPARTURE_SENT: 'its departure was sent; send everything of its booking with --booking',
  LATER_STAY_SENT: 'nDelius already has a later stay of this person; enter it by hand and resolve it',
  OPERATION_TAKEN: 'nDelius took it; have what is there twice removed, and resolve it',
  OPERATION_NOT_OPEN: 'there is nothing to decide about it',
};

const refusals = ({ refused }: Resent): string[] =>
  refused.map(({ operationId, code }) =>
    [`not ${operationId}: ${code}`, refusalWords[code]].filter(Boolean).join(', '),
  );

const resend = async (
  context: Context,
  { id, state, operation, booking, reason, yes = false }: Resend,
): Promise<void> => {
  if (id === undefined && state === undefined && booking === undefined) throw usage('Say an id, --state or --booking');
  const body = { ...given({ ids: id, state, operation, bookingId: booking }), reason };
  const send = (dryRun: boolean) => context.api.post<Resent>(gateway(context), '/ops/sync/resend', { ...body, dryRun });
  const plan = await send(true);
  const words = [
    `${plan.resent.length} of ${plan.found} would be sent to nDelius again, in order.`,
    ...refusals(plan),
  ].join('\n');
  if (!confirmed(context, { yes }, plan, words)) return;
  const done = await send(false);
  if (done.refused.length > 0) endWith(EXIT.findings);
  context.out.result(done, () => [`${done.resent.length} are sent again.`, ...refusals(done)].join('\n'));
};

const changing = (command: Command): Command =>
  command.requiredOption('--reason <text>', 'kept in the audit; name no person').option('--yes', 'do it');

const narrowing = (command: Command, states: readonly string[]): Command =>
  command
    .addOption(new Option('--state <state>').choices(states))
    .addOption(new Option('--operation <name>', 'e.g. person.arrived').choices(OPERATIONS))
    .option('--booking <id>', 'everything of one booking');

export const syncVerbs = (program: Command, runtime: Runtime): void => {
  const sync = program.command('sync').description('what was sent to other systems, and what they made of it');
  narrowing(sync.command('list').description('the ledger; exit code 7 when something listed needs attention'), STATES)
    .option('--key <key>', 'one person: CRN, or prison number while there is none')
    .option('--open', 'only what needs attention, oldest first')
    .option('--limit <n>', 'at most', whole)
    .option('--reason <text>', 'why you look at a person whom nDelius lets only some see; kept')
    .action((selection: Selection, command: Command) => list(contextOf(command, runtime), own(selection)));
  sync
    .command('show <id>')
    .description('one operation, what became of it, and what is to be done')
    .action((id: string, _options: object, command: Command) => show(contextOf(command, runtime), id));
  changing(sync.command('resolve <id>').description('say that nDelius has it, or that it was entered by hand')).action(
    (id: string, change: Change, command: Command) => resolve(contextOf(command, runtime), id, change),
  );
  changing(
    narrowing(sync.command('resend [id...]').description('send again what never came: these, or all that match'), OPEN),
  ).action((ids: string[], options: Resend, command: Command) =>
    resend(contextOf(command, runtime), { ...options, ...(ids.length > 0 && { id: ids }) }),
  );
};
