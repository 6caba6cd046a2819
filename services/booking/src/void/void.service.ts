import { Injectable } from '@nestjs/common';
import { londonDate } from '@throughcare/base/calendar';
import { clock } from '@throughcare/base/clock';
import { notFound } from '@throughcare/base/errors';
import { newId } from '@throughcare/events/ids';
import { changeAggregate, createAggregate } from '@throughcare/messaging/aggregate';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import type { StaffMember } from '@throughcare/platform/staff';
import { DataSource, IsNull, type EntityManager } from 'typeorm';
import { Bedspace } from '../bedspace/bedspace.entity';
import { lockBedspace } from '../bedspace/lock-bedspace';
import { clickOf, recordAction, type Click } from '../estate/click';
import { earlierOf } from '../estate/earlier-periods';
import { editedOf } from '../estate/estate-action';
import { claim, release } from '../occupancy/occupancy';
import { PremisesFinder } from '../premises/premises.finder';
import { known } from '../reference-data/reference-data';
import { staffBlock } from '../staff-block';
import { voids } from './void.aggregate';
import type { VoidUpdate, NewVoidCancellation } from './void.dto';
import { VoidBedspace } from './void.entity';
import { toVoid } from './void.reply';
import { cancelVoid, changeVoid, newVoid } from './void.rules';

interface Place {
  readonly premisesId: string;
  readonly bedspaceId: string;
}
/** Of a void that is there. */
export interface VoidPlace extends Place {
  readonly id: string;
}

/** Takes bedspaces out of use. A void and the bookings of a bedspace wait for each other at the lock of the bedspace. */
@Injectable()
export class VoidService {
  constructor(
    private readonly premises: PremisesFinder,
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
  ) {}

  /** Of the property, by day; those that were cancelled are left out. */
  async list(me: StaffMember, premisesId: string) {
    await this.premises.find(me, premisesId);
    const tx = this.db.manager;
    const [rows, rooms] = await Promise.all([
      tx.find(VoidBedspace, { where: { premisesId, cancelledOn: IsNull() }, order: { startDate: 'ASC', id: 'ASC' } }),
      tx.find(Bedspace, { where: { premisesId }, order: { id: 'ASC' } }),
    ]);
    const references = new Map(rooms.map(({ id, reference }) => [id, reference]));
    return rows.map((row) => toVoid(row, known(references.get(row.bedspaceId))));
  }

  async get(me: StaffMember, { premisesId, bedspaceId, id }: VoidPlace) {
    await this.premises.find(me, premisesId);
    const bedspace = await this.db.manager.findOneBy(Bedspace, { id: bedspaceId, premisesId });
    if (!bedspace) throw notFound('BEDSPACE_NOT_FOUND');
    const row = await this.db.manager.findOneBy(VoidBedspace, { id, bedspaceId });
    if (!row) throw notFound(voids.missing);
    return toVoid(row, bedspace.reference);
  }

  async create(me: StaffMember, at: Place, body: VoidUpdate) {
    await this.premises.find(me, at.premisesId);
    const click = clickOf(me, clock.now());
    return this.work.run(async (tx) => {
      const bedspace = await this.lock(tx, at);
      const { row, events } = newVoid(newId(), body, bedspace, { now: click.now, by: staffBlock(me) });
      const also = async () => {
        await this.hold(tx, row, click);
        const { id: voidId, startDate, endDate } = row;
        await this.record(tx, click, row, { kind: 'void-created', details: { voidId, startDate, endDate } });
      };
      return toVoid(await createAggregate(this.work, voids, row, { events, also }), bedspace.reference);
    });
  }

  /** What is there already changes nothing. */
  async change(me: StaffMember, at: VoidPlace, body: VoidUpdate) {
    return this.press(me, at, async (tx, bedspace, where, click) =>
      changeAggregate(this.work, voids, where, (before) => {
        const change = changeVoid(before, body, bedspace, { now: click.now, by: staffBlock(me) });
        if (!change) return undefined;
        const { updatedAt: _, ...written } = change.changes;
        const details = { voidId: before.id, edited: editedOf(before, written) };
        const also = async (__: EntityManager, after: VoidBedspace) => {
          await this.hold(tx, after, click);
          await this.record(tx, click, after, { kind: 'void-edited', details });
        };
        return { ...change, also };
      }),
    );
  }

  async cancel(me: StaffMember, at: VoidPlace, { cancellationNotes }: NewVoidCancellation) {
    return this.press(me, at, async (tx, _bedspace, where, click) =>
      changeAggregate(this.work, voids, where, (before) => {
        const change = cancelVoid(before, cancellationNotes, { now: click.now, by: staffBlock(me) });
        const also = async () => {
          await release(tx, before.id);
          await this.record(tx, click, before, { kind: 'void-cancelled', details: { voidId: before.id } });
        };
        return { ...change, also };
      }),
    );
  }

  /** A button of a void that is there. */
  private async press(
    me: StaffMember,
    at: VoidPlace,
    act: (
      tx: EntityManager,
      bedspace: Awaited<ReturnType<VoidService['lock']>>,
      where: { id: string; bedspaceId: string },
      click: Click,
    ) => Promise<VoidBedspace>,
  ) {
    const { premisesId, bedspaceId, id } = at;
    await this.premises.find(me, premisesId);
    return this.work.run(async (tx) => {
      const bedspace = await this.lock(tx, { premisesId, bedspaceId });
      const row = await act(tx, bedspace, { id, bedspaceId }, clickOf(me, clock.now()));
      return toVoid(row, bedspace.reference);
    });
  }

  private async lock(tx: EntityManager, { premisesId, bedspaceId }: Place) {
    const bedspace = await lockBedspace(tx, { id: bedspaceId, premisesId });
    if (!bedspace) throw notFound('BEDSPACE_NOT_FOUND');
    return { ...bedspace, earlier: await earlierOf(tx, bedspace.id) };
  }

  /** Takes the bedspace, or says what is in the way. */
  private hold(tx: EntityManager, { id, bedspaceId, startDate, endDate }: Omit<VoidBedspace, 'version'>, click: Click) {
    const period = { from: startDate, to: endDate };
    return claim(tx, { id, kind: 'void', bedspaceId, period }, londonDate(click.now));
  }

  private record(
    tx: EntityManager,
    click: Click,
    { premisesId, bedspaceId }: Place,
    action: Parameters<typeof recordAction>[3],
  ) {
    return recordAction(tx, click, { premisesId, bedspaceId }, action);
  }
}
