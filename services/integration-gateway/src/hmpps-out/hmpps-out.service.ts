import { Inject, Injectable, Optional } from '@nestjs/common';
import { newId } from '@throughcare/events/ids';
import type { Publish } from '@throughcare/messaging/unit-of-work';
import { clock } from '@throughcare/platform/clock';
import { CONFIG } from '@throughcare/platform/config';
import type { EntityManager } from 'typeorm';
import type { GatewayConfig } from '../config';
import { follow, letGoOf } from '../custody/following';
import { Identities } from '../identity/identity.service';
import { crnOf } from '../identity/identity.rules';
import { survivorOf } from '../identity/merged-numbers';
import { park } from '../ledger/ledger.rules';
import { Ledger } from '../ledger/ledger.service';
import { SyncOperation } from '../ledger/sync-operation.entity';
import { EventDetails } from './event-detail.service';
import { outwardOf, predecessors, type Outward, type Predecessor } from './predecessors.rules';
import type { PublicEvent } from './public-event.rules';
import { publicationOf } from './public-event.rules';
import { entryOfType } from './topic.rules';

/** Types that go; {@link predecessors} when nobody says otherwise. */
const GOING = Symbol('throughcare.going');

/** Turns our public events into what the HMPPS topic is to carry. */
@Injectable()
export class HmppsOut {
  private readonly uiUrl: string;

  constructor(
    @Inject(CONFIG) config: GatewayConfig,
    private readonly details: EventDetails,
    private readonly ledger: Ledger,
    private readonly identities: Identities,
    @Optional() @Inject(GOING) private readonly going: readonly Predecessor[] = predecessors,
  ) {
    this.uiUrl = config.PUBLIC_UI_URL.replace(/\/+$/, '');
    identities.onLinked((tx, publish, noms, crn) => this.wake(tx, publish, noms, crn));
  }

  /** What goes to the topic because of an event, in the consumer's transaction: itself, and older types that it takes the place of. */
  async record(event: PublicEvent, tx: EntityManager, publish: Publish): Promise<void> {
    for (const outward of outwardOf(event, this.going)) await this.keep(outward, tx, publish);
  }

  /** A CRN has become known: what waited for it gets its detail and can be sent. */
  async wake(tx: EntityManager, publish: Publish, noms: string, crn: string): Promise<void> {
    for (const operation of await this.ledger.waitingForCrn(tx, noms)) {
      const event = operation.heldEvent as PublicEvent;
      Object.assign(operation, { crn, person: crn, heldEvent: null });
      const { refusal, warnings } = await this.keepDetail(tx, event, crn);
      operation.warnings = [...warnings];
      const step = refusal
        ? park(operation, 'REFUSED', clock.now(), refusal)
        : { changes: { state: 'ready' as const, reason: null, nextAttemptAt: clock.now() }, events: [] };
      await this.ledger.apply(tx, publish, operation, step);
    }
  }

  /** Keeps detail and ledger row. An event that has its row is left alone: a replay tells nobody twice. */
  private async keep({ event, beside }: Outward, tx: EntityManager, publish: Publish): Promise<void> {
    if (await tx.existsBy(SyncOperation, { eventId: event.id, target: 'ndelius' })) return;
    const told = crnOf(event.data);
    const crn =
      told === undefined
        ? await this.identities.crnOf(tx, event.data.nomsNumber ?? event.data.crn)
        : await survivorOf(tx, 'crn', told);
    const operation = this.operationFor(event, crn);
    operation.beside = beside;
    await this.follow(tx, operation);
    if (crn === undefined) {
      operation.heldEvent = event;
      return this.ledger.insert(tx, publish, operation, park(operation, 'NO_CRN', clock.now()));
    }
    return this.complete(tx, publish, event, operation, crn);
  }

  private async complete(tx: EntityManager, publish: Publish, event: PublicEvent, op: SyncOperation, crn: string) {
    const { refusal, warnings, occurredAt } = await this.keepDetail(tx, event, crn);
    Object.assign(op, { warnings: [...warnings], occurredAt });
    const step = refusal ? park(op, 'REFUSED', clock.now(), refusal) : undefined;
    await this.ledger.insert(tx, publish, op, step);
  }

  private async keepDetail(tx: EntityManager, event: PublicEvent, crn: string) {
    const publication = publicationOf(event, crn, this.uiUrl);
    await this.details.keep(tx, entryOfType(event.type).slug, publication.detail);
    return publication;
  }

  private async follow(tx: EntityManager, { nomsNumber, operation }: SyncOperation): Promise<void> {
    if (nomsNumber === null) return;
    const noms = await survivorOf(tx, 'noms', nomsNumber);
    await (operation.startsWith('person.departed') ? letGoOf(tx, noms) : follow(tx, noms));
  }

  private operationFor(event: PublicEvent, crn: string | undefined): SyncOperation {
    const { data } = event;
    const now = clock.now();
    return Object.assign(new SyncOperation(), {
      ...{ id: newId(), eventId: event.id, target: 'ndelius', eventType: event.type },
      ...{ operation: entryOfType(event.type).operation, occurredAt: event.time },
      ...{ person: crn ?? data.nomsNumber ?? data.crn, crn: crn ?? null },
      nomsNumber: data.nomsNumber ?? (crn === undefined ? data.crn : null),
      applicationId: data.applicationId ?? null,
      bookingId: 'bookingId' in data ? data.bookingId : null,
      ...{
        state: 'ready',
        reason: null,
        warnings: [],
        attempts: 0,
        nextAttemptAt: now,
        doubt: false,
        fetches: 0,
        copies: 0,
      },
      ...{ heldEvent: null, version: 0, createdAt: now, lastError: null },
      traceparent: event.traceparent ?? null,
      correlationId: event.correlationid,
    } satisfies Partial<SyncOperation>);
  }
}
