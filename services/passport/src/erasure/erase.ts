import { toldElsewhere, type Erase } from '@throughcare/platform/erasure';

/** What became of each pathway, and when, stays; numbers, where the person is and was, and everything that staff wrote go. */
export const erase: Erase = async (tx, { crn, nomsNumber, at, pseudonym }) => {
  const found = await tx.query<{ id: string }[]>(
    'select id from person where crn = $1 or noms_number = $2 order by id for update',
    [crn, nomsNumber ?? null],
  );
  const ids = found.map(({ id }) => id);
  for (const [nth, id] of ids.entries())
    await tx.query(
      // eslint-disable-next-line throughcare/aggregates -- the gateway has published the erasure, and no event may name who is erased
      `update person set erased_at = $2, crn = null, noms_number = $3, event_key = $3, prison_id = null where id = $1`,
      [id, at, nth === 0 ? pseudonym : `${pseudonym}-${nth}`],
    );
  await tx.query(
    // eslint-disable-next-line throughcare/aggregates -- as above
    'update pathway_status s set event_key = p.event_key from person p where p.id = s.person_id and p.id = any($1)',
    [ids],
  );
  await tx.query('update pathway_change set case_note_id = null where person_id = any($1)', [ids]);
  for (const table of ['case_note', 'custody_event'])
    await tx.query(`delete from ${table} where person_id = any($1)`, [ids]);
  await toldElsewhere(tx, 'person', ids);
};
