import type { EventEnvelope } from '@throughcare/events/define-event';
import { changeAggregate } from '@throughcare/messaging/aggregate';
import type { EventContext } from '@throughcare/messaging/on-event';
import type { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { isErased } from '@throughcare/platform/erasure';
import { moveOf } from '../pathway/move-of';
import { pathways } from '../pathway/pathway.aggregate';
import { STAFF } from '../pathway/pathway.rules';
import { openPerson } from '../pathway/open-person';
import { AccommodationFact, IgnoredEvent } from './accommodation.entity';
import { accommodationStatus, isNews, type FactKind, type FactState } from './accommodation.rules';

/** What every accommodation event says of whom it is about. */
interface About {
  readonly crn: string;
  readonly nomsNumber?: string | undefined;
  readonly applicationId?: string | undefined;
}

export interface Learnt {
  readonly kind: FactKind;
  readonly subjectId: string;
  readonly state: FactState;
}

/** A passport is found by prison number; without one there is nothing to move, and we say so. */
const ignore = async (event: EventEnvelope, ctx: EventContext, reason: string) => {
  const row = { eventId: event.id, consumer: ctx.consumer, type: event.type, reason };
  await ctx.tx.createQueryBuilder().insert().into(IgnoredEvent).values(row).orIgnore().execute();
};

/** Keeps the fact when it is news, and moves the accommodation pathway to what all facts together say. */
export const learnFact = async (
  work: UnitOfWork,
  event: EventEnvelope<string, About>,
  learnt: Learnt,
  ctx: EventContext,
) => {
  const { nomsNumber, crn, applicationId = null } = event.data;
  if (nomsNumber === undefined) return ignore(event, ctx, 'NO_NOMS_NUMBER');
  if (await isErased(ctx.tx, crn)) return ignore(event, ctx, 'PERSON_ERASED');
  const person = await openPerson(work, nomsNumber, crn);
  // Locked before facts are read, so that of two who learn at once the second knows what the first has learnt.
  await changeAggregate(work, pathways, { personId: person.id, pathway: 'ACCOMMODATION' }, async (pathway, tx) => {
    const held = await tx.findOneBy(AccommodationFact, { kind: learnt.kind, subjectId: learnt.subjectId });
    const heard = { ...learnt, applicationId, version: event.aggregateversion, occurredAt: new Date(event.time) };
    if (!isNews(held, heard)) return undefined;
    await tx.save(AccommodationFact, { ...heard, personId: person.id });
    const facts = await tx.findBy(AccommodationFact, { personId: person.id });
    const to = accommodationStatus(facts, pathway.cause === STAFF);
    return to && moveOf(person, pathway, { to, cause: event.type });
  });
};
