import { Controller, Inject } from '@nestjs/common';
import { defineReads, type ReadOf } from '@throughcare/events/define-read';
import { PersonMerged } from '@throughcare/events/person-merged.v1';
import { PersonUnmerged } from '@throughcare/events/person-unmerged.v1';
import { defineConsumer } from '@throughcare/messaging/define-consumer';
import { OnEvents, type EventContext } from '@throughcare/messaging/on-event';
import { ReplayHooks } from '@throughcare/messaging/replay';
import { isErased } from './erased-numbers';
import { followMerge, type NumbersOf } from './follow';

/** Provide {@link NumbersOf} of the service under it. */
export const NUMBERS = Symbol('throughcare.numbers');

const followers = defineConsumer('merged-numbers');
const merges = defineReads([PersonMerged, PersonUnmerged], ['numberType', 'from', 'into']);

/** Rows of the service follow the number that a person has now. */
@Controller()
export class NumberEvents {
  constructor(
    @Inject(NUMBERS) private readonly numbers: NumbersOf,
    @Inject(ReplayHooks) hooks: ReplayHooks,
  ) {
    hooks.without(
      followers.name,
      'It rewrites rows of others as people are merged: redeliver the merges that were missed.',
    );
  }

  @OnEvents(merges, followers)
  async follow(event: ReadOf<(typeof merges)[number]>, ctx: EventContext): Promise<void> {
    const { type, data, aggregateversion: version } = event;
    if (await isErased(ctx.tx, data.from, data.into)) return;
    await followMerge(ctx.tx, this.numbers, { ...data, isMerged: type === PersonMerged.type, version });
  }
}
