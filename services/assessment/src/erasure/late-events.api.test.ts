import { BookingProvisionallyMade } from '@throughcare/events/booking-provisionally-made.v1';
import { newId } from '@throughcare/events/ids';
import { PersonErased } from '@throughcare/events/person-erased.v1';
import { PersonNotArrived } from '@throughcare/events/person-not-arrived.v1';
import { PersonReleased } from '@throughcare/events/person-released.v1';
import { ReferralRiskChanged } from '@throughcare/events/referral-risk-changed.v1';
import { ReferralSubmitted } from '@throughcare/events/referral-submitted.v1';
import { ReleaseDateChanged } from '@throughcare/events/release-date-changed.v1';
import { ErasureEvents } from '@throughcare/platform/erasure';
import { anEvent, tablesWith } from '@throughcare/platform/testing';
import { CustodyEvents } from '../intake/custody.events';
import { NonArrivalEvents } from '../intake/non-arrival.events';
import { OpenBookingsEvents } from '../intake/open-bookings.events';
import { ReferralEvents } from '../intake/referral.events';
import { ReleaseDateEvents } from '../intake/release-date.events';
import { RiskEvents } from '../risk/risk.events';
import { AssessmentApp } from '../testing/assessment-app';

let app: AssessmentApp;
beforeAll(async () => {
  app = await AssessmentApp.start();
});
afterAll(() => app?.close());

const handle = <H>(type: new (...parts: never[]) => H) => app.test.app.get(type);
const erase = async (who: { crn: string; nomsNumber: string }) => {
  const handlers = handle(ErasureEvents);
  await app.deliver(handlers.erased.bind(handlers), anEvent(PersonErased, who));
};
const tellLate = async (who: { crn: string; nomsNumber: string }) => {
  const [referrals, bookings] = [handle(ReferralEvents), handle(OpenBookingsEvents)];
  const [custody, risks] = [handle(CustodyEvents), handle(RiskEvents)];
  const facts = { applicationId: newId(), ...who };
  await app.deliver(referrals.submitted.bind(referrals), anEvent(ReferralSubmitted, facts));
  const booked = anEvent(BookingProvisionallyMade, { ...facts, bookingId: newId(), assessmentId: newId() });
  await app.deliver(bookings.moved.bind(bookings), booked);
  await app.deliver(custody.moved.bind(custody), anEvent(PersonReleased, who));
  const [absences, dates] = [handle(NonArrivalEvents), handle(ReleaseDateEvents)];
  const absent = anEvent(PersonNotArrived, { ...facts, bookingId: newId(), assessmentId: newId() });
  await app.deliver(absences.recorded.bind(absences), absent);
  await app.deliver(dates.changed.bind(dates), anEvent(ReleaseDateChanged, who));
  const changed = { ...anEvent(ReferralRiskChanged, facts), subject: who.crn };
  await app.deliver(risks.changed.bind(risks), changed);
};

it('what is heard about a person after the erasure is kept nowhere', async () => {
  const who = { crn: 'X940001', nomsNumber: 'J9401JJ' };
  await erase(who);
  await tellLate(who);
  expect(await tablesWith(app.test.db, who.crn, who.nomsNumber)).toEqual([]);
});

it('a new record of nDelius about who bears the prison number is somebody', async () => {
  await erase({ crn: 'X940002', nomsNumber: 'J9402JJ' });
  await tellLate({ crn: 'X940003', nomsNumber: 'J9402JJ' });
  expect(await tablesWith(app.test.db, 'X940003')).toEqual([
    'assessment',
    'booking_view',
    'non_arrival_view',
    'person_index',
    'risk_view',
  ]);
});
