import { newId } from '@throughcare/events/ids';
import { keepsNames } from '@throughcare/platform/testing';
import { BookingApp, aBedspaceBody, aBookingBody } from '../testing/booking-app';
import { CROYDON, LONDON } from '../testing/builders';
import { LISTS_OF_PEOPLE } from '../testing/lists-of-people';

const HIDDEN = 'X902050';
const NAMES = [
  'Ada Byron',
  'Zoë O’Néill-Smith',
  'Mo Young',
  'Ron Adams',
  'Bea Byron',
  'Cai Young',
  'Dee Zone',
  'Nobody',
];
const person = (crn: string, name: string, isRestricted: boolean) => ({
  type: 'FullPerson' as const,
  crn,
  name,
  dateOfBirth: '1990-01-31',
  sex: 'Male',
  status: 'InCommunity' as const,
  nomsNumber: `E${crn.slice(-4)}EE`,
  isRestricted,
});

/** Eight people with plans and referrals; the one with limits shares a property where a bedspace is free. */
const start = async () => {
  const app = await BookingApp.start();
  const assessor = await app.staff({ username: 'NAMES_1' });
  const shared = await app.aPlace(assessor);
  await assessor.post(`/cas3/v2/premises/${shared.premisesId}/bedspaces`, aBedspaceBody());
  await app.open(shared, '2026-01-05');
  for (const [at, name] of NAMES.entries()) {
    const crn = at === 5 ? HIDDEN : `X90200${at}`;
    app.gateway.people.set(crn, person(crn, name, crn === HIDDEN));
    const place = crn === HIDDEN ? shared : await app.aPlace(assessor);
    const path = `/cas3/v2/premises/${place.premisesId}/bookings`;
    const later = { arrivalDate: `2026-06-0${1 + (at % 4)}`, departureDate: '2026-06-10' };
    for (const days of [{}, later]) {
      const { status, body } = await assessor.post<{ id: string }>(path, aBookingBody(place, { crn, ...days }));
      if (status !== 201) throw new Error(JSON.stringify(body));
      if (days === later || at % 2 === 0) await assessor.post(`${path}/${body.id}/confirmations`);
    }
    await app.query(
      `insert into referral_view (application_id, assessment_id, crn, probation_region_id, probation_delivery_unit_id, required_from,
         assessment_status, assessment_version) values ($1, $2, $3, $4, $5, $6, 'ready_to_place', 2)`,
      [newId(), newId(), crn, LONDON, CROYDON, `2026-04-0${1 + (at % 3)}`],
    );
  }
  // As if they had moved within the property.
  await app.query(
    `insert into former_bed (id, booking_id, premises_id, bedspace_id, from_day, to_day, effective_end_date)
     select $1, id, premises_id, bedspace_id, '2026-02-02', '2026-02-04', '2026-02-06' from booking where crn = $2 order by arrival_date limit 1`,
    [newId(), HIDDEN],
  );
  return { test: app.test, gateway: app.gateway, premisesId: shared.premisesId, close: () => app.close() };
};

keepsNames(start, {
  lists: LISTS_OF_PEOPLE,
  hidden: { crn: HIDDEN, named: (name) => person(HIDDEN, name, true) },
  as: ({ test }) => test.as({ username: 'NAMES_1', authorities: ['ROLE_PROBATION'], expiresIn: 366 * 86_400 }),
});
