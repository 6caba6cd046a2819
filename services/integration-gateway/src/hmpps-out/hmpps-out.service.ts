import { Inject, Injectable, Optional } from '@nestjs/common';
import { newId } from '@throughcare/events/ids';
import { clock } from '@throughcare/base/clock';
import { correlationIdOf } from '@throughcare/base/context';
import { CONFIG } from '@throughcare/platform/config';
import { isErased } from '@throughcare/platform/erasure';
import type { EntityManager } from 'typeorm';
import type { GatewayConfig } from '../config';
import { follow, unfollow } from '../custody/following';
import { IdentityService } from '../identity/identity.service';
import { crnOf } from '../identity/identity.rules';
import { holdMerges, survivorOf } from '../identity/merged-numbers';
import { park } from '../ledger/ledger.rules';
import { LedgerService } from '../ledger/ledger.service';
import { SyncOperation } from '../ledger/sync-operation.entity';
import { EventDetailService } from '../public-events/event-detail.service';
import { saysNothingNew, type Told } from './told.rules';
import { tellingsOf, type Untold } from './telling.rules';
import { toldBefore } from './told-before';
import { outwardOf, predecessors, type Outward, type Predecessor } from './predecessors.rules';
import type { PublicEvent } from './public-event.rules';
import { publicationOf } from './public-event.rules';
import { entryOfType } from '../public-events/topic.rules';

/** Types that go; {@link predecessors} when nobody says otherwise. */
const GOING = Symbol('throughcare.going');

/** Undoing a merge gives back the CRN that was told. */
const numbersNow = (told: string, crn: string) => ({ crn, madeWith: told === crn ? null : told });

/** Turns our public events into what the HMPPS topic is to carry. */
@Injectable()
export class HmppsOutService {
  private readonly uiUrl: string;

  constructor(
    @Inject(CONFIG) config: GatewayConfig,
    private readonly details: EventDetailService,
    private readonly ledger: LedgerService,
    private readonly identities: IdentityService,
    @Optional() @Inject(GOING) private readonly going: readonly Predecessor[] = predecessors,
  ) {
    this.uiUrl = config.PUBLIC_UI_URL.replace(/\/+$/, '');
    identities.onLinked((tx, noms, crn) => this.wake(tx, noms, crn));
  }

  /** What goes to the topic because of an event, in the consumer's transaction: what tells it, and older types that this takes the place of. */
  async record(event: PublicEvent | Untold, tx: EntityManager): Promise<void> {
    // nDelius does not know the person any more.
    if (await isErased(tx, event.data.crn)) return;
    let isNew = false;
    for (const telling of tellingsOf(event))
      for (const outward of outwardOf(telling, this.going)) isNew = (await this.keep(outward, event.id, tx)) || isNew;
    if (isNew) await this.follow(tx, event);
  }

  /** A CRN has become known: what waited for it gets its detail and can be sent. */
  async wake(tx: EntityManager, noms: string, crn: string): Promise<void> {
    await holdMerges(tx);
    const now = await survivorOf(tx, 'crn', crn);
    for (const operation of await this.ledger.waitingForCrn(tx, noms)) {
      const event = operation.heldEvent as PublicEvent;
      const numbers = { ...numbersNow(crn, now), person: now, heldEvent: null };
      const known = { ...operation, ...numbers };
      const { refusal, warnings, occurredAt } = await this.keepDetail(tx, event, now, await this.before(tx, known));
      const { changes, events } = refusal
        ? park(known, 'REFUSED', clock.now(), refusal)
        : { changes: { state: 'ready' as const, reason: null, nextAttemptAt: clock.now() }, events: [] };
      const completed = { ...numbers, warnings: [...warnings], occurredAt, ...changes };
      const awake = await this.ledger.apply(tx, operation, { changes: completed, events });
      await this.ledger.admit(tx, awake);
    }
  }

