import { Injectable } from '@nestjs/common';
import { newId } from '@throughcare/events/ids';
import { UnitOfWork } from '@throughcare/messaging/publish/unit-of-work';
import type { Principal } from '@throughcare/platform/auth';
import { londonDate } from '@throughcare/base/calendar';
import { clock } from '@throughcare/base/clock';
import { notFound } from '@throughcare/base/errors';
import { isFoundIn } from '@throughcare/base/folding';
import { requireRegion } from '@throughcare/platform/staff';
import { DataSource, In } from 'typeorm';
import { Access } from '../access';
import { Bedspace } from '../bedspace/bedspace.entity';
import { refuseDuplicate } from '../duplicate';
import { deliveryUnitOf } from '../reference-data/reference-data';
import { Premises } from './premises.entity';
import { toBedspaceTotals, toPremises, toSearchResults } from './premises.reply';
import type { PremisesBody } from './premises.dto';
import { describePremises, premisesStatus, type PremisesStatus } from './premises.rules';
import { correctStays, countStays, firstBedspaceDate, requireNewAddress, sameAddress } from './premises-facts';
import { requireTag, tagOf } from './premises-tag';
import { isAnotherAddress } from './address-correction.rules';
import { staffBlock } from '../booking/booking-facts';

const REFERENCE_TAKEN = {
  constraints: ['premises_reference_per_pdu', 'premises_reference_key_per_pdu'],
  property: '$.reference',
  errorType: 'notUnique',
};

@Injectable()
export class PremisesService {
  constructor(
    private readonly access: Access,
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
  ) {}

  async create(principal: Principal, request: PremisesBody) {
    const member = await this.access.assessor(principal);
    const now = clock.now();
    const described = describePremises(request, londonDate(now));
    requireRegion(member, described.probationRegionId);
    const premises = { ...described, endDate: null, createdAt: now, updatedAt: now };
    const row = await refuseDuplicate(REFERENCE_TAKEN, () =>
      this.work.run(async (tx) => {
        const id = newId();
        if (request.sameAddressIsMeant === false) requireNewAddress(await sameAddress(tx, { id, ...premises }));
        return tx.save(Premises, { id, ...premises });
      }),
    );
    return this.reply(row);
  }

  /**
   * Region follows from the delivery unit; moving a property needs access to both regions. Another address is told for everyone who stays
   * there, unless the caller says not to.
   */
  async update(principal: Principal, premisesId: string, request: PremisesBody, ifMatch?: string) {
    const member = await this.access.assessor(principal);
    await this.access.premises(this.db.manager, member, premisesId);
    const unit = deliveryUnitOf(request.probationDeliveryUnitId);
    const probationRegionId = unit?.probationRegionId ?? request.probationRegionId;
    const row = await refuseDuplicate(REFERENCE_TAKEN, () =>
      this.work.run(async (tx) => {
        const premises = await tx.findOne(Premises, { where: { id: premisesId }, lock: { mode: 'pessimistic_write' } });
        if (!premises) throw notFound('PREMISES_NOT_FOUND');
        requireRegion(member, premises.probationRegionId);
        requireTag(premises, ifMatch);
        const now = clock.now();
        const known = { ...premises, firstBedspaceDate: await firstBedspaceDate(tx, premisesId) };
        const changes = describePremises({ ...request, probationRegionId }, londonDate(now), known);
        requireRegion(member, changes.probationRegionId);
        const changed = { ...premises, ...changes, updatedAt: now };
        if (request.sameAddressIsMeant === false) requireNewAddress(await sameAddress(tx, changed));
        if (isAnotherAddress(premises, changed) && request.correctStays !== false)
          await correctStays(this.work, changed, { now, by: staffBlock(member) });
        return tx.save(Premises, changed);
      }),
    );
    return this.reply(row);
  }

  async get(principal: Principal, premisesId: string) {
    const member = await this.access.assessor(principal);
    return this.reply(await this.access.premises(this.db.manager, member, premisesId));
  }

  async bedspaceTotals(principal: Principal, premisesId: string) {
    const member = await this.access.assessor(principal);
    const premises = await this.access.premises(this.db.manager, member, premisesId);
    return toBedspaceTotals(premises, await this.bedspacesOf([premises.id]), londonDate(clock.now()));
  }

  /** Properties of the caller's own region, by id. */
  async search(principal: Principal, status: PremisesStatus, text: string) {
    const member = await this.access.assessor(principal);
    const today = londonDate(clock.now());
    const rows = await this.db.manager.find(Premises, {
      where: { probationRegionId: member.regionId },
      order: { id: 'ASC' },
    });
    const found = rows.filter((row) => premisesStatus(row, today) === status && matches(row, text));
    const bedspaces = await this.bedspacesOf(found.map(({ id }) => id));
    const byPremises = Map.groupBy(bedspaces, (bedspace) => bedspace.premisesId);
    return toSearchResults(found, (id) => byPremises.get(id) ?? [], today);
  }

  /** What clients are shown, and the tag of it. */
  private async reply(premises: Premises) {
    const tx = this.db.manager;
    const [bedspaces, stays, alike] = await Promise.all([
      this.bedspacesOf([premises.id]),
      countStays(tx, premises.id),
      sameAddress(tx, premises),
    ]);
    const body = toPremises(premises, bedspaces, { today: londonDate(clock.now()), stays, alike });
    return { body, tag: tagOf(premises) };
  }

  private async bedspacesOf(premisesIds: readonly string[]): Promise<Bedspace[]> {
    return this.db.manager.find(Bedspace, { where: { premisesId: In([...premisesIds]) }, order: { reference: 'ASC' } });
  }
}

/** Words of its address, or of its reference. */
const matches = (row: Premises, text: string): boolean => {
  if (text.trim() === '') return true;
  const address = [row.addressLine1, row.addressLine2, row.town, row.postcode].filter(Boolean).join(' ');
  return [address, row.reference].some((part) => isFoundIn(part, text));
};
