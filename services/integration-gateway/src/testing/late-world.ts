import { newId } from '@throughcare/events/ids';
import { PersonArrivalUndone } from '@throughcare/events/person-arrival-undone.v1';
import { PersonMoved } from '@throughcare/events/person-moved.v1';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { expectedInDelius, type ToldEvent } from '@throughcare/hmpps/testing/delius-model';
import type { PublicEvent } from '../hmpps-out/public-event.rules';
import type { Untold } from '../hmpps-out/telling.rules';
import { IdentityService } from '../identity/identity.service';
import { anEvent } from './events';
import { LedgerWorld } from './ledger-world';

const ops = { username: 'OPS', authorities: ['ROLE_THROUGHCARE__OPS_RW'] };
type Event = PublicEvent | Untold;
interface Open {
  readonly operationId: string;
  readonly eventId: string;
  readonly advice: string;
}
interface Detail {
  readonly eventType: string;
  readonly eventDetails: ToldEvent['data'] & { readonly arrivedAt?: string; readonly departedAt?: string };
}
interface Stay {
  readonly bookingId: string;
}

/** A ledger, the messages that left it, and what nDelius holds of them in the order in which they left. */
export class LateWorld extends LedgerWorld {
  readonly at = (addressLine1: string) => ({ premises: { addressLine1, postcode: 'A1 1AA', region: 'London' } });
  readonly stay = (street: string) => ({ bookingId: newId(), ...this.at(street) });

  readonly record = (...events: Event[]) => this.gateway.record(...events);

  /** Each is told before the next comes. */
  readonly tell = async (...events: Event[]) => {
    for (const one of events) {
      await this.record(one);
      await this.gateway.dispatch();
    }
  };

  readonly moved = (stay: Stay, street: string): Untold =>
    anEvent(PersonMoved, { ...this.person(), ...stay, ...this.at(street) });

  readonly undone = (stay: Stay): Untold =>
    anEvent(PersonArrivalUndone, { ...this.person(), ...stay, staysAtBookingId: undefined });

  /** The main addresses that nDelius holds. */
  readonly mainAddresses = async () => {
    const told: ToldEvent[] = [];
    for (const { attributes } of this.gateway.sns.sent) told.push(await this.toldEvent(attributes['eventId'] ?? ''));
    return expectedInDelius(told).addresses.flatMap(({ pieces, to }) => (to === undefined ? [pieces.join(', ')] : []));
  };

  /** In the order of sending. */
  override readonly states = () => this.gateway.states();

  readonly open = async () =>
    (await (await this.gateway.app.as(ops)).get<Open[]>('/ops/sync/operations?open=true')).body;

  readonly resend = async (body: object) =>
    (await (await this.gateway.app.as(ops)).post<object>('/ops/sync/resend', { ...body, reason: 'INC-7' })).body;

  readonly resolve = async (ids: readonly string[]) => {
    const as = await this.gateway.app.as(ops);
    for (const id of ids)
      expect((await as.post(`/ops/sync/operations/${id}/resolve`, { reason: 'told by hand' })).status).toBe(200);
  };

  readonly settle = (operation: string, state: string, reason: string | null = null) =>
    this.gateway.app.db.query('update sync_operation set state = $2, reason = $3 where operation = $1', [
      operation,
      state,
      reason,
    ]);

  readonly isFollowed = async () => {
    const rows = await this.gateway.app.db.query<unknown[]>(
      'select 1 from custody_person where noms_number = $1 and followed_until is not null',
      [this.person().nomsNumber],
    );
    return rows.length > 0;
  };

  /** The prison number has a CRN now: this person's. */
  readonly linked = (noms: string) => {
    const identifiers = Object.entries({ CRN: this.crn, NOMS: noms }).map(([type, value]) => ({ type, value }));
    const eventType = 'probation-case.prison-identifier.added';
    const said = { eventType, version: 1, occurredAt: new Date().toISOString(), personReference: { identifiers } };
    return this.gateway.inbound.take(JSON.stringify(said));
  };

  /** Another CRN turns out to be this person. */
  readonly merged = (from: string) => {
    const { app } = this.gateway.app;
    const said = { numberType: 'crn', from, into: this.crn, isMerged: true, at: new Date() } as const;
    return app.get(UnitOfWork).run((tx) => app.get(IdentityService).merge(tx, said));
  };

  private person() {
    return { crn: this.crn, nomsNumber: `A${this.crn.slice(-4)}AA` };
  }

  private async toldEvent(eventId: string): Promise<ToldEvent> {
    const [row] = await this.gateway.app.db.query<{ body: string }[]>(
      'select body from event_detail where event_id = $1',
      [eventId],
    );
    const { eventType, eventDetails } = JSON.parse(row?.body ?? '') as Detail;
    const { arrivedAt, departedAt, ...data } = eventDetails;
    return {
      type: eventType,
      data: { ...data, arrivedOn: arrivedAt?.slice(0, 10), departedOn: departedAt?.slice(0, 10) },
    };
  }
}
