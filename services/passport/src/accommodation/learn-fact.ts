import type { EventEnvelope } from '@throughcare/events/define-event';
import type { EventContext } from '@throughcare/messaging/on-event';
import type { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { isErased } from '@throughcare/platform/erasure';
import { movePathway } from '../pathway/move-pathway';
import { PathwayStatus } from '../pathway/pathway.entity';
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
  const { tx } = ctx;
  const { nomsNumber, crn, applicationId = null } = event.data;
  if (nomsNumber === undefined) return ignore(event, ctx, 'NO_NOMS_NUMBER');
  if (await isErased(tx, crn)) return ignore(event, ctx, 'PERSON_ERASED');
  const person = await openPerson(work, nomsNumber, crn);
  const held = await tx.findOneBy(AccommodationFact, { kind: learnt.kind, subjectId: learnt.subjectId });
  const heard = { ...learnt, applicationId, version: event.aggregateversion, occurredAt: new Date(event.time) };
  if (!isNews(held, heard)) return;
  await tx.save(AccommodationFact, { ...heard, personId: person.id });
  const facts = await tx.findBy(AccommodationFact, { personId: person.id });
  const status = await tx.findOneByOrFail(PathwayStatus, { personId: person.id, pathway: 'ACCOMMODATION' });
  const to = accommodationStatus(facts, status.cause === STAFF);
  if (to) await movePathway(work, person, { held: status, to, cause: event.type });
};
