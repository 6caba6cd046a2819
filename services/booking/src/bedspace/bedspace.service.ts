import { Injectable } from '@nestjs/common';
import { newId } from '@throughcare/events/ids';
import { changeAggregate, createAggregate } from '@throughcare/messaging/aggregate';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { londonDate } from '@throughcare/base/calendar';
import { clock } from '@throughcare/base/clock';
import { notFound } from '@throughcare/base/errors';
import type { StaffMember } from '@throughcare/platform/staff';
import { DataSource, type EntityManager } from 'typeorm';
import { staffBlock } from '../staff-block';
import { refuseDuplicate } from '../duplicate';
import { clickOf, recordAction, type Click } from '../estate/click';
import { earlierOf, earlierPeriods } from '../estate/earlier-periods';
import { editedOf } from '../estate/estate-action';
import { lockPremises } from '../premises/lock-premises';
import type { Premises } from '../premises/premises.entity';
import { PremisesFinder } from '../premises/premises.finder';
import { bedspaces } from './bedspace.aggregate';
import { keepOpen } from './keep-open';
import { Bedspace } from './bedspace.entity';
import { availabilityChanged, bedspaceUpdated } from './bedspace-event.rules';
import { toBedspace, toBedspaces } from './bedspace.reply';
import { describeBedspace, newBedspace, type BedspaceRequest } from './bedspace.rules';

const REFERENCE_TAKEN = {
  constraints: ['bedspace_reference_per_premises', 'bedspace_reference_key_per_premises'],
  property: '$.reference',
  errorType: 'bedspaceReferenceExists',
};

@Injectable()
export class BedspaceService {
  constructor(
    private readonly premises: PremisesFinder,
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
  ) {}

  async create(me: StaffMember, premisesId: string, request: BedspaceRequest & { startDate: string }) {
    await this.premises.find(me, premisesId);
    const now = clock.now();
    const click = clickOf(me, now);
    const row = await refuseDuplicate(REFERENCE_TAKEN, () =>
      this.work.run(async (tx) => {
        const premises = await lockPremises(tx, premisesId);
        await keepOpen(this.work, tx, premises, click);
        return this.add(tx, premises, newBedspace(request, premises, londonDate(now)), click);
      }),
    );
    return toBedspace(row, [], londonDate(now));
  }

  private add(
    tx: EntityManager,
    premises: Premises,
    described: ReturnType<typeof newBedspace>,
    click: Click,
  ): Promise<Bedspace> {
    const { now, transactionId } = click;
    const place = { premisesId: premises.id, bedspaceId: newId() };
    const bedspace = {
      ...described,
      id: place.bedspaceId,
      premisesId: premises.id,
      createdAt: now,
      updatedAt: now,
      endsWithPremises: false,
      ownEndDate: null,
      reportedStatus: 'online' as const,
    };
    const recorded = { now, by: staffBlock(click.me) };
    const action = { kind: 'bedspace-created', details: { startDate: bedspace.startDate } } as const;
    return createAggregate(this.work, bedspaces, bedspace, {
      events: [
        bedspaceUpdated(bedspace, recorded),
        availabilityChanged(bedspace, [], { ...recorded, cause: 'created', transactionId }),
      ],
      also: () => recordAction(tx, click, place, action),
    });
  }

  /** What is there already changes nothing. */
  async update(me: StaffMember, premisesId: string, bedspaceId: string, request: BedspaceRequest) {
    await this.premises.find(me, premisesId);
    const click = clickOf(me, clock.now());
    const recorded = { now: click.now, by: staffBlock(me) };
    const row = await refuseDuplicate(REFERENCE_TAKEN, () =>
      changeAggregate(this.work, bedspaces, { id: bedspaceId, premisesId }, (bedspace, tx) => {
        const described = describeBedspace(request, bedspace);
        const details = editedOf(bedspace, described);
        if (Object.keys(details).length === 0) return undefined;
        return {
          changes: { ...described, updatedAt: click.now },
          events: [bedspaceUpdated({ ...bedspace, ...described }, recorded)],
          also: () => recordAction(tx, click, { premisesId, bedspaceId }, { kind: 'bedspace-edited', details }),
        };
      }),
    );
    return this.shown(row);
  }

  async get(me: StaffMember, premisesId: string, bedspaceId: string) {
    await this.premises.find(me, premisesId);
    const bedspace = await this.db.manager.findOneBy(Bedspace, { id: bedspaceId, premisesId });
    if (!bedspace) throw notFound('BEDSPACE_NOT_FOUND');
    return this.shown(bedspace);
  }

  async list(me: StaffMember, premisesId: string) {
    await this.premises.find(me, premisesId);
    const bedspaces = await this.db.manager.find(Bedspace, { where: { premisesId }, order: { reference: 'ASC' } });
    const earlier = Map.groupBy(await earlierPeriods(this.db.manager, premisesId), ({ bedspaceId }) => bedspaceId);
    return toBedspaces(bedspaces, (id) => earlier.get(id) ?? [], londonDate(clock.now()));
  }

  private async shown(bedspace: Bedspace) {
    return toBedspace(bedspace, await earlierOf(this.db.manager, bedspace.id), londonDate(clock.now()));
  }
}
