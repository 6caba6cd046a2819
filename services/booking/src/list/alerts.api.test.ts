import { PersonReceived } from '@throughcare/events/person-received.v1';
import { anEvent } from '@throughcare/platform/testing';
import { CustodyEvents } from '../custody/custody.events';
import { CROYDON, LAMBETH, REJECTED_PLACEMENT } from '../testing/builders';
import {
  arrived,
  assessor,
  book,
  booking,
  codes,
  counts,
  idsIn,
  listed,
  referred,
  startDesk,
} from '../testing/list-desk';

startDesk();

describe('alerts on a booking', () => {
  const placed = async () => {
    const referral = await referred();
    const dates = { arrivalDate: '2026-03-09', departureDate: '2026-03-23' };
    const made = await book({ ...dates, crn: referral.crn, assessmentId: referral.assessmentId });
    return { ...made, referral };
  };

  it('B6.2: say the nights without a bed when the day from which it is needed comes earlier, and end when it is put back', async () => {
    const { id, referral } = await placed();
    expect(await codes('provisional')).toEqual([[]]);
    await referral.changed({ accommodationRequiredFromDate: { from: '2026-03-09', to: '2026-03-07' } });
    expect(await codes('provisional')).toEqual([['BED_NEEDED_EARLIER']]);
    expect((await listed('needs-attention')).map((row) => [row.booking.id, row.warnings[0]?.detail])).toEqual([
      [id, expect.stringContaining('2 nights without a bed')],
    ]);
    await referral.changed({ accommodationRequiredFromDate: { from: '2026-03-07', to: '2026-03-09' } }, 3);
    expect(await idsIn('needs-attention')).toEqual([]);
  });

  it('say that the release is later than the booking', async () => {
    const { path, referral } = await placed();
    await referral.changed({
      releaseDate: { from: '2026-03-09', to: '2026-03-12' },
      accommodationRequiredFromDate: { from: '2026-03-09', to: '2026-03-12' },
    });
    expect(await codes('needs-attention')).toEqual([['RELEASE_AFTER_ARRIVAL']]);
    expect((await assessor.get(path)).body).toMatchObject({ warnings: [{ code: 'RELEASE_AFTER_ARRIVAL' }] });
  });

  it('say that somebody who stays is back in custody, and not who never left', async () => {
    const crn = booking.someone({ nomsNumber: 'K1234KK' });
    await arrived({ crn });
    const custody = booking.test.app.get(CustodyEvents);
    const received = (occurredAt: string) =>
      booking.deliver(
        custody.moved.bind(custody),
        anEvent(PersonReceived, { crn, nomsNumber: 'K1234KK', occurredAt, verifiedAt: occurredAt }),
      );
    await received('2026-02-01T10:00:00.000Z');
    expect(await codes('active')).toEqual([[]]);
    await received('2026-03-02T10:00:00.000Z');
    expect(await codes('needs-attention')).toEqual([['BACK_IN_CUSTODY']]);
  });

  it('say that two bookings of one person overlap, as after a merge', async () => {
    const [one, other] = [await book(), await book()];
    const [row] = await booking.query<{ crn: string }>('select crn from booking where id = $1', [one.id]);
    await booking.query('update booking set crn = $2, overlap_known = true where id = $1', [other.id, row?.crn]);
    expect(await codes('needs-attention')).toEqual([['OTHER_BOOKING_OVERLAPS'], ['OTHER_BOOKING_OVERLAPS']]);
  });

  it('are not shown to whoever is barred from the person', async () => {
    const { referral, path } = await placed();
    await referral.changed({ accommodationRequiredFromDate: { from: '2026-03-09', to: '2026-03-07' } });
    booking.aHiddenPerson(referral.crn);
    expect(await codes('provisional')).toEqual([[]]);
    expect((await assessor.get(path)).body).toMatchObject({ warnings: [], stayNumberOnSentence: null });
  });
});

describe('the waiting list', () => {
  const waiting = async (query = '') =>
    (await assessor.get<{ results: Record<string, unknown>[] }>(`/cas3/v2/waiting-list${query}`)).body;

  it('has who is ready to place and has no bedspace, the one that needs it first first', async () => {
    const later = await referred({ accommodationRequiredFromDate: '2026-03-20' });
    const first = await referred({ accommodationRequiredFromDate: '2026-02-28' });
    const { results } = await waiting();
    expect(results.map(({ assessmentId }) => assessmentId)).toEqual([first.assessmentId, later.assessmentId]);
    expect(results[0]).toEqual({
      applicationId: first.applicationId,
      assessmentId: first.assessmentId,
      person: expect.objectContaining({ crn: first.crn }),
      probationDeliveryUnitId: CROYDON,
      requiredFrom: '2026-02-28',
      releaseDate: '2026-03-09',
      nightsWithoutBed: 2,
      staysOnSentence: 0,
    });
    expect((await counts()).waiting).toBe(2);
    expect((await waiting('?perPage=1&page=2')).results).toMatchObject([{ assessmentId: later.assessmentId }]);
    expect((await waiting(`?probationDeliveryUnitId=${LAMBETH}`)).results).toEqual([]);
  });

  it('loses who is booked, and has them again when that is cancelled', async () => {
    const { crn, assessmentId } = await referred();
    const { path } = await book({ crn, assessmentId });
    expect((await waiting()).results).toEqual([]);
    await assessor.post(`${path}/cancellations`, { date: '2026-03-02', reason: REJECTED_PLACEMENT });
    expect((await waiting()).results).toMatchObject([{ assessmentId }]);
  });
});
