import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import type { EventOf } from '@throughcare/events/define-event';
import { IdentityLinked } from '@throughcare/events/identity-linked.v1';
import { PersonMerged } from '@throughcare/events/person-merged.v1';
import { PersonUnmerged } from '@throughcare/events/person-unmerged.v1';
import { OnEvent, type EventContext } from '@throughcare/messaging/consumer/event-pattern';
import { ReplayHooks } from '@throughcare/messaging/replay/rebuild';
import { followMerge, survivorOf, type NumbersOf } from '@throughcare/platform/numbers';
import { mergePeople } from './merge-people';

const CONSUMER = 'passport.identity';
type Merge = EventOf<typeof PersonMerged> | EventOf<typeof PersonUnmerged>;

/** CRNs are only noted here, so they are simply rewritten; a prison number is a passport, and two are joined. */
const crns = [{ table: 'person', id: 'id', crn: 'crn' }];

const follow = (event: Merge, { tx, publish }: EventContext, isMerged: boolean): Promise<void> => {
  const after: NonNullable<NumbersOf['after']> = async (_, { numberType, from }) => {
    if (numberType !== 'noms') return;
    const into = await survivorOf(tx, 'noms', from);
    if (into !== from) await mergePeople({ tx, publish, cause: event.type }, from, into);
  };
  return followMerge(tx, { tables: crns, after }, { ...event.data, isMerged, version: event.aggregateversion });
};

/** A passport goes with the number that its person has now. */
@Controller()
export class IdentityEvents {
  constructor(hooks: ReplayHooks) {
    hooks.without(CONSUMER, 'It joins passports, which cannot be parted again: redeliver the merges that were missed.');
  }

  @OnEvent(PersonMerged, { consumer: CONSUMER })
  async merged(@Payload() event: EventOf<typeof PersonMerged>, @Ctx() context: EventContext) {
    await follow(event, context, true);
  }

  /** Of a CRN. NOMIS does not undo a merge of prison numbers; a passport that was joined stays one. */
  @OnEvent(PersonUnmerged, { consumer: CONSUMER })
  async unmerged(@Payload() event: EventOf<typeof PersonUnmerged>, @Ctx() context: EventContext) {
    await follow(event, context, false);
  }

  /** A CRN is taken over where there was none, and taken back where the link has ended. */
  @OnEvent(IdentityLinked, { consumer: CONSUMER })
  async linked(@Payload() { data }: EventOf<typeof IdentityLinked>, @Ctx() { tx }: EventContext) {
    const noms = await survivorOf(tx, 'noms', data.nomsNumber);
    await tx.query(
      data.isLinked
        ? 'update person set crn = $2 where noms_number = $1 and crn is null'
        : 'update person set crn = null where noms_number = $1 and crn = $2',
      [noms, data.crn],
    );
  }
}
