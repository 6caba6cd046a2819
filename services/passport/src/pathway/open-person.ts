import { newId } from '@throughcare/events/ids';
import { createIfNew, updateBookkeeping } from '@throughcare/messaging/aggregate';
import type { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { survivorOf } from '@throughcare/platform/numbers';
import type { EntityManager } from 'typeorm';
import { PathwayStatus } from './pathway.entity';
import { PATHWAYS } from './pathway.rules';
import { people } from '../person/person.aggregate';
import { Person } from '../person/person.entity';
import { keyOf } from '../person/person.rules';

export const lockPerson = (tx: EntityManager, nomsNumber: string) =>
  tx.findOne(Person, { where: { nomsNumber }, lock: { mode: 'pessimistic_write' } });

/** Two may open the same passport at once: the second waits for the first and then finds it. */
const create = async (
  work: UnitOfWork,
  tx: EntityManager,
  nomsNumber: string,
  crn: string | null = null,
): Promise<Person> => {
  const numbers = { nomsNumber, crn, eventKey: keyOf({ crn, nomsNumber }) };
  const opened = { id: newId(), ...numbers, prisonId: null, supportNeedsLegacyProfile: false };
  await createIfNew(work, people, opened, { events: [] });
  const person = await lockPerson(tx, nomsNumber);
  if (!person) throw new Error('a person that was just opened is gone');
  const statuses = PATHWAYS.map((pathway) => ({ personId: person.id, pathway, status: 'NOT_STARTED' as const }));
  await tx.createQueryBuilder().insert().into(PathwayStatus).values(statuses).orIgnore().execute();
  return person;
};

/**
 * The person with this prison number, or with the one it was merged into, locked until the transaction ends; opened with seven
 * pathways when new. A CRN is taken over when we had none.
 */
export const openPerson = (work: UnitOfWork, number: string, crn?: string): Promise<Person> =>
  work.run(async (tx) => {
    const person =
      (await lockPerson(tx, await survivorOf(tx, 'noms', number))) ?? (await openNew(work, tx, number, crn));
    if (crn === undefined || person.crn !== null) return person;
    await updateBookkeeping(tx, people, { id: person.id }, { crn });
    return { ...person, crn };
  });

/** While a merge is taken in nobody opens a passport under the number that goes. */
const openNew = async (work: UnitOfWork, tx: EntityManager, number: string, crn?: string): Promise<Person> => {
  await tx.query(`select pg_advisory_xact_lock_shared(hashtextextended('merged_number', 0))`);
  const nomsNumber = await survivorOf(tx, 'noms', number);
  return (await lockPerson(tx, nomsNumber)) ?? create(work, tx, nomsNumber, crn);
};
