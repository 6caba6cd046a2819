import { Injectable } from '@nestjs/common';
import { newId } from '@throughcare/events/ids';
import { changeIfFound, createAggregate } from '@throughcare/messaging/aggregate';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import type { Principal } from '@throughcare/platform/auth';
import { londonDate } from '@throughcare/base/calendar';
import { clock } from '@throughcare/base/clock';
import { AppError, forbidden, notFound } from '@throughcare/base/errors';
import { logger } from '@throughcare/platform/logging';
import type { Members, StaffMember } from '@throughcare/platform/staff';
import { MetricSources } from '@throughcare/platform/metrics';
import { DataSource, type EntityManager } from 'typeorm';
import { NdeliusClient } from '../ndelius/ndelius.client';
import { staffMembers } from './staff.aggregate';
import { StaffRecord } from './staff-member.entity';
import { staffSamples } from './staff-samples';
import type { Role, StaffFacts } from './staff.rules';
import { factsOf, hasChanged, memberOf, profileOf, profileWithoutRecord, rolesOf, staffEvent } from './staff.rules';

const log = logger('staff');

const namedLock = (tx: EntityManager, username: string) =>
  tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`staff:${username}`]);

/** The staff directory: made and refreshed from nDelius at sign-in, told to the other services when it changes. */
@Injectable()
export class StaffService implements Members {
  constructor(
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
    private readonly ndelius: NdeliusClient,
    metrics: MetricSources,
  ) {
    metrics.add(() => staffSamples(db));
  }

  /** The caller's profile. Refreshed unless only reading is asked for; while nDelius is down the last good record serves. */
  async profile(caller: Principal, readOnly: boolean) {
    const known = await this.find(caller.username);
    if (readOnly && known?.regionId) return profileOf(known);
    try {
      const record = await this.refresh(caller.username);
      return record ? profileOf(record) : profileWithoutRecord(caller.username);
    } catch (error) {
      if (known && error instanceof AppError && error.kind === 'unavailable') return profileOf(known);
      throw error;
    }
  }

  /** Gives a member of staff exactly these roles. */
  async setRoles(caller: Principal, name: string, roles: readonly Role[]): Promise<readonly Role[]> {
    const username = name.toUpperCase();
    if (!(await this.find(username)) && !(await this.refresh(username))) throw notFound('STAFF_NOT_FOUND');
    return this.work.run(async (tx) => {
      await namedLock(tx, username);
      await tx.query(
        `update role_grant set revoked_at = clock_timestamp()
         where username = $1 and revoked_at is null and role <> all($2)`,
        [username, roles],
      );
      await tx.query(
        `insert into role_grant (username, role, granted_by) select $1, role, $3 from unnest($2::text[]) role
         on conflict (username, role) do update
           set revoked_at = null, granted_by = excluded.granted_by, granted_at = clock_timestamp()
           where role_grant.revoked_at is not null`,
        [username, roles, caller.username],
      );
      return (await this.applyRoles(tx, username)) ?? rolesOf(roles);
    });
  }

  /** Grants from a file, adding only what nobody has ever granted or revoked: the same file again changes nothing. */
  async seed(grants: readonly { readonly username: string; readonly roles: readonly Role[] }[]): Promise<void> {
    for (const { username: name, roles } of grants) {
      const username = name.toUpperCase();
      await this.work.run(async (tx) => {
        await namedLock(tx, username);
        await tx.query(
          `insert into role_grant (username, role, granted_by) select $1, role, 'seed' from unnest($2::text[]) role
           on conflict do nothing`,
          [username, roles],
        );
        await this.applyRoles(tx, username);
      });
    }
  }

  /** Asks nDelius and keeps what it says; undefined when it has no staff record (any more: then nobody works under it). */
  private async refresh(username: string): Promise<StaffRecord | undefined> {
    const detail = await this.ndelius.staff(username);
    if (!detail) return this.leave(username);
    const facts = factsOf(detail, londonDate(clock.now()));
    if (facts.regionId === null)
      log.warn({ area: facts.regionCode }, 'region not supported: this nDelius area leads to none');
    return this.work.run(async (tx) => {
      await namedLock(tx, username);
      const roles = await this.grantedRoles(tx, username);
      return this.keep(username, { ...facts, roles });
    });
  }

  private async leave(username: string): Promise<undefined> {
    if (!(await this.find(username))) return undefined;
    await this.work.run(async (tx) => {
      await namedLock(tx, username);
      await this.keep(username, { isActive: false, roles: await this.grantedRoles(tx, username) });
    });
    return undefined;
  }

  /** Under the lock of the name: one of two sign-ins makes the record, the other finds it. */
  private async keep(username: string, facts: Partial<StaffFacts> & { readonly roles: Role[] }): Promise<StaffRecord> {
    const changes = { ...facts, refreshedAt: clock.now() };
    const known = await changeIfFound(this.work, staffMembers, { username }, (before) => {
      const after = { ...before, ...changes };
      return { changes, events: hasChanged(before, after) ? [staffEvent(after)] : [] };
    });
    if (known) return known;
    const fresh = Object.assign(new StaffRecord(), { userId: newId(), username }, changes);
    return createAggregate(this.work, staffMembers, fresh, { events: [staffEvent(fresh)] });
  }

  private async applyRoles(tx: EntityManager, username: string): Promise<Role[] | undefined> {
    const roles = await this.grantedRoles(tx, username);
    if (!(await tx.existsBy(StaffRecord, { username }))) return undefined;
    await this.keep(username, { roles });
    return roles;
  }

  private async grantedRoles(tx: EntityManager, username: string): Promise<Role[]> {
    const rows: { role: string }[] = await tx.query(
      'select role from role_grant where username = $1 and revoked_at is null order by role',
      [username],
    );
    return rolesOf(rows.map(({ role }) => role));
  }

  private find(username: string): Promise<StaffRecord | null> {
    return this.db.manager.findOneBy(StaffRecord, { username });
  }

  /** Who is not known, or no longer active, has no role: they are refused as whoever lacks it. */
  async require(caller: Principal): Promise<StaffMember> {
    const record = await this.find(caller.username);
    if (!record?.isActive) throw forbidden('ROLE_REQUIRED');
    return memberOf(record);
  }
}