  /**
   * Keeps detail and ledger row. An event that has its row is left alone: a replay tells nobody twice. So is a correction that says
   * nothing new. False for both, and for what came too late: it says nothing of where the person is now.
   */
  private async keep({ event, beside }: Outward, orderedBy: string, tx: EntityManager): Promise<boolean> {
    if (await tx.existsBy(SyncOperation, { eventId: event.id, target: 'ndelius' })) return false;
    await holdMerges(tx);
    const crn = await this.crnOf(tx, event);
    const operation = this.operationFor(event, crn);
    Object.assign(operation, { beside, orderedBy });
    const told = await this.before(tx, operation);
    const { eventDetails } = publicationOf(event, crn ?? operation.person, this.uiUrl, told).detail;
    if (saysNothingNew(operation.operation, eventDetails, told)) return false;
    if (crn === undefined) {
      operation.heldEvent = event;
      await this.ledger.insert(tx, operation, park(operation, 'NO_CRN', clock.now()));
      return true;
    }
    return (await this.complete(tx, event, operation, told)) === undefined;
  }

  private async complete(tx: EntityManager, event: PublicEvent, op: SyncOperation, told: readonly Told[]) {
    const { refusal, warnings, occurredAt } = await this.keepDetail(tx, event, op.person, told);
    Object.assign(op, { warnings: [...warnings], occurredAt });
    const step = refusal ? park(op, 'REFUSED', clock.now(), refusal) : undefined;
    return this.ledger.insert(tx, op, step);
  }

  private before(tx: EntityManager, op: SyncOperation): Promise<readonly Told[]> {
    const heldDetails = (event: PublicEvent) => publicationOf(event, op.person, this.uiUrl).detail.eventDetails;
    return toldBefore(tx, op, heldDetails);
  }

  private async keepDetail(tx: EntityManager, event: PublicEvent, crn: string, told: readonly Told[]) {
    const publication = publicationOf(event, crn, this.uiUrl, told);
    await this.details.keep(tx, entryOfType(event.type).slug, publication.detail);
    return publication;
  }

  private async crnOf(tx: EntityManager, { data }: PublicEvent): Promise<string | undefined> {
    const named = crnOf(data);
    return named === undefined ? this.identities.crnOf(tx, data.nomsNumber ?? data.crn) : survivorOf(tx, 'crn', named);
  }

  /** Whom a movement would concern: not any more who has left and stays nowhere else. */
  private async follow(tx: EntityManager, { type, data }: PublicEvent | Untold): Promise<void> {
    const named = data.nomsNumber ?? (crnOf(data) === undefined ? data.crn : undefined);
    if (named === undefined) return;
    const noms = await survivorOf(tx, 'noms', named);
    // A correction of an old departure says nothing of a referral or stay that came after it.
    const hasLeft = type.endsWith('.person.departed') && !('staysAtBookingId' in data && data.staysAtBookingId);
    await (hasLeft ? unfollow(tx, noms) : follow(tx, noms));
  }

  private operationFor(event: PublicEvent, crn: string | undefined): SyncOperation {
    const { data } = event;
    const now = clock.now();
    return Object.assign(new SyncOperation(), {
      id: newId(),
      eventId: event.id,
      target: 'ndelius',
      eventType: event.type,
      operation: entryOfType(event.type).operation,
      occurredAt: event.time,
      person: crn ?? data.nomsNumber ?? data.crn,
      crn: null,
      madeWith: null,
      eventKey: crn === undefined ? (data.nomsNumber ?? data.crn) : (crnOf(data) ?? crn),
      ...(crn !== undefined && numbersNow(crnOf(data) ?? crn, crn)),
      nomsNumber: data.nomsNumber ?? (crn === undefined ? data.crn : null),
      applicationId: data.applicationId ?? null,
      bookingId: 'bookingId' in data ? data.bookingId : null,
      state: 'ready',
      reason: null,
      warnings: [],
      attempts: 0,
      nextAttemptAt: now,
      doubt: false,
      fetches: 0,
      copies: 0,
      heldEvent: null,
      version: 0,
      createdAt: now,
      lastError: null,
      traceparent: event.traceparent ?? null,
      correlationId: correlationIdOf(event.correlationid),
    } satisfies Partial<SyncOperation>);
  }
}
