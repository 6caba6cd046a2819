import type { Request } from 'express';
import { type Session, type SessionData, Store } from 'express-session';
import type { Pool } from 'pg';
import { clock } from '@throughcare/base/clock';
import { logger } from '@throughcare/platform/logging';
import { type Sealer, sealer } from './sealer';
import { type Held, mergedSession } from './session-merge.rules';

interface Row {
  /** Sealed anew at each change, so it also tells one version of the row from another. */
  readonly sealed: string;
  readonly data: Held;
}

interface Known {
  /** The session as this request saw it, or stored it last. */
  readonly seen: Held;
  readonly row: Row;
}

type Done = (error?: unknown) => void;
type Got = (error: unknown, data?: SessionData | null) => void;

const PRUNED_EVERY_MS = 60_000;
const log = logger('sessions');
const asJson = (session: SessionData): Held => JSON.parse(JSON.stringify(session)) as Held;
const endOf = ({ cookie: { expires } }: SessionData): Date => new Date(expires ?? clock.now());

/**
 * Sessions in PostgreSQL. Rows hold tokens and whatever else a session has only sealed: whoever reads the table, or a backup of it, can
 * use none of them. Requests of one session run side by side: each stores what it changed and leaves the rest as others stored it, and
 * none brings back a session that has ended.
 */
export class SessionStore extends Store {
  private readonly sealer: Sealer;
  private readonly read = new WeakMap<SessionData, Row>();
  private readonly known = new WeakMap<SessionData, Known>();
  private readonly pruning: NodeJS.Timeout;

  constructor(
    private readonly pool: Pool,
    secret: string,
  ) {
    super();
    this.sealer = sealer(secret);
    this.pruning = setInterval(() => void this.prune(), PRUNED_EVERY_MS).unref();
  }

  close(): void {
    clearInterval(this.pruning);
  }

  override get(sid: string, done: Got): void {
    this.rowOf(sid).then(
      (row) => {
        if (!row) return done(null, null);
        const data = structuredClone(row.data) as unknown as SessionData;
        this.read.set(data, row);
        done(null, data);
      },
      (error: unknown) => done(error),
    );
  }

  override createSession(request: Request, data: SessionData): Session & SessionData {
    const row = this.read.get(data);
    const session = super.createSession(request, data);
    if (row) this.known.set(session, { seen: row.data, row });
    return session;
  }

  override set(sid: string, session: SessionData, done?: Done): void {
    this.store(sid, session).then(
      () => done?.(),
      (error: unknown) => done?.(error),
    );
  }

  override touch(sid: string, session: SessionData, done?: Done): void {
    this.pool.query('update web_session set expire = $2 where sid = $1', [sid, endOf(session)]).then(
      () => done?.(),
      (error: unknown) => done?.(error),
    );
  }

  override destroy(sid: string, done?: Done): void {
    this.pool.query('delete from web_session where sid = $1', [sid]).then(
      () => done?.(),
      (error: unknown) => done?.(error),
    );
  }

  private async store(sid: string, session: SessionData): Promise<void> {
    const mine = asJson(session);
    const known = this.known.get(session);
    if (!known) {
      const row = this.sealedRow(mine);
      const values = [sid, this.columnOf(session, row), endOf(session)];
      await this.pool.query('insert into web_session (sid, sess, expire) values ($1, $2, $3)', values);
      this.known.set(session, { seen: mine, row });
      return;
    }
    for (let before: Row | undefined = known.row; before; before = await this.rowOf(sid)) {
      const row = this.sealedRow(mergedSession(known.seen, mine, before.data));
      const { rowCount } = await this.pool.query(
        "update web_session set sess = $2, expire = $3 where sid = $1 and sess ->> 'sealed' = $4",
        [sid, this.columnOf(session, row), endOf(session), before.sealed],
      );
      if (rowCount) return void this.known.set(session, { seen: mine, row });
    }
    log.info('a session ended while one of its requests was answered; it stays ended');
  }

  private async rowOf(sid: string): Promise<Row | undefined> {
    const { rows } = await this.pool.query<{ sealed: string | null }>(
      "select sess ->> 'sealed' as sealed from web_session where sid = $1 and expire >= $2",
      [sid, clock.now()],
    );
    const sealed = rows[0]?.sealed ?? '';
    const text = this.sealer.open(sealed);
    return text === undefined ? undefined : { sealed, data: JSON.parse(text) as Held };
  }

  private sealedRow(data: Held): Row {
    return { sealed: this.sealer.seal(JSON.stringify(data)), data };
  }

  /** The cookie's description stays readable, for a release that takes the row's end from it. */
  private columnOf({ cookie }: SessionData, { sealed }: Row): string {
    return JSON.stringify({ cookie, sealed });
  }

  /** Expired sessions go with everything that was kept for them; so does what was kept for a shorter time. */
  private async prune(): Promise<void> {
    try {
      const now = [clock.now()];
      await this.pool.query('delete from web_session where expire < $1', now);
      await this.pool.query('delete from web_kept where expire < $1', now);
    } catch (err) {
      log.warn({ err }, 'sessions could not be tidied');
    }
  }
}
