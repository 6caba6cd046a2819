import { Injectable } from '@nestjs/common';
import type { Cas3ValidationResult } from '@throughcare/api/cas3/archive';
import { londonDate, type Day } from '@throughcare/base/calendar';
import { clock } from '@throughcare/base/clock';
import { notFound } from '@throughcare/base/errors';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { Reaches } from '@throughcare/platform/access';
import { BankHolidays } from '@throughcare/platform/bank-holidays';
import type { StaffMember } from '@throughcare/platform/staff';
import { DataSource, type EntityManager } from 'typeorm';
import { Bedspace } from '../bedspace/bedspace.entity';
import { clickOf } from '../estate/click';
import { earlierPeriods } from '../estate/earlier-periods';
import { lockPremises } from '../premises/lock-premises';
import type { Premises } from '../premises/premises.entity';
import { PremisesFinder } from '../premises/premises.finder';
import { applyHouse } from './apply-house';
import {
  archiveBedspace,
  archivePremises,
  blockedRooms,
  cancelArchiveOfBedspace,
  cancelArchiveOfPremises,
  type Blocked,
  type Circumstances,
} from './archive.rules';
import type { House } from './house.rules';
import {
  cancelReturnOfBedspace,
  cancelReturnOfPremises,
  unarchiveBedspace,
  unarchivePremises,
} from './unarchive.rules';
import { usesOf } from './uses';
import { latestArchive } from './windows.rules';

interface Button {
  readonly decide: (house: House, c: Circumstances) => House;
  /** Uses that last beyond that day are asked for; none without it. */
  readonly usesAfter?: Day;
  readonly isCancellation?: boolean;
}

/** Takes properties and bedspaces out of use, now or on a day, and brings them back. */
@Injectable()
export class ArchiveService {
  constructor(
    private readonly found: PremisesFinder,
    private readonly reaches: Reaches,
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
    private readonly bankHolidays: BankHolidays,
  ) {}

  archivePremises(me: StaffMember, premisesId: string, endDate: Day) {
    const decide: Button['decide'] = (house, c) => archivePremises(house, endDate, c);
    return this.press(me, premisesId, { decide, usesAfter: endDate });
  }

  archiveBedspace(me: StaffMember, premisesId: string, bedspaceId: string, endDate: Day) {
    const decide: Button['decide'] = (house, c) => archiveBedspace(house, bedspaceId, endDate, c);
    return this.press(me, premisesId, { decide, usesAfter: endDate });
  }

  unarchivePremises(me: StaffMember, premisesId: string, restartDate: Day) {
    return this.press(me, premisesId, { decide: (house, c) => unarchivePremises(house, restartDate, c.today) });
  }

  unarchiveBedspace(me: StaffMember, premisesId: string, bedspaceId: string, restartDate: Day) {
    const decide: Button['decide'] = (house, c) => unarchiveBedspace(house, bedspaceId, restartDate, c.today);
    return this.press(me, premisesId, { decide });
  }

  cancelArchiveOfPremises(me: StaffMember, premisesId: string) {
    const decide: Button['decide'] = (house, c) => cancelArchiveOfPremises(house, c.today);
    return this.press(me, premisesId, { decide, isCancellation: true });
  }

  cancelArchiveOfBedspace(me: StaffMember, premisesId: string, bedspaceId: string) {
    const decide: Button['decide'] = (house, c) => cancelArchiveOfBedspace(house, bedspaceId, c.today);
    return this.press(me, premisesId, { decide, isCancellation: true });
  }

  cancelReturnOfPremises(me: StaffMember, premisesId: string) {
    return this.press(me, premisesId, { decide: cancelReturnOfPremises, usesAfter: this.today() });
  }

  cancelReturnOfBedspace(me: StaffMember, premisesId: string, bedspaceId: string) {
    const decide: Button['decide'] = (house, c) => cancelReturnOfBedspace(house, bedspaceId, c);
    return this.press(me, premisesId, { decide, usesAfter: this.today() });
  }

  /** What keeps bedspaces of the property open for longer than an archive may be planned ahead. */
  async blockers(me: StaffMember, premisesId: string): Promise<Cas3ValidationResult[]> {
    const premises = await this.found.find(me, premisesId);
    return (await this.blocked(premises)).map(toValidationResult);
  }

  /** The same of one bedspace; undefined when there is nothing. */
  async blocker(me: StaffMember, premisesId: string, bedspaceId: string): Promise<Cas3ValidationResult | undefined> {
    const premises = await this.found.find(me, premisesId);
    const isThere = await this.db.manager.existsBy(Bedspace, { id: bedspaceId, premisesId });
    if (!isThere) throw notFound('BEDSPACE_NOT_FOUND');
    const found = (await this.blocked(premises)).find(({ room }) => room.id === bedspaceId.toLowerCase());
    return found && toValidationResult(found);
  }

  private async blocked(premises: Premises): Promise<Blocked[]> {
    const tx = this.db.manager;
    const today = this.today();
    const rows = await tx.find(Bedspace, { where: { premisesId: premises.id }, order: { id: 'ASC' } });
    const uses = await this.uses(tx, premises.id, latestArchive(today));
    return blockedRooms(await houseOf(tx, premises, rows), { today, uses });
  }

  /** Locks the property, then its bedspaces: whoever books one, voids it or closes it waits for the other. */
  private async press(me: StaffMember, premisesId: string, button: Button): Promise<void> {
    await this.found.find(me, premisesId);
    const { decide, usesAfter, isCancellation = false } = button;
    await this.work.run(async (tx) => {
      const premises = await lockPremises(tx, premisesId);
      this.reaches.region(me, premises.probationRegionId);
      const where = { premisesId: premises.id };
      const lock = { mode: 'pessimistic_write' } as const;
      const bedspaces = await tx.find(Bedspace, { where, order: { id: 'ASC' }, lock });
      const before = await houseOf(tx, premises, bedspaces);
      const click = clickOf(me, clock.now());
      const uses = usesAfter === undefined ? [] : await this.uses(tx, premises.id, usesAfter);
      const after = decide(before, { today: londonDate(click.now), uses });
      await applyHouse(tx, this.work, click, { premises, bedspaces, before, after, isCancellation });
    });
  }

  private uses(tx: EntityManager, premisesId: string, after: Day) {
    return usesOf(tx, premisesId, { after, today: this.today(), holidays: this.bankHolidays.current() });
  }

  private today(): Day {
    return londonDate(clock.now());
  }
}

const houseOf = async (tx: EntityManager, premises: Premises, bedspaces: readonly Bedspace[]): Promise<House> => {
  const periods = await earlierPeriods(tx, premises.id);
  const earlier = (id: string | null) =>
    periods.filter(({ bedspaceId }) => bedspaceId === id).map(({ firstDay, lastDay }) => ({ firstDay, lastDay }));
  return {
    premises: { ...premises, earlier: earlier(null) },
    rooms: bedspaces.map((row) => ({ ...row, earlier: earlier(row.id) })),
  };
};

const toValidationResult = ({ room, use }: Blocked): Cas3ValidationResult => ({
  entityId: room.id,
  entityReference: room.reference,
  date: use.lastDay,
  blockedBy: { id: use.id, kind: use.kind === 'void' ? 'void' : 'booking' },
});
