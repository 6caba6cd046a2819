import { randomUUID } from 'node:crypto';
import { addDays, type Day } from '@throughcare/base/calendar';
import { completeAnswers, completeSubmission } from '@throughcare/platform/testing/complete-referral';
import type { Pool } from 'pg';
import { timed } from './load';
import { crnOf, isLimited } from './people';
import type { Client } from './requests';
import type { Offer } from './searches';
import { LONDON, LONDON_UNITS } from './seed-estate';

/** Numbers of people whom nobody has referred or booked yet, each given once; nobody with limits. */
export const freshPeople = (first: number, count: number) => {
  let next = first;
  return (): string => {
    while (isLimited(next)) next += 1;
    if (next >= first + count) throw new Error('Everybody has been used');
    return crnOf(next++);
  };
};

/** True: booked. False: refused because of who or what is there. */
export const bookingBy =
  (client: Client, person: () => string) =>
  async ({ premisesId, ...stay }: Offer): Promise<boolean> => {
    const body = { serviceName: 'temporary-accommodation', enableTurnarounds: true, crn: person(), ...stay };
    const { status, text } = await client.send('booking', 'POST', `/cas3/v2/premises/${premisesId}/bookings`, body);
    if (status === 201 || status === 200) return true;
    if (status === 409) return false;
    throw new Error(`A booking was answered with ${status}: ${text.slice(0, 300)}`);
  };

/** Bedspaces of one region at days that nobody has booked yet. */
const openDays = async (db: Pool, count: number, today: Day): Promise<Offer[]> => {
  const { rows } = await db.query<{ bedspaceId: string; premisesId: string }>(
    `select b.id as "bedspaceId", b.premises_id as "premisesId" from bedspace b join premises p on p.id = b.premises_id
      where p.probation_region_id = $1 order by b.id limit $2`,
    [LONDON, count],
  );
  return Array.from({ length: count }, (_, n) => {
    const arrivalDate = addDays(today, 200 + 100 * Math.floor(n / rows.length));
    const { bedspaceId, premisesId } = rows[n % rows.length] ?? { bedspaceId: '', premisesId: '' };
    return { bedspaceId, premisesId, arrivalDate, departureDate: addDays(arrivalDate, 84) };
  });
};

/** Every bedspace is wanted by two at nearly the same time. Bookings made a second, and how often somebody came too late. */
export const contend = async (db: Pool, book: (offer: Offer) => Promise<boolean>, count: number, today: Day) => {
  const wanted = (await openDays(db, count, today)).flatMap((offer) => [offer, offer]);
  let made = 0;
  const begin = performance.now();
  const times = await timed(24, wanted, async (offer) => {
    const booked = await book(offer);
    if (booked) made += 1;
  });
  return { perSecond: made / ((performance.now() - begin) / 1000), made, late: wanted.length - made, times };
};

/** Live bookings that share a night in one bedspace, counted without the help of any constraint. */
export const doubleBooked = async (db: Pool): Promise<number> => {
  const { rows } = await db.query<{ count: number }>(
    `select count(*)::int as count from (
       select arrival_date, max(effective_end_date) over (
           partition by bedspace_id order by arrival_date, id rows between unbounded preceding and 1 preceding) as held
         from booking where status <> 'cancelled') as stays where arrival_date <= held`,
  );
  return rows[0]?.count ?? 0;
};

const factsAt = (today: Day) => ({
  unit: { id: LONDON_UNITS[0]?.id ?? '', name: LONDON_UNITS[0]?.name ?? '' },
  releaseDate: addDays(today, 20),
  requiredFrom: addDays(today, 20),
});

/** Drafts of the referrer, as complete as a form can be. */
const drafts = async (db: Pool, referrer: string, person: () => string, count: number, today: Day) => {
  const made = Array.from({ length: count }, () => ({ id: randomUUID(), crn: person() }));
  await db.query(
    `insert into referral.application (id, revision, crn, event_key, conviction_id, event_number, offence_id, created_by_user_id, created_at, data)
     select id, 2, crn, crn, 2500295345, '1', 'M2500295343', $3, now(), $4 from unnest($1::uuid[], $2::text[]) as d (id, crn)`,
    [made.map(({ id }) => id), made.map(({ crn }) => crn), referrer, JSON.stringify(completeAnswers(factsAt(today)))],
  );
  return made.map(({ id }) => id);
};

/** Referrals submitted a second by practitioners who press the button at the same time. */
export const submitAll = async (
  db: Pool,
  client: Client,
  given: { referrer: string; person: () => string; count: number; today: Day },
) => {
  const ids = await drafts(db, given.referrer, given.person, given.count, given.today);
  const body = completeSubmission(factsAt(given.today));
  const begin = performance.now();
  const times = await timed(24, ids, (id) =>
    client.json('referral', 'POST', `/cas3/applications/${id}/submission`, body),
  );
  return { perSecond: ids.length / ((performance.now() - begin) / 1000), times };
};
