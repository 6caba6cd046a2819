import { Injectable } from '@nestjs/common';
import { notFound } from '@throughcare/base/errors';
import { Reaches } from '@throughcare/platform/access';
import type { StaffMember } from '@throughcare/platform/staff';
import { DataSource } from 'typeorm';
import { Premises } from './premises.entity';

/** Finds the property in the address of a request. */
@Injectable()
export class PremisesFinder {
  constructor(
    private readonly reaches: Reaches,
    private readonly db: DataSource,
  ) {}

  /** Unknown: not found. Of a region that is not within reach: forbidden. */
  async find(me: StaffMember, premisesId: string): Promise<Premises> {
    const premises = await this.db.manager.findOneBy(Premises, { id: premisesId });
    if (!premises) throw notFound('PREMISES_NOT_FOUND');
    this.reaches.region(me, premises.probationRegionId);
    return premises;
  }
}
