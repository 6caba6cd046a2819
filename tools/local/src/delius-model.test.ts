import { createRequire } from 'node:module';
import { join } from 'node:path';
import fc from 'fast-check';
import { PersonArrivalUndone } from '@throughcare/events/person-arrival-undone.v1';
import { PersonArrived } from '@throughcare/events/person-arrived.v1';
import { PersonArrivedUpdated } from '@throughcare/events/person-arrived-updated.v1';
import { PersonMoved } from '@throughcare/events/person-moved.v1';
import { PersonDeparted } from '@throughcare/events/person-departed.v1';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { newId } from '@throughcare/events/ids';
import { deliusAddress } from '@throughcare/hmpps/delius-address.rules';
import { expectedInDelius, type ToldEvent } from '@throughcare/hmpps/testing/delius-model';
import { root } from './settings';

const load = createRequire(__filename);
type Event = ToldEvent & { readonly id: string; readonly time: string };
interface Detail {
  readonly eventDetails: { readonly bookingId?: string };
}
interface Row {
  readonly status: string;
  readonly type: string;
  readonly startDate: string;
  readonly endDate?: string;
  readonly buildingName?: string;
  readonly streetName?: string;
  readonly district?: string;
}
interface State {
  readonly people: Record<string, { addresses: Row[] }>;
  readonly contacts: Record<string, object>;
}

const gateway = (file: string): unknown => load(join(root, 'services/integration-gateway/src/hmpps-out', file));
const standIn = (file: string): unknown => load(join(root, 'tools/stand-ins/src/ndelius/consumer', file));
const { tellingsOf } = gateway('telling.rules') as { tellingsOf(event: Event): readonly Event[] };
const { publicationOf } = gateway('public-event.rules') as {
  publicationOf(event: Event, crn: string, ui: string, told: readonly object[]): { detail: Detail; occurredAt: string };
};
const { readDetail } = standIn('detail.schema') as { readDetail(name: string, body: string): object };
const { applyEvent } = standIn('apply') as { applyEvent(state: State, crn: string, event: object, now: Date): unknown };

const CRN = 'X900001';
const START = Date.parse('2026-03-02T09:00:00.000Z');
const dayOf = (n: number) => new Date(START + n * 86_400_000).toISOString().slice(0, 10);

interface Stay {
  readonly booking: string;
  readonly arrivedOn: string;
  /** Where they moved since. */
  readonly atAddressSince?: string;
  readonly premises: { readonly addressLine1: string; readonly postcode: string; readonly region: string };
}

const premisesAt = (street: number) => ({
  addressLine1: `${street} ${'Long '.repeat((street % 4) * 12)}Street`,
  postcode: 'A1 1AA',
  region: 'London',
});

/** What booking tells of one person, one move a day; two stays at once are those of merged people. */
class Story {
  readonly events: Event[] = [];
  stays: Stay[] = [];
  private day = '';

  move(n: number, { move, street, which }: { move: number; street: number; which: number }): void {
    this.day = dayOf(n);
    const stay = this.stays[which % Math.max(1, this.stays.length)];
    if (stay === undefined || (move === 3 && this.stays.length < 2)) return this.arrive(street);
    if (move === 0) this.tell(PersonArrivedUpdated, stay, { notes: `n${n}` });
    else if (move === 4) this.moveTo(stay, street);
    // Who has moved has been there: booking refuses to take the arrival back.
    else if (move === 1 && stay.atAddressSince === undefined) this.end(PersonArrivalUndone, stay, {});
    else if (move === 2)
      this.end(PersonDeparted, stay, { departedOn: this.day, departedAt: `${this.day}T00:00:00.000Z` });
  }

  /** Another house, or another room of the same. */
  private moveTo(stay: Stay, street: number): void {
    const isFar = street % 2 === 0;
    const to = isFar ? { ...stay, premises: premisesAt(street), atAddressSince: this.day } : stay;
    this.stays = this.stays.map((one) => (one === stay ? to : one));
    const ids = { fromPremisesId: stay.booking, toPremisesId: isFar ? newId() : stay.booking };
    this.tell(PersonMoved, to, { ...ids, movedOn: this.day, fromPremises: stay.premises });
  }

