import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import type { EventOf } from '@throughcare/events/define-event';
import { PersonReceived } from '@throughcare/events/person-received.v1';
import { PersonReleased } from '@throughcare/events/person-released.v1';
import { OnEvent, type EventContext } from '@throughcare/messaging/consumer/event-pattern';
import { ReplayHooks } from '@throughcare/messaging/replay/rebuild';
import type { EntityManager } from 'typeorm';
import { openPerson } from '../person/open-person';
import { Person } from '../person/person.entity';
import { CustodyEvent } from './custody.entity';
import { prisonAfter } from './custody.rules';

const CONSUMER = 'passport.custody';
type Movement = EventOf<typeof PersonReleased> | EventOf<typeof PersonReceived>;

const record = async (event: Movement, what: Pick<CustodyEvent, 'type' | 'reason'>, { tx }: EventContext) => {
  const { nomsNumber, crn, prisonId = null, movementReasonCode, occurredAt, verifiedAt } = event.data;
  const person = await openPerson(tx, nomsNumber, crn);
  await tx.save(CustodyEvent, {
    ...what,
    eventId: event.id,
    personId: person.id,
    prisonId,
    reasonCode: movementReasonCode,
    occurredAt: new Date(occurredAt),
    verifiedAt: new Date(verifiedAt),
  });
  const movements = await tx.findBy(CustodyEvent, { personId: person.id });
  await tx.update(Person, person.id, { prisonId: prisonAfter(movements) });
};

/** Persons stay: passports are opened by staff too. Not to be rebuilt as a whole for the same reason. */
const forget = async (tx: EntityManager, keys: readonly string[]): Promise<void> => {
  const persons = 'select id from person where noms_number = any($1) or crn = any($1)';
  await tx.query(`delete from custody_event where person_id in (${persons})`, [keys]);
  await tx.query(`update person set prison_id = null where id in (${persons})`, [keys]);
};

/** Where the person is, as custody events tell it. Nothing is reset by them: pathways stay as they are. */
@Controller()
export class CustodyEvents {
  constructor(hooks: ReplayHooks) {
    hooks.register(CONSUMER, { reset: forget });
  }

  @OnEvent(PersonReleased, { consumer: CONSUMER })
  async released(@Payload() event: EventOf<typeof PersonReleased>, @Ctx() context: EventContext) {
    await record(event, { type: 'PRISON_RELEASE', reason: null }, context);
  }

  @OnEvent(PersonReceived, { consumer: CONSUMER })
  async received(@Payload() event: EventOf<typeof PersonReceived>, @Ctx() context: EventContext) {
    await record(event, { type: 'PRISON_ADMISSION', reason: event.data.recall ? 'RECALL' : null }, context);
  }
}
