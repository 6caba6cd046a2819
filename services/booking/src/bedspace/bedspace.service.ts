import { Injectable } from '@nestjs/common';
import { newId } from '@throughcare/events/ids';
import { UnitOfWork } from '@throughcare/messaging/publish/unit-of-work';
import type { Principal } from '@throughcare/platform/auth';
import { londonDate } from '@throughcare/base/calendar';
import { clock } from '@throughcare/base/clock';
import { notFound } from '@throughcare/base/errors';
import { DataSource } from 'typeorm';
import { Access } from '../access';
import { refuseDuplicate } from '../duplicate';
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
    private readonly access: Access,
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
  ) {}

  async create(principal: Principal, premisesId: string, request: BedspaceRequest & { startDate: string }) {
    const member = await this.access.assessor(principal);
    const premises = await this.access.premises(this.db.manager, member, premisesId);
    const now = clock.now();
    const described = newBedspace(request, premises, londonDate(now));
    const row = await refuseDuplicate(REFERENCE_TAKEN, () =>
      this.work.run((tx) =>
        tx.save(Bedspace, { id: newId(), premisesId, ...described, createdAt: now, updatedAt: now }),
      ),
    );
    return toBedspace(row, londonDate(now));
  }

  async update(principal: Principal, premisesId: string, bedspaceId: string, request: BedspaceRequest) {
    const member = await this.access.assessor(principal);
    await this.access.premises(this.db.manager, member, premisesId);
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

  async get(principal: Principal, premisesId: string, bedspaceId: string) {
    const member = await this.access.assessor(principal);
    await this.access.premises(this.db.manager, member, premisesId);
    const bedspace = await this.db.manager.findOneBy(Bedspace, { id: bedspaceId, premisesId });
    if (!bedspace) throw notFound('BEDSPACE_NOT_FOUND');
    return toBedspace(bedspace, londonDate(clock.now()));
  }

  async voids(principal: Principal, premisesId: string): Promise<never[]> {
    const member = await this.access.assessor(principal);
    await this.access.premises(this.db.manager, member, premisesId);
    return [];
  }

  async list(principal: Principal, premisesId: string) {
    const member = await this.access.assessor(principal);
    await this.access.premises(this.db.manager, member, premisesId);
    const bedspaces = await this.db.manager.find(Bedspace, { where: { premisesId }, order: { reference: 'ASC' } });
    return toBedspaces(bedspaces, londonDate(clock.now()));
  }
}
