import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { clock } from '@throughcare/base/clock';
import { notFound } from '@throughcare/base/errors';
import { type Sealer, sealer } from './sealer';

/** Of a kind and a session: the oldest goes first. */
const MOST = 20;
/** As long as a session can last. */
const LONGEST_MS = 12 * 60 * 60_000;

/** A value as it was read: it can be replaced while it is still this one. */
export interface Found<T> {
  readonly value: T;
  readonly sealed: string;
}

/**
 * What must not stand in an address (a person's key, a plan, what was typed) is kept for a session, sealed, and named in the address by
 * an id. It goes with the session at the latest. Each thing has a row, so that requests of one session do not overwrite each other's.
 */
export class Kept {
  constructor(
    private readonly pool: Pick<Pool, 'query'>,
    private readonly sealer: Sealer,
    private readonly sid: string,
  ) {}

  /** The answer is its name. */
  async keep(kind: string, value: unknown): Promise<string> {
    const id = randomUUID();
    if (!(await this.add(kind, id, value))) throw notFound('KEPT_IS_GONE');
    return id;
  }

  /** What was kept. Throws `KEPT_IS_GONE`: the session is another one, or many things were kept since. */
  async get<T>(kind: string, id: unknown): Promise<T> {
    return orGone(await this.find<T>(kind, id)).value;
  }

  /** Taken out: of two that take it one gets it. */
  async take<T>(kind: string, id: unknown): Promise<T> {
    const found = orGone(await this.find<T>(kind, id));
    const { rowCount } = await this.pool.query(
      'delete from web_kept where sid = $1 and kind = $2 and id = $3 and sealed = $4',
      [this.sid, kind, id, found.sealed],
    );
    if (!rowCount) throw notFound('KEPT_IS_GONE');
    return found.value;
  }

  async find<T>(kind: string, id: unknown): Promise<Found<T> | undefined> {
    if (typeof id !== 'string') return undefined;
    const { rows } = await this.pool.query<{ sealed: string }>(
      'select sealed from web_kept where sid = $1 and kind = $2 and id = $3 and expire >= $4',
      [this.sid, kind, id, clock.now()],
    );
    const sealed = rows[0]?.sealed ?? '';
    const text = this.sealer.open(sealed);
    return text === undefined ? undefined : { value: JSON.parse(text) as T, sealed };
  }

  /** Undefined where there is one of this name already, or the session has ended. */
  async add<T>(kind: string, id: string, value: T, lastsMs = LONGEST_MS): Promise<Found<T> | undefined> {
    const found = this.sealedOf(value);
    const { rowCount } = await this.pool.query(
      `insert into web_kept (sid, kind, id, sealed, kept_at, expire)
       select sid, $2, $3, $4, $5, $6 from web_session where sid = $1
       on conflict (sid, kind, id) do nothing`,
      [this.sid, kind, id, found.sealed, ...times(lastsMs)],
    );
    await this.forgetOldest(kind);
    return rowCount === 1 ? found : undefined;
  }

  /** Undefined where it is no longer as it was found. */
  async replace<T>(
    kind: string,
    id: string,
    { sealed }: Found<T>,
    value: T,
    lastsMs: number,
  ): Promise<Found<T> | undefined> {
    const found = this.sealedOf(value);
    const { rowCount } = await this.pool.query(
      `update web_kept set sealed = $4, kept_at = $5, expire = $6
       where sid = $1 and kind = $2 and id = $3 and sealed = $7`,
      [this.sid, kind, id, found.sealed, ...times(lastsMs), sealed],
    );
    return rowCount === 1 ? found : undefined;
  }

  private async forgetOldest(kind: string): Promise<void> {
    await this.pool.query(
      `delete from web_kept where sid = $1 and kind = $2 and id not in (
         select id from web_kept where sid = $1 and kind = $2 order by kept_at desc, id limit ${MOST})`,
      [this.sid, kind],
    );
  }

  private sealedOf<T>(value: T): Found<T> {
    return { value, sealed: this.sealer.seal(JSON.stringify(value)) };
  }
}

const times = (lastsMs: number): [Date, Date] => {
  const now = clock.now();
  return [now, new Date(now.getTime() + lastsMs)];
};

const orGone = <T>(found: Found<T> | undefined): Found<T> => {
  if (!found) throw notFound('KEPT_IS_GONE');
  return found;
};

/** By session. */
export const keptIn = (pool: Pool, secret: string): ((sid: string) => Kept) => {
  const sealing = sealer(secret);
  return (sid) => new Kept(pool, sealing, sid);
};
