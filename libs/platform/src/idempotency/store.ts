import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { Question } from '../access/asked';

/** SQL of the table `idempotency_key`, for a migration of the service. Rows live for a day; of people in answers only the numbers are kept. */
export const idempotencyTable = `
create table idempotency_key (
  caller text not null,
  route text not null,
  key text not null,
  fingerprint text not null,
  owner uuid not null,
  claimed_at timestamptz not null default clock_timestamp(),
  status int,
  headers jsonb,
  body text,
  primary key (caller, route, key)
);
create index idempotency_key_claimed_at on idempotency_key (claimed_at)`;

/** SQL for a migration: what let the caller in, asked again before the answer is sent. Null where a release kept the answer that did not know it. */
export const idempotencyAsked = 'alter table idempotency_key add column asked jsonb';

export interface RequestKey {
  readonly caller: string;
  readonly route: string;
  readonly key: string;
  /** Of the address and the body: the same key for another request is a mistake. */
  readonly fingerprint: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly asked: readonly Question[];
}

export type Claim =
  | { readonly state: 'ours'; readonly owner: string }
  | { readonly state: 'other-request' | 'running' }
  | { readonly state: 'answered'; readonly answer: Answer };

interface Row {
  readonly fingerprint: string;
  readonly status: number | null;
  readonly headers: Record<string, string> | null;
  readonly body: string | null;
  readonly asked: Question[] | null;
}

const CLAIM = `
insert into idempotency_key as k (caller, route, key, fingerprint, owner) values ($1, $2, $3, $4, $5)
on conflict (caller, route, key) do update set
  fingerprint = excluded.fingerprint, owner = excluded.owner, claimed_at = clock_timestamp(), status = null, headers = null, body = null,
  asked = null
where k.claimed_at < clock_timestamp() - interval '24 hours'
   or (k.status is null and k.claimed_at < clock_timestamp() - interval '60 seconds')
returning owner`;

/** Takes the key for this request, or says what is known of it. An owner silent for a minute has died with its process. */
export const claim = async (db: DataSource, { caller, route, key, fingerprint }: RequestKey): Promise<Claim> => {
  const owner = randomUUID();
  const taken = await db.query<{ owner: string }[]>(CLAIM, [caller, route, key, fingerprint, owner]);
  if (taken.length > 0) return { state: 'ours', owner };
  const [row] = await db.query<Row[]>(
    'select fingerprint, status, headers, body, asked from idempotency_key where caller = $1 and route = $2 and key = $3',
    [caller, route, key],
  );
  if (!row) return { state: 'running' }; // given back between the two statements: the next look takes it
  if (row.fingerprint !== fingerprint) return { state: 'other-request' };
  if (row.status === null) return { state: 'running' };
  const { status, headers, body, asked } = row;
  return { state: 'answered', answer: { status, body, headers: headers ?? {}, asked: asked ?? [] } };
};

/** Keeps the answer for repeats. */
export const keep = async (db: DataSource, owner: string, { status, headers, body, asked }: Answer): Promise<void> => {
  await db.query('update idempotency_key set status = $2, headers = $3, body = $4, asked = $5 where owner = $1', [
    owner,
    status,
    JSON.stringify(headers),
    body,
    JSON.stringify(asked),
  ]);
};

/** Gives the key back: a refused or failed request may be tried again. */
export const release = async (db: DataSource, owner: string): Promise<void> => {
  await db.query('delete from idempotency_key where owner = $1', [owner]);
};

/** Deletes what nobody can ask for any more. */
export const purge = async (db: DataSource): Promise<void> => {
  await db.query("delete from idempotency_key where claimed_at < clock_timestamp() - interval '24 hours'");
};
