import { AssessmentRejected } from '@throughcare/events/assessment-rejected.v1';
import { BookingCancelled } from '@throughcare/events/booking-cancelled.v1';
import { BookingProvisionallyMade } from '@throughcare/events/booking-provisionally-made.v1';
import { assessmentIdOf, newId } from '@throughcare/events/ids';
import { PersonArrived } from '@throughcare/events/person-arrived.v1';
import { PersonMoved } from '@throughcare/events/person-moved.v1';
import { PersonNotArrived } from '@throughcare/events/person-not-arrived.v1';
import { PremisesUpdated } from '@throughcare/events/premises-updated.v1';
import { londonDate } from '@throughcare/base/calendar';
import { anEvent } from '@throughcare/platform/testing';
import { OutcomeEvents } from '../application/outcome.events';
import { HistoryEvents } from '../history/history.events';
import { ReferralApp, aPerson, facts, staff } from '../testing/referral-app';
import { PremisesEvents } from './premises.events';

let referral: ReferralApp;
let history: HistoryEvents;
beforeAll(async () => {
  referral = await ReferralApp.start();
  history = referral.test.app.get(HistoryEvents);
});
afterAll(() => referral?.close());

let crn: string;
let number = 910_000;
beforeEach(() => {
  crn = `X${++number}`;
  referral.gateway.people.set(crn, aPerson(crn));
});

const REASON = 'f47ac10b-58cc-4372-a567-0e02b2c3d475';
const ROLE = 'ROLE_APPROVED_PREMISES__SINGLE_ACCOMMODATION_SERVICE';
const ask = async <T = Record<string, unknown>>(path: string, authorities: readonly string[] = [ROLE]) => {
  const service = await referral.test.as({ username: 'SAS', authorities });
  return service.get<T>(`/cas3/external/${path}`);
};
const suitable = async () => ask(`cases/${crn}/applications/suitable`);
const current = async () => ask(`cases/${crn}/premises/current`);
const past = async () => (await ask<Record<string, unknown>[]>(`referrals/${crn}`)).body;
const submitted = () => referral.submitted(staff.referrer, {}, crn);

/** A property, and what becomes of a booking in it. */
const aPlace = async (over: object = {}, version = 1) => {
  const places = referral.test.app.get(PremisesEvents);
  const premisesId = newId();
  const event = anEvent(PremisesUpdated, { premisesId, ...over }, version);
  await referral.deliver(places.updated.bind(places), event);
  return premisesId;
};
let minutes = 0;
/** Each a minute after the one before. */
const told = (definition: typeof BookingProvisionallyMade, data: object, version: number) => {
  const event = anEvent(definition as never, data as never, version) as object;
  const time = new Date(Date.now() + ++minutes * 60_000).toISOString();
  return referral.deliver(history.stayed.bind(history), { ...event, time } as never);
};
const aBooking = async (applicationId: string, premisesId: string) => {
  const of = { applicationId, bookingId: newId(), premisesId, crn };
  await told(BookingProvisionallyMade, { ...of, bookedAt: new Date().toISOString() }, 1);
  return of;
};

