import { Injectable } from '@nestjs/common';
import { clock } from '@throughcare/base/clock';
import { changeAggregate } from '@throughcare/messaging/aggregate';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import type { Principal } from '@throughcare/platform/auth';
import { StaffDirectory, type StaffMember } from '@throughcare/platform/staff';
import { lists } from '@throughcare/reference/lists';
import { DataSource, In, type EntityManager } from 'typeorm';
import { applications } from '../application/application.aggregate';
import type { Application } from '../application/application.entity';
import { ApplicationService } from '../application/application.service';
import { HistoryEntry } from '../history/history-entry.entity';
import { ReferralBooking } from '../history/referral-booking.entity';
import { requireRevision } from '../saving/revision.rules';
import { amend } from './amendment.rules';
import { Amendment } from './amendment.entity';
import type { NewWithdrawal } from './changes.dto';
import { withdraw } from './withdrawal.rules';

const reasonOf = (id: string) => lists.find('referral-rejection-reasons', id);

/** What happens to a referral after it was submitted. */
@Injectable()
export class ChangesService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly db: DataSource,
    private readonly applications: ApplicationService,
    private readonly staff: StaffDirectory,
  ) {}

  async withdraw(me: StaffMember, caller: Principal, id: string, body: NewWithdrawal): Promise<void> {
    await this.applications.own(me, caller, id);
    const withdrawal = { reasonId: body.reasonId, detail: body.detail ?? null, byUserId: me.userId };
    await changeAggregate(this.work, applications, { id }, async (application, tx) => {
      const where = { applicationId: id, status: In(['provisional', 'confirmed', 'arrived']) };
      const open = await tx.find(ReferralBooking, { where, order: { bookingId: 'ASC' } });
      const openBookings = open.map(({ bookingId }) => bookingId);
      return withdraw(application, withdrawal, { reasonOf, openBookings, now: clock.now() });
    });
  }

  async amend(
    ...[me, caller, id, { reason, data }, ifMatch]: [
      StaffMember,
      Principal,
      string,
      { reason: string; data: string },
      string | undefined,
    ]
  ) {
    const person = await this.applications.own(me, caller, id);
    const application = await changeAggregate(this.work, applications, { id }, (before) => {
      const now = clock.now();
      const decision = amend(before, { data, byUserId: me.userId }, now);
      requireRevision(before.revision, ifMatch);
      if (!decision) return undefined;
      const { changes, events, pages } = decision;
      const row = { number: changes.amendments, amendedAt: now, amendedBy: me.userId, reason, changed: pages };
      return { changes, events, also: (tx) => this.keep(tx, before, row) };
    });
    return { application, person };
  }

  /** Everything that became of it, newest first, for who may read it. */
  async history(me: StaffMember, caller: Principal, id: string) {
    const { application } = await this.applications.read(me, caller, id);
    const where = { applicationId: id };
    const [told, amendments] = await Promise.all([
      this.db.manager.find(HistoryEntry, { where, order: { at: 'DESC', eventId: 'DESC' } }),
      this.db.manager.find(Amendment, {
        select: { applicationId: true, number: true, amendedAt: true, amendedBy: true, reason: true, changed: true },
        where,
        order: { number: 'DESC' },
      }),
    ]);
    const staff = [application.createdByUserId, ...amendments.map(({ amendedBy }) => amendedBy)];
    return { application, told, amendments, names: await this.staff.findAll([...new Set(staff)]) };
  }

  private async keep(
    tx: EntityManager,
    { id, data, document, readableCopy }: Application,
    row: Omit<Amendment, 'applicationId' | 'data' | 'document' | 'readableCopy'>,
  ): Promise<void> {
    await tx.insert(Amendment, { ...row, applicationId: id, data: data ?? '{}', document, readableCopy });
  }
}
