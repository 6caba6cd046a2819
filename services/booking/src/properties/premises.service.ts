import { Injectable } from '@nestjs/common';
import { newId } from '@throughcare/events/ids';
import { changeLocked, createAggregate } from '@throughcare/messaging/aggregate';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { Reaches } from '@throughcare/platform/access';
import { londonDate } from '@throughcare/base/calendar';
import { clock } from '@throughcare/base/clock';
import { isFoundIn } from '@throughcare/base/folding';
import type { StaffMember } from '@throughcare/platform/staff';
import { DataSource, In, type EntityManager } from 'typeorm';
import { Bedspace } from '../bedspace/bedspace.entity';
import { refuseDuplicate } from '../duplicate';
import { clickOf, recordAction, type Click } from '../estate/click';
import { earlierPeriods } from '../estate/earlier-periods';
import { editedOf } from '../estate/estate-action';
import { deliveryUnitOf } from '../reference-data/reference-data';
import { lockPremises } from '../premises/lock-premises';
import { properties } from '../premises/premises.aggregate';
import { Premises } from '../premises/premises.entity';
import { premisesUpdated } from '../premises/premises-event.rules';
import { PremisesFinder } from '../premises/premises.finder';
import { toBedspaceTotals, toPremises, toSearchResults } from './premises.reply';
import type { PremisesUpdate } from './premises.dto';
import { describePremises, premisesStatus, type PremisesStatus } from '../premises/premises.rules';
import { correctStays, countStays, firstBedspaceDate, requireNewAddress, sameAddress } from './premises-facts';
import { requireTag, tagOf } from './premises-tag';
import { isAnotherAddress } from './address-correction.rules';
import { staffBlock } from '../staff-block';

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

  async create(me: StaffMember, request: PremisesUpdate) {
    const now = clock.now();
    const described = describePremises(request, londonDate(now));
    this.reaches.region(me, described.probationRegionId);
    const id = newId();
    const premises = {
      ...described,
      id,
      endDate: null,
      reportedStatus: 'online',
      createdAt: now,
      updatedAt: now,
    } as const;
    const action = { kind: 'premises-created', details: { startDate: premises.startDate } } as const;
    const row = await refuseDuplicate(REFERENCE_TAKEN, () =>
      this.work.run(async (tx) => {
        if (request.sameAddressIsMeant === false) requireNewAddress(await sameAddress(tx, premises));
        return createAggregate(this.work, properties, premises, {
          events: [premisesUpdated(premises, now, staffBlock(me))],
          also: () => recordAction(tx, clickOf(me, now), { premisesId: id, bedspaceId: null }, action),
        });
      }),
    );
    return this.reply(row);
  }

  /**
   * Region follows from the delivery unit; moving a property needs access to both regions. Another address is told for everyone who stays
   * there, unless the caller says not to. What is there already changes nothing.
   */
  async update(me: StaffMember, premisesId: string, request: PremisesUpdate, ifMatch?: string) {
    await this.found.find(me, premisesId);
    const unit = deliveryUnitOf(request.probationDeliveryUnitId);
    const probationRegionId = unit?.probationRegionId ?? request.probationRegionId;
    const row = await refuseDuplicate(REFERENCE_TAKEN, () =>
      this.work.run(async (tx) => {
        const premises = await lockPremises(tx, premisesId);
        this.reaches.region(me, premises.probationRegionId);
        requireTag(premises, ifMatch);
        const now = clock.now();
        const known = { ...premises, firstBedspaceDate: await firstBedspaceDate(tx, premisesId) };
        const described = describePremises({ ...request, probationRegionId }, londonDate(now), known);
        this.reaches.region(me, described.probationRegionId);
        if (request.sameAddressIsMeant === false)
          requireNewAddress(await sameAddress(tx, { ...premises, ...described }));
        return this.edit(tx, premises, described, { click: clickOf(me, now), request });
      }),
    );
    return this.reply(row);
  }

  /** The caller holds the lock of the property. */
  private async edit(
    tx: EntityManager,
    premises: Premises,
    described: ReturnType<typeof describePremises>,
    { click, request }: { click: Click; request: PremisesUpdate },
  ): Promise<Premises> {
    const edited = editedOf(premises, described);
    if (Object.keys(edited).length === 0) return premises;
    const told = { now: click.now, by: staffBlock(click.me) };
    const changed = { ...premises, ...described, updatedAt: click.now };
    if (isAnotherAddress(premises, changed) && request.correctStays !== false)
      await correctStays(this.work, changed, told);
    return changeLocked(this.work, properties, premises, {
      changes: { ...described, updatedAt: click.now },
      events: [premisesUpdated(changed, told.now, told.by)],
      also: () =>
        recordAction(
          tx,
          click,
          { premisesId: premises.id, bedspaceId: null },
          { kind: 'premises-edited', details: edited },
        ),
    });
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
    const [bedspaces, stays, alike, periods] = await Promise.all([
      this.bedspacesOf([premises.id]),
      countStays(tx, premises.id),
      sameAddress(tx, premises),
      earlierPeriods(tx, premises.id),
    ]);
    const earlier = periods.filter(({ bedspaceId }) => bedspaceId === null);
    const body = toPremises(premises, bedspaces, { today: londonDate(clock.now()), stays, alike, earlier });
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
