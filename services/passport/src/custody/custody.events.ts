import { Controller } from '@nestjs/common';
import { defineRead, type ReadOf } from '@throughcare/events/define-read';
import { PersonReceived } from '@throughcare/events/person-received.v1';
import { PersonReleased } from '@throughcare/events/person-released.v1';
import { defineConsumer } from '@throughcare/messaging/define-consumer';
import { OnEvents, type EventContext } from '@throughcare/messaging/on-event';
import { updateBookkeeping } from '@throughcare/messaging/aggregate';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { ReplayHooks } from '@throughcare/messaging/replay';
import { isErased } from '@throughcare/platform/erasure';
import type { EntityManager } from 'typeorm';
import { openPerson } from '../pathway/open-person';
import { people } from '../person/person.aggregate';
import { CustodyEvent } from './custody.entity';
import { prisonAfter } from './custody.rules';

const custody = defineConsumer('passport.custody');

const movement = ['nomsNumber', 'crn?', 'prisonId?', 'movementReasonCode', 'occurredAt', 'verifiedAt'] as const;
const released = defineRead(PersonReleased, movement);
const received = defineRead(PersonReceived, [...movement, 'recall']);

/** Persons stay: passports are opened by staff too. Not to be rebuilt as a whole for the same reason. */
const forget = async (tx: EntityManager, keys: readonly string[]): Promise<void> => {
  const persons = 'select id from person where noms_number = any($1) or crn = any($1)';
  await tx.query(`delete from custody_event where person_id in (${persons})`, [keys]);
  await tx.query(`update person set prison_id = null where id in (${persons})`, [keys]);
};

/** Where the person is, as custody events tell it. Nothing is reset by them: pathways stay as they are. */
@Controller()
export class CustodyEvents {
  constructor(
    hooks: ReplayHooks,
    private readonly work: UnitOfWork,
  ) {
    hooks.register(custody.name, { reset: forget });
  }

  @OnEvents([released, received], custody)
  async moved(event: ReadOf<typeof released | typeof received>, ctx: EventContext): Promise<void> {
    const { nomsNumber, crn, prisonId = null, movementReasonCode, occurredAt, verifiedAt } = event.data;
    if (await isErased(ctx.tx, crn ?? nomsNumber)) return;
    // Movements of a person are counted one after the other; pathways may change beside them.
    const person = await openPerson(this.work, nomsNumber, crn, 'row');
    const isRecall = event.type === PersonReceived.type && event.data.recall;
    await ctx.tx.save(CustodyEvent, {
      type: event.type === PersonReceived.type ? 'PRISON_ADMISSION' : 'PRISON_RELEASE',
      reason: isRecall ? 'RECALL' : null,
      eventId: event.id,
      personId: person.id,
      prisonId,
      reasonCode: movementReasonCode,
      occurredAt: new Date(occurredAt),
      verifiedAt: new Date(verifiedAt),
    });
    const movements = await ctx.tx.findBy(CustodyEvent, { personId: person.id });
    await updateBookkeeping(ctx.tx, people, { id: person.id }, { prisonId: prisonAfter(movements) });
  }
}
