import { toldElsewhere, type Erase } from '@throughcare/platform/erasure';

/** What was decided, when, by whom and for which reason of the list stays; words and numbers of the person go, notes of staff altogether. */
export const erase: Erase = async (tx, { crn, nomsNumber, at, pseudonym }) => {
  const [rows] = await tx.query<[{ id: string }[], number]>(
    // eslint-disable-next-line throughcare/aggregates -- the gateway has published the erasure, and no event may name who is erased
    `update assessment set erased_at = $2, crn = $3, event_key = $3, noms_number = null, rejection_reason_detail = null,
            rejection_rationale = null
      where crn = $1 returning id`,
    [crn, at, pseudonym],
  );
  const ids = rows.map(({ id }) => id);
  await tx.query(`delete from note where assessment_id = any($1) and kind = 'user'`, [ids]);
  await tx.query(
    `update note set details = details || '{"detail": null}' where assessment_id = any($1) and details ? 'detail'`,
    [ids],
  );
  await tx.query('delete from alert_acknowledgement where assessment_id = any($1)', [ids]);
  await tx.query('delete from non_arrival_view where assessment_id = any($1)', [ids]);
  await tx.query('delete from risk_level where assessment_id = any($1)', [ids]);
  await tx.query('delete from risk_view where assessment_id = any($1)', [ids]);
  await tx.query('update booking_view set crn = $2 where crn = $1', [crn, pseudonym]);
  await tx.query('delete from custody_view where noms_number = $1', [nomsNumber ?? null]);
  await tx.query('delete from release_date_view where noms_number = $1', [nomsNumber ?? null]);
  await toldElsewhere(tx, 'assessment', ids);
};
