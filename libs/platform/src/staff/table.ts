import type { EntityManager } from 'typeorm';
import type { StaffMember, StaffRole } from './member';

/** SQL of the table `staff`, for a migration of the service. `version` is the event's; 0 came from the gateway's answer. */
export const staffTable = `
create table staff (
  user_id uuid primary key,
  username text not null unique check (username = upper(username)),
  name text not null,
  staff_code text,
  region_id uuid,
  region_code text,
  pdu_id uuid,
  roles text[] not null,
  is_active boolean not null,
  version int not null
)`;

/** A row of the table: a member may have no region yet, or have left. */
export interface StaffRow extends Omit<StaffMember, 'regionId'> {
  readonly regionId?: string;
  readonly isActive: boolean;
}

type Query = Pick<EntityManager, 'query'>;

interface RawRow {
  readonly user_id: string;
  readonly username: string;
  readonly name: string;
  readonly staff_code: string | null;
  readonly region_id: string | null;
  readonly region_code: string | null;
  readonly pdu_id: string | null;
  readonly roles: StaffRole[];
  readonly is_active: boolean;
}

const rowOf = (raw: RawRow): StaffRow => ({
  userId: raw.user_id,
  username: raw.username,
  name: raw.name,
  ...(raw.staff_code !== null && { staffCode: raw.staff_code }),
  ...(raw.region_id !== null && { regionId: raw.region_id }),
  ...(raw.region_code !== null && { regionCode: raw.region_code }),
  ...(raw.pdu_id !== null && { pduId: raw.pdu_id }),
  roles: raw.roles,
  isActive: raw.is_active,
});

export const findByUsername = async (db: Query, username: string): Promise<StaffRow | undefined> => {
  const [row] = await db.query<RawRow[]>('select * from staff where username = $1', [username.toUpperCase()]);
  return row && rowOf(row);
};

export const findByIds = async (db: Query, userIds: readonly string[]): Promise<StaffRow[]> => {
  const rows = await db.query<RawRow[]>('select * from staff where user_id = any($1::uuid[])', [userIds]);
  return rows.map(rowOf);
};

/**
 * Writes a row unless what is there is as new. A username that has passed to someone else leaves its former owner
 * under a name that nobody can sign in with, so that who did what stays known.
 */
export const saveStaff = async (db: Query, row: StaffRow, version: number): Promise<void> => {
  const username = row.username.toUpperCase();
  await db.query(
    `update staff set username = upper(user_id::text), is_active = false
     where username = $1 and user_id <> $2`,
    [username, row.userId],
  );
  await db.query(
    `insert into staff (user_id, username, name, staff_code, region_id, region_code, pdu_id, roles, is_active, version)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (user_id) do update set
       username = excluded.username, name = excluded.name, staff_code = excluded.staff_code, region_id = excluded.region_id,
       region_code = excluded.region_code, pdu_id = excluded.pdu_id, roles = excluded.roles, is_active = excluded.is_active,
       version = excluded.version
     where staff.version < excluded.version`,
    [
      row.userId,
      username,
      row.name,
      row.staffCode ?? null,
      row.regionId ?? null,
      row.regionCode ?? null,
      row.pduId ?? null,
      row.roles,
      row.isActive,
      version,
    ],
  );
};
