import { newId } from '@throughcare/events/ids';
import { createIfNew, updateBookkeeping } from '@throughcare/messaging/aggregate';
import type { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { survivorOf } from '@throughcare/platform/numbers';
import type { EntityManager } from 'typeorm';
import { PATHWAYS } from './pathway.rules';
import { people } from '../person/person.aggregate';
import { Person } from '../person/person.entity';
import { keyOf } from '../person/person.rules';

/**
 * How a person is locked, always before their pathways. Who changes a pathway shares the person with whoever changes another one. Who writes
 * the person's own row does so alone, and lets pathways change. A merge is alone with the person, and so is an instance of the release before.
 */
const MODES = { shared: 'for_key_share', row: 'for_no_key_update', alone: 'pessimistic_write' } as const;
export type PersonLock = keyof typeof MODES;

export const lockPerson = (tx: EntityManager, nomsNumber: string, lock: PersonLock) =>
  tx.findOne(Person, { where: { nomsNumber }, lock: { mode: MODES[lock] } });

/** The seven pathways, which nobody has changed yet: the table gives them version 0. */
const openPathways = (tx: EntityManager, { id, eventKey }: Person) =>
  tx.query(
    `insert into pathway_status (id, person_id, pathway, status, event_key)
     select n.id, $1, n.pathway, 'NOT_STARTED', $2 from unnest($3::uuid[], $4::text[]) as n (id, pathway) order by n.id`,
    [id, eventKey, PATHWAYS.map(newId), PATHWAYS],
  );

interface Wanted {
  readonly number: string;
  readonly crn?: string | undefined;
  readonly lock: PersonLock;
}

/** Two may open the same passport at once: the second waits for the first and then finds it. */
const create = async (work: UnitOfWork, tx: EntityManager, nomsNumber: string, wanted: Wanted): Promise<Person> => {
  const crn = wanted.crn ?? null;
  const numbers = { nomsNumber, crn, eventKey: keyOf({ crn, nomsNumber }) };
  const row = { id: newId(), ...numbers, prisonId: null, supportNeedsLegacyProfile: false };
  const opened = await createIfNew(work, people, row, { events: [], also: openPathways });
  const person = opened ?? (await lockPerson(tx, nomsNumber, wanted.lock));
  if (!person) throw new Error('a person that was just opened is gone');
  return person;
};

/**
 * The person with this prison number, or with the one it was merged into, locked until the transaction ends; opened with seven
 * pathways when new. A CRN is taken over when we had none.
 */
export const openPerson = (
  work: UnitOfWork,
  number: string,
  crn?: string,
  lock: PersonLock = 'shared',
): Promise<Person> =>
  work.run(async (tx) => {
    const found = await lockPerson(tx, await survivorOf(tx, 'noms', number), lock);
    const person = found ?? (await openNew(work, tx, { number, crn, lock }));
    return crn === undefined || person.crn !== null ? person : takeOver(tx, person, crn);
  });

/** While a merge is taken in nobody opens a passport under the number that goes. */
const openNew = async (work: UnitOfWork, tx: EntityManager, wanted: Wanted): Promise<Person> => {
  await tx.query(`select pg_advisory_xact_lock_shared(hashtextextended('merged_number', 0))`);
  const nomsNumber = await survivorOf(tx, 'noms', wanted.number);
  return (await lockPerson(tx, nomsNumber, wanted.lock)) ?? create(work, tx, nomsNumber, wanted);
};

/** Of two that bring a CRN the first counts. They may share the person by now, and neither lets it go: this lock waits for none that is shared. */
const takeOver = async (tx: EntityManager, { nomsNumber }: Person, crn: string): Promise<Person> => {
  const person = await tx.findOneOrFail(Person, { where: { nomsNumber }, lock: { mode: MODES.row } });
  if (person.crn !== null) return person;
  await updateBookkeeping(tx, people, { id: person.id }, { crn });
  return { ...person, crn };
};
