import { Injectable } from '@nestjs/common';
import type { Principal } from '@throughcare/platform/auth';
import { notFound } from '@throughcare/base/errors';
import { StaffDirectory, requireRegion, requireRole, type StaffMember } from '@throughcare/platform/staff';
import type { EntityManager } from 'typeorm';
import { Premises } from './premises/premises.entity';

/** Who may do what with the estate: homelessness prevention staff, each in the own region. */
@Injectable()
export class Access {
  constructor(private readonly staff: StaffDirectory) {}

  async assessor(principal: Principal): Promise<StaffMember> {
    const member = await this.staff.require(principal);
    requireRole(member, 'CAS3_ASSESSOR');
    return member;
  }

  /** The premises in the address of the request. Unknown: not found; of another region: forbidden. */
  async premises(tx: EntityManager, member: StaffMember, premisesId: string): Promise<Premises> {
    const premises = await tx.findOneBy(Premises, { id: premisesId });
    if (!premises) throw notFound('PREMISES_NOT_FOUND');
    requireRegion(member, premises.probationRegionId);
    return premises;
  }
}
