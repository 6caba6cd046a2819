import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import type { EventOf } from '@throughcare/events/define-event';
import { PersonMerged } from '@throughcare/events/person-merged.v1';
import { PersonUnmerged } from '@throughcare/events/person-unmerged.v1';
import { OnEvent, type EventContext } from '@throughcare/messaging/consumer/event-pattern';
import { ReplayHooks } from '@throughcare/messaging/replay/rebuild';
import { followMerge, type NumbersOf } from './follow';

/** Provide {@link NumbersOf} of the service under it. */
export const NUMBERS = Symbol('throughcare.numbers');

const consumer = 'merged-numbers';

/** Rows of the service follow the number that a person has now. */
@Controller()
export class NumberEvents {
  constructor(
    @Inject(NUMBERS) private readonly numbers: NumbersOf,
    @Inject(ReplayHooks) hooks: ReplayHooks,
  ) {
    hooks.without(consumer, 'It rewrites rows of others as people are merged: redeliver the merges that were missed.');
  }

  @OnEvent(PersonMerged, { consumer })
  async merged(
    @Payload() { data, aggregateversion: version }: EventOf<typeof PersonMerged>,
    @Ctx() { tx }: EventContext,
  ) {
    await followMerge(tx, this.numbers, { ...data, isMerged: true, version });
  }

  @OnEvent(PersonUnmerged, { consumer })
  async unmerged(
    @Payload() { data, aggregateversion: version }: EventOf<typeof PersonUnmerged>,
    @Ctx() { tx }: EventContext,
  ) {
    await followMerge(tx, this.numbers, { ...data, isMerged: false, version });
  }
}
