import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { EventDetailService } from '../public-events/event-detail.service';
import { IdentityService, type SaidMerge } from '../identity/identity.service';
import { numbersIn, survivorOf } from '../identity/merged-numbers';
import { LedgerService } from './ledger.service';

/** Locked in the order in which everybody locks them. */
const RENUMBER = `
  with found as (
    select id from sync_operation
     where (made_with is null and crn = any($1) or made_with = any($1)) and crn <> $2
     order by seq for update
  ), renumbered as (
    update sync_operation o set made_with = nullif(coalesce(o.made_with, o.crn), $2), crn = $2, person = $2
      from found where o.id = found.id
    returning o.event_id, o.seq, o.taken_at
  )
  select event_id as "eventId" from renumbered where taken_at is null order by seq`;

/**
 * What was sent of a person goes out under the CRN that they have now, in one line. It follows from the merges that are known, so
 * undoing one gives each operation its own CRN again. What nDelius has read stays as it was read.
 */
@Injectable()
export class MergedLinesService {
  constructor(
    identities: IdentityService,
    private readonly ledger: LedgerService,
    private readonly details: EventDetailService,
  ) {
    identities.onMerged((tx, said) => this.follow(tx, said));
  }

  private async follow(tx: EntityManager, { numberType, from, into }: SaidMerge): Promise<void> {
    if (numberType !== 'crn') return;
    const crn = await survivorOf(tx, 'crn', from);
    const unread = await tx.query<{ eventId: string }[]>(RENUMBER, [await numbersIn(tx, 'crn', from), crn]);
    for (const { eventId } of unread) await this.details.rename(tx, eventId, crn);
    for (const person of new Set([crn, await survivorOf(tx, 'crn', into)])) await this.ledger.realign(tx, person);
  }
}
