import { Controller, Inject } from '@nestjs/common';
import { clock } from '@throughcare/base/clock';
import { defineRead, type ReadOf } from '@throughcare/events/define-read';
import { PersonDetailsChanged } from '@throughcare/events/person-details-changed.v1';
import { defineConsumer } from '@throughcare/messaging/define-consumer';
import { OnEvent, type EventContext } from '@throughcare/messaging/on-event';
import { ReplayHooks } from '@throughcare/messaging/replay';
import { wantAgain } from '../people/index-entries';

const index = defineConsumer('people-index');
const changes = defineRead(PersonDetailsChanged, ['crn', 'nomsNumber?']);

/** What is known of a person whose details changed counts no longer, until they are asked about again. */
@Controller()
export class PeopleIndexEvents {
  constructor(@Inject(ReplayHooks) hooks: ReplayHooks) {
    hooks.without(index.name, 'Entries follow nDelius within a day, whatever was missed.');
  }

  @OnEvent(changes, index)
  async changed({ data: { crn, nomsNumber } }: ReadOf<typeof changes>, ctx: EventContext): Promise<void> {
    await wantAgain(ctx.tx, nomsNumber === undefined ? [crn] : [crn, nomsNumber], clock.now());
  }
}
