import { BedspaceUpdated } from '@throughcare/events/bedspace-updated.v1';
import { newId } from '@throughcare/events/ids';
import { PremisesUpdated } from '@throughcare/events/premises-updated.v1';
import { silentChanges } from '@throughcare/messaging/operations';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { aggregateSuite } from '@throughcare/messaging/proof';
import type { TestRequest } from '@throughcare/platform/testing';
import { bedspaces } from '../bedspace/bedspace.aggregate';
import { Bedspace } from '../bedspace/bedspace.entity';
import { BookingApp, aBedspaceBody, aPremisesBody, type Place } from '../testing/booking-app';
import { CROYDON, LONDON } from '../testing/builders';
import { properties } from './premises.aggregate';
import { Premises } from './premises.entity';

let booking: BookingApp;
let assessor: TestRequest;
let place: Place;
beforeAll(async () => {
  booking = await BookingApp.start();
  assessor = await booking.staff();
  place = await booking.aPlace(assessor);
});
afterAll(() => booking?.close());

const kit = () => ({ work: booking.test.app.get(UnitOfWork), db: booking.test.db });

describe('a property as an aggregate', () => {
  const aRow = async () => {
    const made = await booking.test.db.manager.findOneByOrFail(Premises, { id: place.premisesId });
    const id = newId();
    return { ...made, id, reference: id };
  };
  aggregateSuite(properties, () => ({
    ...kit(),
    aRow,
    changes: { turnaroundWorkingDays: 5 },
    event: PremisesUpdated.of(PremisesUpdated.example),
  }));
});

describe('a bedspace as an aggregate', () => {
  const aRow = async () => {
    const made = await booking.test.db.manager.findOneByOrFail(Bedspace, { id: place.bedspaceId });
    const id = newId();
    return { ...made, id, reference: id };
  };
  aggregateSuite(bedspaces, () => ({
    ...kit(),
    aRow,
    changes: { notes: 'Top floor' },
    event: BedspaceUpdated.of(BedspaceUpdated.example),
  }));
});

describe('what other services are sent of the estate', () => {
  const PREMISES = '/cas3/v2/premises';
  const create = async () => {
    const { body } = await assessor.post<{ id: string }>(PREMISES, aPremisesBody({ notes: 'Ring twice' }));
    const room = await assessor.post<{ id: string }>(`${PREMISES}/${body.id}/bedspaces`, aBedspaceBody());
    return { premisesId: body.id, bedspaceId: room.body.id };
  };
  const actions = async ({ premisesId }: Place) =>
    booking.query<{ kind: string; details: object; bedspaceId: string | null }>(
      `select kind, details, bedspace_id as "bedspaceId" from estate_action where premises_id = $1 order by created_at, id`,
      [premisesId],
    );

  it('is the whole of a new property and bedspace, in one line under the property', async () => {
    const { premisesId, bedspaceId } = await create();
    const [property, ...others] = await booking.told(premisesId);
    expect(others).toEqual([]);
    expect(property).toMatchObject({
      type: 'accommodation.cas3.premises.updated',
      key: premisesId,
      version: 1,
      data: { premisesId, probationRegionId: LONDON, probationDeliveryUnitId: CROYDON, startDate: '2026-03-02' },
    });
    expect(JSON.stringify(property)).not.toContain('Ring twice');
    const told = await booking.told(bedspaceId);
    expect(told.map(({ type, key, version }) => [version, type.replace('accommodation.cas3.', ''), key])).toEqual([
      [1, 'bedspace.updated', premisesId],
      [2, 'bedspace.availability-changed', premisesId],
    ]);
    expect(told[1]?.data).toMatchObject({ cause: 'created', periods: [{ from: '2026-03-02' }] });
    expect(told[1]?.data['changedBy']).toMatchObject({ staffCode: 'N07S001' });
  });

  it('is what an edit made of it, with who did it kept; a repeated edit changes nothing and is sent to nobody', async () => {
    const at = await create();
    const edit = aPremisesBody({ reference: `Renamed ${at.premisesId}`, turnaroundWorkingDays: 4, notes: 'Ring once' });
    const room = { reference: 'Back room', characteristicIds: [] };
    for (const times of [1, 2]) {
      expect([times, (await assessor.put(`${PREMISES}/${at.premisesId}`, edit)).status]).toEqual([times, 200]);
      const path = `${PREMISES}/${at.premisesId}/bedspaces/${at.bedspaceId}`;
      expect([times, (await assessor.put(path, room)).status]).toEqual([times, 200]);
    }
    const told = await booking.told(at.premisesId);
    expect(told.map(({ version, data }) => [version, data['turnaroundWorkingDays']])).toEqual([
      [1, 2],
      [2, 4],
    ]);
    expect((await booking.told(at.bedspaceId)).map(({ version, data }) => [version, data['reference']])).toEqual([
      [1, expect.any(String)],
      [2, undefined],
      [3, 'Back room'],
    ]);
    const kept = await actions(at);
    expect(kept.map(({ kind }) => kind).toSorted()).toEqual([
      'bedspace-created',
      'bedspace-edited',
      'premises-created',
      'premises-edited',
    ]);
    const edited = kept.find(({ kind }) => kind === 'premises-edited');
    expect(edited?.details).toMatchObject({
      turnaroundWorkingDays: { from: 2, to: 4 },
      notes: { from: null, to: null },
    });
    expect(kept.find(({ kind }) => kind === 'bedspace-edited')?.bedspaceId).toBe(at.bedspaceId);
  });

  it('leaves nothing silent', async () => {
    await booking.query('delete from silent_change');
    const { premisesId } = await create();
    await assessor.put(`${PREMISES}/${premisesId}`, aPremisesBody({ reference: `Loud ${premisesId}` }));
    const silent = await silentChanges(booking.test.db, 'booking', [{ table: 'premises' }, { table: 'bedspace' }]);
    expect(silent.map(({ examples }) => examples.includes(premisesId))).toEqual([false, false]);
  });
});
