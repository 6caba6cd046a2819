import type { DataSource } from 'typeorm';
import type { GatewayConfig } from '../config';
import { PROVEN } from './evidence.rules';

/** How long a move keeps those behind it: while nobody has read it, and after it was read last. */
export interface Hold {
  readonly unreadSeconds: number;
  readonly readSeconds: number;
}

type Settings = Pick<GatewayConfig, 'SYNC_MOVE_HOLD_SECONDS' | 'SYNC_ADDRESS_SECONDS' | 'SYNC_ORDER_HOLD_SECONDS'>;

/** Where address events do not reach us, nothing is confirmed: then a moment after the read has to do. */
export const holdOf = (config: Settings): Hold =>
  config.SYNC_MOVE_HOLD_SECONDS === 0
    ? { unreadSeconds: 0, readSeconds: 0 }
    : {
        unreadSeconds: config.SYNC_MOVE_HOLD_SECONDS,
        readSeconds: config.SYNC_ADDRESS_SECONDS || config.SYNC_ORDER_HOLD_SECONDS,
      };

const MOVES = PROVEN.map((name) => `'${name}'`).join(', ');
const within = (seconds: string) => `clock_timestamp() - make_interval(secs => ${seconds}::float8)`;

/** Of two types that go out side by side a consumer reads one: it has both then. */
const OTHER_TYPE_TAKEN = `exists (select from sync_operation t
  where t.taken_at is not null and t.target = b.target and (t.event_id = b.beside or t.beside = b.event_id))`;

/**
 * What keeps a message about a stay back: a move of the same person before it that was sent and may still be used. nDelius that uses a
 * departure before its arrival ends no address, and the arrival then opens one that nobody ends; an arrival before the departure that
 * should precede it loses its address to that one. What nDelius has read it need not have used, so only its own word about the
 * address, or time, shows that it has. Contacts stand for themselves and wait for no move. The arguments name a row and two numbers.
 */
export const heldBehind = (o: string, unread: string, read: string): string => `select b.id from sync_operation b
  where ${o}.operation like 'person.%' and b.operation in (${MOVES})
    and b.person = ${o}.person and b.target = ${o}.target and b.seq < ${o}.seq and b.event_id is distinct from ${o}.beside
    and (b.state = 'published' and b.published_at > ${within(unread)} and not ${OTHER_TYPE_TAKEN}
      or b.state in ('read', 'read-again') and greatest(b.taken_at, b.last_read_at) > ${within(read)})
  order by b.seq limit 1`;

/** Which of these operations wait, each with the move that it waits for. */
export const holdersOf = async (
  db: DataSource,
  ids: readonly string[],
  { unreadSeconds, readSeconds }: Hold,
): Promise<ReadonlyMap<string, string>> => {
  if (ids.length === 0) return new Map();
  const rows = await db.query<{ id: string; heldBy: string }[]>(
    `select o.id, h.id as "heldBy" from sync_operation o
       cross join lateral (${heldBehind('o', '$2', '$3')}) h
     where o.id = any($1::uuid[]) and o.state = 'ready' order by o.seq`,
    [ids, unreadSeconds, readSeconds],
  );
  return new Map(rows.map(({ id, heldBy }) => [id, heldBy]));
};
