import { changeLocked, updateBookkeeping } from '@throughcare/messaging/aggregate';
import type { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { type EntityManager, In } from 'typeorm';
import { AccommodationFact } from '../accommodation/accommodation.entity';
import { accommodationStatus } from '../accommodation/accommodation.rules';
import { CustodyEvent } from '../custody/custody.entity';
import { prisonAfter } from '../custody/custody.rules';
import { moveOf } from '../pathway/move-of';
import { pathways } from '../pathway/pathway.aggregate';
import { CaseNote, PathwayChange, PathwayStatus } from '../pathway/pathway.entity';
import { STAFF } from '../pathway/pathway.rules';
import { lockPerson } from '../pathway/open-person';
import { people } from '../person/person.aggregate';
import { Person } from '../person/person.entity';

/** Everything that belongs to one person and not to one pathway. */
const OWNED = [CaseNote, PathwayChange, AccommodationFact, CustodyEvent] as const;

interface Joining {
  readonly work: UnitOfWork;
  readonly tx: EntityManager;
  /** Type of the event that says so: the cause that history shows. */
  readonly cause: string;
}

/**
 * Two prison numbers are one person: what was kept under `from` is the passport of `into`. Of two statuses of a pathway the one that
 * was set last counts; notes and history of both stay.
 */
export const mergePeople = async (joining: Joining, from: string, into: string): Promise<void> => {
  const { tx } = joining;
  const [first, second] = [from, into].toSorted();
  const found = [await lockPerson(tx, first ?? from, 'alone'), await lockPerson(tx, second ?? into, 'alone')];
  const [gone, kept] = [from, into].map((number) => found.find((person) => person?.nomsNumber === number));
  if (!gone) return;
  if (!kept) {
    await updateBookkeeping(tx, people, { id: gone.id }, { nomsNumber: into });
    return;
  }
  await join(joining, gone, kept);
};

const join = async (joining: Joining, gone: Person, kept: Person): Promise<void> => {
  const { tx } = joining;
  const both = await tx.find(PathwayStatus, {
    where: { personId: In([gone.id, kept.id]) },
    order: { id: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  });
  for (const entity of OWNED) await tx.update(entity, { personId: gone.id }, { personId: kept.id });
  // eslint-disable-next-line throughcare/aggregates -- two passports become one: of the rows that go nothing more is published
  await tx.delete(PathwayStatus, { personId: gone.id });
  // eslint-disable-next-line throughcare/aggregates -- as above
  await tx.delete(Person, { id: gone.id });
  const movements = await tx.findBy(CustodyEvent, { personId: kept.id });
  const joined = {
    crn: kept.crn ?? gone.crn,
    prisonId: prisonAfter(movements) ?? kept.prisonId ?? gone.prisonId,
    supportNeedsLegacyProfile: kept.supportNeedsLegacyProfile || gone.supportNeedsLegacyProfile,
  };
  await updateBookkeeping(tx, people, { id: kept.id }, joined);
  const person = { ...kept, ...joined };
  for (const held of both.filter(({ personId }) => personId === kept.id)) {
    const other = both.find(({ personId, pathway }) => personId === gone.id && pathway === held.pathway);
    const pathway = other ? await takeNewer(joining, person, held, other) : held;
    if (pathway.pathway === 'ACCOMMODATION') await settleAccommodation(joining, person, pathway);
  }
};

const setAt = ({ updatedAt }: PathwayStatus): number => updatedAt?.getTime() ?? -Infinity;

const takeNewer = async ({ work, cause }: Joining, person: Person, held: PathwayStatus, other: PathwayStatus) => {
  if (setAt(other) <= setAt(held)) return held;
  const move = moveOf(person, held, { to: other.status, cause });
  // It was set when it was set, by whom it was: only the passport it is in is new.
  const changes = { ...move.changes, cause: other.cause, updatedAt: other.updatedAt };
  return changeLocked(work, pathways, held, { ...move, changes });
};

/** The facts of both together may say something that neither said. */
const settleAccommodation = async ({ work, tx, cause }: Joining, person: Person, held: PathwayStatus) => {
  const facts = await tx.findBy(AccommodationFact, { personId: person.id });
  const to = accommodationStatus(facts, held.cause === STAFF);
  if (to && to !== held.status) await changeLocked(work, pathways, held, moveOf(person, held, { to, cause }));
};
