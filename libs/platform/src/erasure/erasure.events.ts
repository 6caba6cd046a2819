import { randomBytes } from 'node:crypto';
import { Controller, Inject } from '@nestjs/common';
import { defineRead, type ReadOf } from '@throughcare/events/define-read';
import { PersonErased } from '@throughcare/events/person-erased.v1';
import { defineConsumer } from '@throughcare/messaging/define-consumer';
import { OnEvent, type EventContext } from '@throughcare/messaging/on-event';
import { ReplayHooks } from '@throughcare/messaging/replay';
import { numbersIn, survivorOf } from '../numbers/merged-numbers';
import { lockErasures, noteErased } from '../numbers/erased-numbers';
import type { Erase } from './erased';

/** Provide the {@link Erase} of the service under it. */
export const ERASURE = Symbol('throughcare.erasure');

const erasure = defineConsumer('erasure');
const erased = defineRead(PersonErased, ['crn', 'nomsNumber?', 'erasedAt']);

/**
 * Takes people out of the service whom nDelius has deleted. A number that was merged into another is nobody by itself: their rows are the
 * other's. Add it to `controllers`.
 */
@Controller()
export class ErasureEvents {
  constructor(
    @Inject(ERASURE) private readonly erase: Erase,
    @Inject(ReplayHooks) hooks: ReplayHooks,
  ) {
    hooks.without(erasure.name, 'What is erased cannot be erased again: redeliver the erasures that were missed.');
  }

  @OnEvent(erased, erasure)
  async erased({ data }: ReadOf<typeof erased>, ctx: EventContext): Promise<void> {
    const { crn, nomsNumber, erasedAt } = data;
    await lockErasures(ctx.tx);
    if ((await survivorOf(ctx.tx, 'crn', crn)) !== crn) return;
    const pseudonym = `ERASED-${randomBytes(5).toString('hex')}`;
    const at = new Date(erasedAt);
    await this.erase(ctx.tx, { crn, nomsNumber, at, pseudonym });
    const numbers = [
      ...(await numbersIn(ctx.tx, 'crn', crn)),
      ...(nomsNumber ? await numbersIn(ctx.tx, 'noms', nomsNumber) : []),
    ];
    await noteErased(ctx.tx, numbers, at);
    await ctx.tx.query('delete from renumbered_row where made_with = any($1)', [numbers]);
    await ctx.tx.query('delete from merged_number where from_number = any($1) or into_number = any($1)', [numbers]);
  }
}
