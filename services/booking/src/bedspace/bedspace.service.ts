import { Injectable } from '@nestjs/common';
import { newId } from '@throughcare/events/ids';
import { UnitOfWork } from '@throughcare/messaging/publish/unit-of-work';
import { londonDate } from '@throughcare/base/calendar';
import { clock } from '@throughcare/base/clock';
import { notFound } from '@throughcare/base/errors';
import type { StaffMember } from '@throughcare/platform/staff';
import { DataSource } from 'typeorm';
import { refuseDuplicate } from '../duplicate';
import { PremisesFinder } from '../premises/premises.finder';
import { Bedspace } from './bedspace.entity';
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
    const premises = await this.premises.find(me, premisesId);
    const now = clock.now();
    const described = newBedspace(request, premises, londonDate(now));
    const row = await refuseDuplicate(REFERENCE_TAKEN, () =>
      this.work.run((tx) =>
        tx.save(Bedspace, { id: newId(), premisesId, ...described, createdAt: now, updatedAt: now }),
      ),
    );
    return toBedspace(row, londonDate(now));
  }

  async update(me: StaffMember, premisesId: string, bedspaceId: string, request: BedspaceRequest) {
    await this.premises.find(me, premisesId);
    const row = await refuseDuplicate(REFERENCE_TAKEN, () =>
      this.work.run(async (tx) => {
        const where = { id: bedspaceId, premisesId };
        const bedspace = await tx.findOne(Bedspace, { where, lock: { mode: 'pessimistic_write' } });
        if (!bedspace) throw notFound('BEDSPACE_NOT_FOUND');
        const changes = describeBedspace(request, bedspace);
        return tx.save(Bedspace, { ...bedspace, ...changes, updatedAt: clock.now() });
      }),
    );
    return toBedspace(row, londonDate(clock.now()));
  }

  async get(me: StaffMember, premisesId: string, bedspaceId: string) {
    await this.premises.find(me, premisesId);
    const bedspace = await this.db.manager.findOneBy(Bedspace, { id: bedspaceId, premisesId });
    if (!bedspace) throw notFound('BEDSPACE_NOT_FOUND');
    return toBedspace(bedspace, londonDate(clock.now()));
  }

  async voids(me: StaffMember, premisesId: string): Promise<never[]> {
    await this.premises.find(me, premisesId);
    return [];
  }

  async list(me: StaffMember, premisesId: string) {
    await this.premises.find(me, premisesId);
    const bedspaces = await this.db.manager.find(Bedspace, { where: { premisesId }, order: { reference: 'ASC' } });
    return toBedspaces(bedspaces, londonDate(clock.now()));
  }
}
