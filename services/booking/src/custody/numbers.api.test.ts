import { PersonMerged } from '@throughcare/events/person-merged.v1';
import { PersonReleased } from '@throughcare/events/person-released.v1';
import { PersonUnmerged } from '@throughcare/events/person-unmerged.v1';
import { NumberEvents } from '@throughcare/platform/numbers';
import { anEvent, type TestRequest } from '@throughcare/platform/testing';
import { BookingApp, aBookingBody } from '../testing/booking-app';
import { CustodyEvents } from './custody.events';

let booking: BookingApp;
let assessor: TestRequest;
let events: NumberEvents;
let custody: CustodyEvents;
beforeAll(async () => {
  booking = await BookingApp.start();
  assessor = await booking.staff();
  events = booking.test.app.get(NumberEvents);
  custody = booking.test.app.get(CustodyEvents);
});
afterAll(() => booking?.close());

let n = 0;
let [noms, crn, otherNoms, otherCrn] = ['', '', '', ''];
beforeEach(() => {
  n += 1;
  [noms, otherNoms] = [`C${1000 + n}AA`, `C${1000 + n}BB`];
  crn = booking.aPerson(`X93000${n}`, { nomsNumber: noms });
  otherCrn = booking.aPerson(`X94000${n}`, { nomsNumber: otherNoms });
});

const aBooking = async (of: string) => {
  const place = await booking.aPlace(assessor);
  const { status, body } = await assessor.post<{ id: string }>(
    `/cas3/v2/premises/${place.premisesId}/bookings`,
    aBookingBody(place, { crn: of }),
  );
  expect(status).toBe(201);
  return body.id;
};
const merged = (numberType: 'crn' | 'noms', from: string, into: string) =>
  booking.deliver(events.follow.bind(events), anEvent(PersonMerged, { numberType, from, into }));
const unmerged = (from: string, into: string) =>
  booking.deliver(events.follow.bind(events), anEvent(PersonUnmerged, { numberType: 'crn', from, into }, 2));
const released = (nomsNumber: string, of?: string) =>
  booking.deliver(
    custody.moved.bind(custody),
    anEvent(PersonReleased, {
      nomsNumber,
      crn: of,
      occurredAt: '2026-03-02T09:05:00.000Z',
      verifiedAt: '2026-03-02T10:00:00.000Z',
    }),
  );
const rowOf = async (id: string) =>
  (
    await booking.query<{ crn: string; noms_number: string; released_at: Date | null; overlap_known: boolean }>(
      'select crn, noms_number, released_at, overlap_known from booking where id = $1',
      [id],
    )
  )[0];

describe('F-023: the booking of a person whose numbers are merged', () => {
  it('bears the numbers that stay, and its own CRN again when that merge is undone', async () => {
    const id = await aBooking(crn);
    await merged('noms', noms, otherNoms);
    await merged('crn', crn, otherCrn);
    expect(await rowOf(id)).toMatchObject({ crn: otherCrn, noms_number: otherNoms });
    await unmerged(crn, otherCrn);
    expect(await rowOf(id)).toMatchObject({ crn, noms_number: otherNoms });
  });

  it('hears of a release told under the number that stays, before and after the merge', async () => {
    const [before, after] = [await aBooking(crn), await aBooking(otherCrn)];
    await released(otherNoms);
    expect((await rowOf(before))?.released_at).toBeNull();
    await merged('noms', noms, otherNoms);
    expect((await rowOf(before))?.released_at).not.toBeNull();
    expect((await rowOf(after))?.released_at).not.toBeNull();
  });

  it('hears of a release told under the number that went, once it was merged', async () => {
    const id = await aBooking(otherCrn);
    await released(noms);
    await merged('noms', noms, otherNoms);
    expect((await rowOf(id))?.released_at).not.toBeNull();
    expect(await booking.query('select 1 from custody_view where noms_number = $1', [noms])).toEqual([]);
  });

  it('is marked where both had one for the same days, and both go on', async () => {
    const [one, other] = [await aBooking(crn), await aBooking(otherCrn)];
    await merged('crn', crn, otherCrn);
    expect([(await rowOf(one))?.crn, (await rowOf(one))?.overlap_known, (await rowOf(other))?.overlap_known]).toEqual([
      otherCrn,
      true,
      false,
    ]);
  });

  it('publishes nothing: what was told stays as it was told', async () => {
    const id = await aBooking(crn);
    const before = await booking.told(id);
    await merged('crn', crn, otherCrn);
    expect(await booking.told(id)).toEqual(before);
    expect(await booking.query('select 1 from silent_change where aggregate_id = $1', [id])).toEqual([]);
  });
});