describe('the referral that suits', () => {
  it('is the draft or the submitted one with where it stands', async () => {
    expect((await suitable()).status).toBe(404);
    const draft = await referral.draft(staff.referrer, crn);
    expect((await suitable()).body).toMatchObject({
      id: draft,
      applicationStatus: 'inProgress',
      assessmentStatus: null,
    });
    const id = await submitted();
    expect((await suitable()).body).toEqual({
      id,
      applicationStatus: 'submitted',
      applicationSubmittedDate: londonDate(new Date()),
      applicationSubmittedBy: { name: staff.referrer.name, username: staff.referrer.username, staffCode: 'N07S001' },
      applicationRejectedReason: null,
      assessmentStatus: 'unallocated',
      bookingStatus: null,
      bookingProvisionalOfferSentDate: null,
      previousBookings: [],
      premises: null,
      uiUrl: expect.stringMatching(new RegExp(`/referrals/${id}$`)),
    });
  });

  it('says which bedspace is on offer, and what was before', async () => {
    const id = await submitted();
    const first = await aBooking(id, await aPlace());
    await referral.deliver(history.cancelled.bind(history), anEvent(BookingCancelled, first, 2));
    await told(PersonNotArrived as never, first, 3);
    await aBooking(id, await aPlace({ reference: 'CRO-13' }));
    expect((await suitable()).body).toMatchObject({
      bookingStatus: 'provisional',
      bookingProvisionalOfferSentDate: expect.any(String),
      premises: { name: 'CRO-13', addressLine1: '12 Church Street', startDate: '2026-03-02', endDate: '2026-05-25' },
      previousBookings: [
        {
          bookingStatus: 'notMinusArrived',
          cancellation: {
            cancellationDate: '2026-02-01',
            cancellationReason: 'CAS1/AP alternative suitable accommodation provided',
          },
        },
      ],
    });
  });

  it('says why it was rejected', async () => {
    const id = await submitted();
    const rejected = anEvent(
      AssessmentRejected,
      { applicationId: id, assessmentId: assessmentIdOf(id), rejectionReasonId: REASON },
      4,
    );
    const outcome = referral.test.app.get(OutcomeEvents);
    await referral.deliver(outcome.apply.bind(outcome), rejected);
    await referral.deliver(history.rejected.bind(history), rejected);
    const { body } = await suitable();
    expect(body).toMatchObject({ applicationStatus: 'rejected', assessmentStatus: 'rejected' });
    expect(body.applicationRejectedReason).toEqual(expect.any(String));
    expect(await past()).toMatchObject([{ referralRejectionReason: body.applicationRejectedReason }]);
  });

  it('is the only kind that can be asked for; what is asked else is a 400 without a body', async () => {
    await submitted();
    const reply = await ask(`cases/${crn}/applications/best`);
    expect([reply.status, reply.body]).toEqual([400, '']);
  });
});

describe('where the person lives now', () => {
  it('is the property of the stay that goes on, after a move the new one; nobody else is anywhere', async () => {
    const id = await submitted();
    const { bookingId, ...of } = await aBooking(id, await aPlace());
    expect((await current()).status).toBe(404);
    await told(PersonArrived as never, { ...of, bookingId }, 2);
    expect((await current()).body).toMatchObject({ addressLine1: '12 Church Street', postcode: 'CR0 1AA' });
    const premisesId = await aPlace({ addressLine1: '8 Station Road' });
    await told(PersonMoved as never, { ...of, bookingId, premisesId }, 3);
    expect((await current()).body).toMatchObject({ addressLine1: '8 Station Road' });
  });
});

describe('referrals of the person', () => {
  it('are one item for each booking, and one for a referral without; drafts are none', async () => {
    await referral.draft(staff.referrer, crn);
    const id = await submitted();
    expect(await past()).toEqual([
      expect.objectContaining({
        type: 'CAS3',
        id: assessmentIdOf(id),
        applicationId: id,
        bookingStatus: null,
        pdu: facts.unit.name,
      }),
    ]);
    await aBooking(id, await aPlace({ addressLine2: undefined }));
    await aBooking(id, await aPlace());
    const items = await past();
    expect(items).toHaveLength(2);
    expect(items.map(({ placementAddress }) => placementAddress)).toContain('12 Church Street, Croydon, CR0 1AA');
  });
});

it('leads to the page that starts a referral', async () => {
  expect((await ask('url-templates')).body).toEqual({ cas3ReferralStart: expect.stringMatching(/\/referrals\/new$/) });
});

describe('who may ask', () => {
  it.each([
    'cases/X900001/applications/suitable',
    'cases/X900001/premises/current',
    'referrals/X900001',
    'url-templates',
  ])('is the single-accommodation service alone: %s', async (path) => {
    expect((await ask(path, ['ROLE_PROBATION'])).status).toBe(403);
    expect((await referral.test.request.get(`/cas3/external/${path}`)).status).toBe(401);
  });
});
