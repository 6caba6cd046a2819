import { Injectable } from '@nestjs/common';
import { newId } from '@throughcare/events/ids';
import { UnitOfWork } from '@throughcare/messaging/publish/unit-of-work';
import { Reaches } from '@throughcare/platform/access';
import { londonDate } from '@throughcare/base/calendar';
import { clock } from '@throughcare/base/clock';
import { notFound } from '@throughcare/base/errors';
import { isFoundIn } from '@throughcare/base/folding';
import type { StaffMember } from '@throughcare/platform/staff';
import { DataSource, In } from 'typeorm';
import { Bedspace } from '../bedspace/bedspace.entity';
import { refuseDuplicate } from '../duplicate';
import { deliveryUnitOf } from '../reference-data/reference-data';
import { Premises } from './premises.entity';
import { PremisesFinder } from './premises.finder';
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
    private readonly found: PremisesFinder,
    private readonly reaches: Reaches,
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
  ) {}

  async create(me: StaffMember, request: PremisesBody) {
    const now = clock.now();
    const described = describePremises(request, londonDate(now));
    this.reaches.region(me, described.probationRegionId);
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
  async update(me: StaffMember, premisesId: string, request: PremisesBody, ifMatch?: string) {
    await this.found.find(me, premisesId);
    const unit = deliveryUnitOf(request.probationDeliveryUnitId);
    const probationRegionId = unit?.probationRegionId ?? request.probationRegionId;
    const row = await refuseDuplicate(REFERENCE_TAKEN, () =>
      this.work.run(async (tx) => {
        const premises = await tx.findOne(Premises, { where: { id: premisesId }, lock: { mode: 'pessimistic_write' } });
        if (!premises) throw notFound('PREMISES_NOT_FOUND');
        this.reaches.region(me, premises.probationRegionId);
        requireTag(premises, ifMatch);
        const now = clock.now();
        const known = { ...premises, firstBedspaceDate: await firstBedspaceDate(tx, premisesId) };
        const changes = describePremises({ ...request, probationRegionId }, londonDate(now), known);
        this.reaches.region(me, changes.probationRegionId);
        const changed = { ...premises, ...changes, updatedAt: now };
        if (request.sameAddressIsMeant === false) requireNewAddress(await sameAddress(tx, changed));
        if (isAnotherAddress(premises, changed) && request.correctStays !== false)
          await correctStays(this.work, changed, { now, by: staffBlock(me) });
        return tx.save(Premises, changed);
      }),
    );
    return this.reply(row);
  }

  async get(me: StaffMember, premisesId: string) {
    return this.reply(await this.found.find(me, premisesId));
  }

  async bedspaceTotals(me: StaffMember, premisesId: string) {
    const premises = await this.found.find(me, premisesId);
    return toBedspaceTotals(premises, await this.bedspacesOf([premises.id]), londonDate(clock.now()));
  }

  /** Properties of the caller's own region, by id. */
  async search(me: StaffMember, status: PremisesStatus, text: string) {
    const today = londonDate(clock.now());
    const rows = await this.db.manager.find(Premises, {
      where: { probationRegionId: me.regionId },
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
