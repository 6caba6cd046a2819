import { Controller } from '@nestjs/common';
import { defineRead, defineReads, type ReadOf } from '@throughcare/events/define-read';
import { IdentityLinked } from '@throughcare/events/identity-linked.v1';
import { PersonMerged } from '@throughcare/events/person-merged.v1';
import { PersonUnmerged } from '@throughcare/events/person-unmerged.v1';
import { defineConsumer } from '@throughcare/messaging/define-consumer';
import { OnEvent, OnEvents, type EventContext } from '@throughcare/messaging/on-event';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { ReplayHooks } from '@throughcare/messaging/replay';
import { isErased } from '@throughcare/platform/erasure';
import { followMerge, survivorOf, type NumbersOf } from '@throughcare/platform/numbers';
import { mergePeople } from './merge-people';

const identity = defineConsumer('passport.identity');
const merges = defineReads([PersonMerged, PersonUnmerged], ['numberType', 'from', 'into']);
const linked = defineRead(IdentityLinked, ['crn', 'nomsNumber', 'isLinked']);

/** CRNs are only noted here, so they are simply rewritten; a prison number is a passport, and two are joined. */
const crns = [{ table: 'person', id: 'id', crn: 'crn' }];

/** A passport goes with the number that its person has now. */
@Controller()
export class IdentityEvents {
  constructor(
    hooks: ReplayHooks,
    private readonly work: UnitOfWork,
  ) {
    hooks.without(
      identity.name,
      'It joins passports, which cannot be parted again: redeliver the merges that were missed.',
    );
  }

  /** Only merges of CRNs are undone. NOMIS does not undo one of prison numbers; a passport that was joined stays one. */
  @OnEvents(merges, identity)
  async follow(event: ReadOf<(typeof merges)[number]>, ctx: EventContext): Promise<void> {
    if (await isErased(ctx.tx, event.data.from, event.data.into)) return;
    const after: NonNullable<NumbersOf['after']> = async (_, { numberType, from }) => {
      if (numberType !== 'noms') return;
      const into = await survivorOf(ctx.tx, 'noms', from);
      if (into !== from) await mergePeople({ work: this.work, tx: ctx.tx, cause: event.type }, from, into);
    };
    const isMerged = event.type === PersonMerged.type;
    await followMerge(ctx.tx, { tables: crns, after }, { ...event.data, isMerged, version: event.aggregateversion });
  }

  /** A CRN is taken over where there was none, and taken back where the link has ended. */
  @OnEvent(linked, identity)
  async linked({ data }: ReadOf<typeof linked>, ctx: EventContext) {
    if (await isErased(ctx.tx, data.crn)) return;
    const noms = await survivorOf(ctx.tx, 'noms', data.nomsNumber);
    await ctx.tx.query(
      data.isLinked
        ? 'update person set crn = $2 where noms_number = $1 and crn is null'
        : 'update person set crn = null where noms_number = $1 and crn = $2',
      [noms, data.crn],
    );
  }
}