  private arrive(street: number): void {
    const stay = { booking: newId(), arrivedOn: this.day, premises: premisesAt(street) };
    this.stays.push(stay);
    this.tell(BookingConfirmed, stay, { confirmedAt: `${this.day}T14:00:00.000Z` });
    this.tell(PersonArrived, stay, {});
  }

  /** Where the person stays elsewhere, that address is told again. */
  private end(definition: Definition, stay: Stay, data: object): void {
    this.stays = this.stays.filter((one) => one !== stay);
    const [other] = this.stays;
    this.tell(definition, stay, { ...data, staysAtBookingId: other?.booking });
    if (other) this.tell(PersonArrivedUpdated, other, { notes: `not at ${stay.premises.addressLine1}` });
  }

  private tell({ type, example }: Definition, { booking, ...stay }: Stay, data: object): void {
    const at = `${this.day}T15:00:00.000Z`;
    const nobody = { recordedBy: undefined, confirmedBy: undefined };
    const told = {
      ...example,
      crn: CRN,
      bookingId: booking,
      ...stay,
      ...nobody,
      recordedAt: at,
      undoneAt: at,
      ...data,
    };
    this.events.push({ id: newId(), type, time: at, data: told });
  }
}
interface Definition {
  readonly type: string;
  readonly example: object;
}

const stories = fc
  .array(fc.record({ move: fc.nat(4), street: fc.nat(7), which: fc.nat(1) }), { minLength: 1, maxLength: 12 })
  .map((moves) => {
    const story = new Story();
    for (const [n, move] of moves.entries()) story.move(n, move);
    return story;
  });

const held = (events: readonly Event[]) => {
  const person = { addresses: [] as Row[], managerCode: 'N07S001', teamCode: 'N07T04' };
  const state = { nextId: 1, people: { [CRN]: person }, contacts: {}, staff: {}, users: [] };
  const told: (Detail & { readonly operation: string; readonly occurredAt: string })[] = [];
  for (const event of events.flatMap((one) => tellingsOf(one))) {
    const operation = event.type.replace('accommodation.cas3.', '');
    const { bookingId } = event.data;
    const ofBooking = told.filter(({ eventDetails }) => eventDetails.bookingId === bookingId);
    const { detail, occurredAt } = publicationOf(event, CRN, 'https://ui.example', ofBooking);
    told.push({ operation, occurredAt, eventDetails: detail.eventDetails });
    applyEvent(state, CRN, readDetail(operation, JSON.stringify(detail)), new Date(event.time));
  }
  return {
    addresses: person.addresses.map(({ buildingName, streetName, district, startDate, endDate }) => ({
      pieces: [buildingName, streetName, district].filter((piece) => piece !== undefined),
      from: startDate,
      ...(endDate !== undefined && { to: endDate }),
    })),
    entries: Object.keys(state.contacts)
      .map((urn) => urn.replace('urn:hmpps:cas3:', ''))
      .sort(),
  };
};

describe('what nDelius holds after our events', () => {
  it('F-004, F-006, F-042: is what the model says, and ends with the address of a stay that goes on, as long as there is one', () => {
    fc.assert(
      fc.property(stories, ({ events, stays }) => {
        const holds = held(events);
        expect(holds).toEqual(expectedInDelius(events));
        const main = holds.addresses.filter(({ to }) => to === undefined);
        expect(main).toHaveLength(stays.length === 0 ? 0 : 1);
        const places = stays.map(({ premises, arrivedOn, atAddressSince: from = arrivedOn }) => ({
          pieces: deliusAddress(premises).pieces,
          from,
        }));
        for (const one of main) expect(places).toContainEqual(one);
      }),
      { numRuns: 200 },
    );
  });
});
