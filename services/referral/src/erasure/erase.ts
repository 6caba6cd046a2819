import { toldElsewhere, type Erase } from '@throughcare/platform/erasure';

/**
 * What nobody has sent goes altogether. Of what was sent the region, the dates, the answers that are counted and what became of it stay;
 * every text and every number of the person goes.
 */
export const erase: Erase = async (tx, { crn, at, pseudonym }) => {
  // eslint-disable-next-line throughcare/aggregates -- of a draft nothing was published, so nothing more is
  await tx.query('delete from application where crn = $1 and submitted_at is null', [crn]);
  const [rows] = await tx.query<[{ id: string }[], number]>(
    // eslint-disable-next-line throughcare/aggregates -- the gateway has published the erasure, and no event may name who is erased
    `update application set erased_at = $2, crn = $3, event_key = $3, noms_number = null, conviction_id = 0, event_number = '',
            offence_id = '', referred_by = null, risks = null, risks_changed = '{}', data = '{}', document = '{}', summary_data = '{}',
            readable_copy = null, withdrawal_detail = null, revision = revision + 1
      where crn = $1 returning id`,
    [crn, at, pseudonym],
  );
  const ids = rows.map(({ id }) => id);
  await tx.query(
    `update application_amendment set reason = '', data = '{}', document = null, readable_copy = null where application_id = any($1)`,
    [ids],
  );
  await toldElsewhere(tx, 'application', ids);
};
