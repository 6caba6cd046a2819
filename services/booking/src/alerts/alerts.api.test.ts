import type { BookingAlerts } from '@throughcare/api/cas3/booking';
import { PersonDied } from '@throughcare/events/person-died.v1';
import { PersonReceived } from '@throughcare/events/person-received.v1';
import { ReleaseDateChanged } from '@throughcare/events/release-date-changed.v1';
import { anEvent } from '@throughcare/platform/testing';
import { CustodyEvents } from '../custody/custody.events';
import { ReleaseDateEvents } from '../custody/release-date.events';
import { arrived, assessor, book, booking, codes, idsIn, referred, startDesk } from '../testing/list-desk';

startDesk();

const NOMS = 'K1234KK';
const dateIs = (crn: string, releaseDate: string | undefined, changedAt = '2026-03-01T10:00:00.000Z') => {
  const events = booking.test.app.get(ReleaseDateEvents);
  const kind = releaseDate ? ('conditional' as const) : ('none' as const);
  const data = { crn, nomsNumber: NOMS, releaseDate, kind, changedAt };
  return booking.deliver(events.changed.bind(events), anEvent(ReleaseDateChanged, data));
};
const custody = (event: Parameters<CustodyEvents['moved']>[0]) => {
  const events = booking.test.app.get(CustodyEvents);
  return booking.deliver(events.moved.bind(events), event);
};
const times = (day: string) => ({ occurredAt: `${day}T04:00:00.000Z`, verifiedAt: `${day}T10:00:00.000Z` });
const placed = async () => {
  const referral = await referred();
  const dates = { arrivalDate: '2026-03-09', departureDate: '2026-03-23' };
  return { ...(await book({ ...dates, crn: referral.crn, assessmentId: referral.assessmentId })), crn: referral.crn };
};
const alerts = async (id: string) => (await assessor.get<BookingAlerts>(`/cas3/v2/bookings/${id}/alerts`)).body;
const open = async (id: string) => (await alerts(id)).open.map(({ alert }) => alert);
const dismiss = async (id: string, alert: string) =>
  (await assessor.post(`/cas3/v2/bookings/${id}/alerts/dismissals`, { alert })).status;

describe('a release date that the prison has changed', () => {
  it('is an alert on a booking until the dates agree, whichever word comes first', async () => {
    const { id, crn } = await placed(); // its referral says 9 March
    await dateIs(crn, '2026-03-12', '2026-03-02T10:00:00.000Z');
    await dateIs(crn, '2026-03-20', '2026-03-01T10:00:00.000Z');
    expect(await codes('needs-attention')).toEqual([['RELEASE_DATE_CHANGED']]);
    expect((await alerts(id)).open).toEqual([
      {
        code: 'RELEASE_DATE_CHANGED',
        alert: 'prison-date-2026-03-12',
        detail: expect.stringContaining('The prison has the release date 2026-03-12, and the referral says 2026-03-09'),
      },
    ]);
    await dateIs(crn, '2026-03-09', '2026-03-03T10:00:00.000Z');
    expect(await idsIn('needs-attention')).toEqual([]);
    await dateIs(crn, undefined, '2026-03-04T10:00:00.000Z');
    expect(await open(id)).toEqual(['prison-date-none']);
  });

  it('matters to a booking without a referral only where it is after the booking begins', async () => {
    const crn = booking.someone({ nomsNumber: NOMS });
    const { id } = await book({ crn, arrivalDate: '2026-03-09', departureDate: '2026-03-23' });
    await dateIs(crn, '2026-03-08');
    expect([await open(id), await idsIn('needs-attention')]).toEqual([[], []]);
    await dateIs(crn, '2026-03-10', '2026-03-02T10:00:00.000Z');
    expect([await open(id), await idsIn('needs-attention')]).toEqual([['prison-date-2026-03-10'], [id]]);
  });

  it('says nothing of who has left since', async () => {
    const { id, crn } = await placed();
    await dateIs(crn, '2026-03-12');
    await custody(anEvent(PersonReceived, { crn, nomsNumber: NOMS, ...times('2026-03-01') }));
    expect(await open(id)).toEqual(['prison-date-2026-03-12']);
  });
});

describe('a death in custody', () => {
  it('is an alert on a booking, and makes nobody released', async () => {
    const { id, crn, path } = await placed();
    const death = anEvent(PersonDied, { crn, nomsNumber: NOMS, ...times('2026-03-02') });
    await custody(death);
    await custody(death);
    expect(await codes('needs-attention')).toEqual([['PERSON_DIED']]);
    expect(await open(id)).toEqual(['died-2026-03-02']);
    expect((await assessor.get<{ releasedAt: string | null }>(path)).body.releasedAt).toBeNull();
    await custody(anEvent(PersonReceived, { crn, nomsNumber: NOMS, ...times('2026-03-03') }));
    expect(await idsIn('needs-attention')).toEqual([]);
  });
});

describe('an alert that was dealt with', () => {
  it('is gone from the booking and from what needs attention, with who and when, and twice is once', async () => {
    const { id, crn, path } = await placed();
    await dateIs(crn, '2026-03-12');
    expect(await dismiss(id, 'prison-date-2026-03-12')).toBe(204);
    expect(await dismiss(id, 'prison-date-2026-03-12')).toBe(204);
    expect(await alerts(id)).toEqual({
      open: [],
      dismissed: [{ alert: 'prison-date-2026-03-12', at: expect.any(String), by: expect.any(String) }],
    });
    expect([await idsIn('needs-attention'), await codes('provisional')]).toEqual([[], [[]]]);
    expect((await assessor.get<{ warnings: object[] }>(path)).body.warnings).toEqual([]);
  });

  it('comes again when its cause is another one', async () => {
    const { id, crn } = await placed();
    await dateIs(crn, '2026-03-12');
    await dismiss(id, 'prison-date-2026-03-12');
    await dateIs(crn, '2026-03-13', '2026-03-02T10:00:00.000Z');
    expect([await open(id), await idsIn('needs-attention')]).toEqual([['prison-date-2026-03-13'], [id]]);
  });

  it('may be any of them', async () => {
    const crn = booking.someone({ nomsNumber: NOMS });
    const { id } = await arrived({ crn });
    await custody(anEvent(PersonReceived, { crn, nomsNumber: NOMS, ...times('2026-03-02') }));
    const [other] = [await book()];
    await booking.query('update booking set crn = $2, overlap_known = true where id = $1', [other.id, crn]);
    for (const alert of await open(id)) expect(await dismiss(id, alert ?? '')).toBe(204);
    expect(await open(id)).toEqual([]);
    expect(await idsIn('needs-attention')).not.toContain(id);
  });

  it('is none that never was, or that has gone by itself', async () => {
    const { id, crn } = await placed();
    expect(await dismiss(id, 'prison-date-2026-03-12')).toBe(404);
    await dateIs(crn, '2026-03-12');
    await dateIs(crn, '2026-03-09', '2026-03-02T10:00:00.000Z');
    expect(await dismiss(id, 'prison-date-2026-03-12')).toBe(404);
  });
});
