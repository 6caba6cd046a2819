import { Injectable } from '@nestjs/common';
import type { EstateStep, FormerStay } from '@throughcare/api/cas3/premises';
import { notFound } from '@throughcare/base/errors';
import { Reaches } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import { StaffDirectory, type StaffMember } from '@throughcare/platform/staff';
import { DataSource } from 'typeorm';
import { Bedspace } from '../bedspace/bedspace.entity';
import { EstateAction } from '../estate/estate-action.entity';
import { PremisesFinder } from '../premises/premises.finder';

type FormerRow = Omit<FormerStay, 'person' | 'now'> & {
  readonly crn: string;
  readonly nowPremisesId: string;
  readonly nowBedspaceId: string;
};

/** What became of a property, its bedspaces and those who slept there and moved on. */
@Injectable()
export class EstateHistoryService {
  constructor(
    private readonly premises: PremisesFinder,
    private readonly reaches: Reaches,
    private readonly staff: StaffDirectory,
    private readonly db: DataSource,
  ) {}

  /** Oldest first: everything, or of one bedspace with its voids. */
  async of(me: StaffMember, premisesId: string, bedspaceId?: string): Promise<EstateStep[]> {
    await this.premises.find(me, premisesId);
    const isThere =
      bedspaceId === undefined || (await this.db.manager.existsBy(Bedspace, { id: bedspaceId, premisesId }));
    if (!isThere) throw notFound('BEDSPACE_NOT_FOUND');
    const actions = await this.db.manager.find(EstateAction, {
      where: { premisesId, ...(bedspaceId !== undefined && { bedspaceId }) },
      order: { createdAt: 'ASC', id: 'ASC' },
    });
    const authors = await this.staff.findAll([...new Set(actions.map(({ createdByUserId }) => createdByUserId))]);
    return actions.map(({ id, kind, bedspaceId: at, transactionId, createdAt, createdByUserId: userId, details }) => {
      const author = authors.get(userId);
      const by = { userId, username: author?.username ?? null, name: author?.name ?? null };
      // Written as JSON and read as it is.
      const recorded = { ...details } as EstateStep['details'];
      return { id, kind, bedspaceId: at, transactionId, at: createdAt.toISOString(), by, details: recorded };
    });
  }

  /** Who moved away from a bedspace of the property during their stay, the last one first. */
  async formerStays(me: StaffMember, caller: Principal, premisesId: string): Promise<FormerStay[]> {
    await this.premises.find(me, premisesId);
    const rows = await this.db.query<FormerRow[]>(
      `select f.booking_id as "bookingId", b.crn, f.bedspace_id as "bedspaceId", s.reference as "bedspaceReference",
              f.from_day::text as "fromDay", f.to_day::text as "movedOn", f.effective_end_date::text as "heldUntil",
              b.premises_id as "nowPremisesId", b.bedspace_id as "nowBedspaceId"
         from former_bed f join booking b on b.id = f.booking_id join bedspace s on s.id = f.bedspace_id
        where f.premises_id = $1 and b.erased_at is null order by f.to_day desc, f.id`,
      [premisesId],
    );
    const shown = await this.reaches.people(caller, rows, ({ crn }) => crn);
    return shown.map(({ row: { crn: _, nowPremisesId, nowBedspaceId, ...stay }, person }) => ({
      ...stay,
      person,
      now: person.type === 'RestrictedPerson' ? null : { premisesId: nowPremisesId, bedspaceId: nowBedspaceId },
    }));
  }
}
