import { conflict } from '@throughcare/base/errors';
import { toldElsewhere, type Erase } from '@throughcare/platform/erasure';
import { lockPerson } from '../booking/one-person';
import { LIVE } from '../booking/one-person.rules';

/**
 * Days, bedspaces, reasons of lists and what became of each booking stay; words and numbers of the person go. While a booking is open somebody
 * may be in the bedspace, and staff could record nothing of a booking that no list shows: then the erasure is refused, and waits among the
 * dead letters until it is redriven.
 */
export const erase: Erase = async (tx, { crn, nomsNumber, at, pseudonym }) => {
  await lockPerson(tx, crn);
  const [found] = await tx.query<{ isOpen: boolean }[]>(
    'select exists (select from booking where crn = $1 and status = any($2)) as "isOpen"',
    [crn, LIVE],
  );
  if (found?.isOpen) throw conflict('PERSON_HAS_OPEN_BOOKING', { detail: 'This person has an open booking' });
  const [rows] = await tx.query<[{ id: string }[], number]>(
    // eslint-disable-next-line throughcare/aggregates -- the gateway has published the erasure, and no event may name who is erased
    `update booking set erased_at = $2, crn = $3, noms_number = null, event_number = null, released_at = null
      where crn = $1 returning id`,
    [crn, at, pseudonym],
  );
  const ids = rows.map(({ id }) => id);
  for (const words of ['notes', 'reason'])
    await tx.query(
      `update booking_action set details = details || jsonb_build_object($2::text, null)
        where booking_id = any($1) and details ? $2`,
      [ids, words],
    );
  for (const view of ['referral_view', 'custody_view', 'release_date_view'])
    await tx.query(`delete from ${view} where crn = $1 or noms_number = $2`, [crn, nomsNumber ?? null]);
  await tx.query('delete from booking_alert_dismissal where booking_id = any($1)', [ids]);
  await toldElsewhere(tx, 'booking', ids);
};
