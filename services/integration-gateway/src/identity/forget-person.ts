import { randomBytes } from 'node:crypto';
import { noteErased } from '@throughcare/platform/erasure';
import type { EntityManager } from 'typeorm';
import { numbersIn } from './merged-numbers';

/** What is known by a number and about nobody without it. Claims and gaps refer to their person. */
const BY_CRN = ['identity_link', 'known_details', 'followed_risk'];
const BY_PRISON_NUMBER = ['custody_claim', 'custody_gap', 'custody_person', 'seen_place'];
/** Operations of which nothing more is to be found out. Of others nDelius could not be asked any more. */
const SETTLED = ['read', 'confirmed', 'dry-run'];

/** Takes a person out of what the gateway keeps. What nDelius was sent stays in the ledger under a pseudonym; what it read of it goes. */
export const forgetPerson = async (
  tx: EntityManager,
  { crn, nomsNumber, at }: { readonly crn: string; readonly nomsNumber: string | undefined; readonly at: Date },
): Promise<void> => {
  const crns = await numbersIn(tx, 'crn', crn);
  const prisonNumbers = nomsNumber === undefined ? [] : await numbersIn(tx, 'noms', nomsNumber);
  const numbers = [...crns, ...prisonNumbers];
  for (const table of BY_CRN) await tx.query(`delete from ${table} where crn = any($1)`, [crns]);
  for (const table of BY_PRISON_NUMBER)
    await tx.query(`delete from ${table} where noms_number = any($1)`, [prisonNumbers]);
  // eslint-disable-next-line throughcare/aggregates -- whose numbers they were is nobody's any more
  await tx.query('delete from identity_merge where from_number = any($1) or into_number = any($1)', [numbers]);
  await forgetLedger(tx, numbers);
  await noteErased(tx, numbers, at);
};

const forgetLedger = async (tx: EntityManager, numbers: readonly string[]): Promise<void> => {
  const told = await tx.query<{ id: string; eventId: string; state: string }[]>(
    `select id, event_id as "eventId", state from sync_operation
      where person = any($1) or crn = any($1) or noms_number = any($1) or made_with = any($1) order by seq for update`,
    [numbers],
  );
  await tx.query('delete from event_detail where event_id = any($1)', [told.map(({ eventId }) => eventId)]);
  const [settled, open] = [true, false].map((isSettled) =>
    told.filter(({ state }) => SETTLED.includes(state) === isSettled).map(({ id }) => id),
  );
  // eslint-disable-next-line throughcare/aggregates -- nothing will be sent about who is erased
  await tx.query('delete from sync_operation where id = any($1)', [open]);
  await tx.query(
    // eslint-disable-next-line throughcare/aggregates -- the erasure is published, and no event may name who is erased
    `update sync_operation set person = $2, event_key = $2, crn = null, made_with = null, noms_number = null, address_id = null,
            held_event = null, last_error = null
      where id = any($1)`,
    [settled, `ERASED-${randomBytes(5).toString('hex')}`],
  );
};
