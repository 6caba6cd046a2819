import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import type { EventOf } from '@throughcare/events/define-event';
import { PersonMerged } from '@throughcare/events/person-merged.v1';
import { PersonUnmerged } from '@throughcare/events/person-unmerged.v1';
import { OnEvent, type EventContext } from '@throughcare/messaging/event-pattern';
import { followMerge, type NumbersOf } from './follow';

/** Provide {@link NumbersOf} of the service under it. */
export const NUMBERS = Symbol('throughcare.numbers');

/** Rows of the service follow the number that a person has now. */
@Controller()
export class NumberEvents {
  constructor(@Inject(NUMBERS) private readonly numbers: NumbersOf) {}

  @OnEvent(PersonMerged, { consumer: 'merged-numbers' })
  async merged(
    @Payload() { data, aggregateversion: version }: EventOf<typeof PersonMerged>,
    @Ctx() { tx }: EventContext,
  ) {
    await followMerge(tx, this.numbers, { ...data, isMerged: true, version });
  }

  @OnEvent(PersonUnmerged, { consumer: 'merged-numbers' })
  async unmerged(
    @Payload() { data, aggregateversion: version }: EventOf<typeof PersonUnmerged>,
    @Ctx() { tx }: EventContext,
  ) {
    await followMerge(tx, this.numbers, { ...data, isMerged: false, version });
  }
}
