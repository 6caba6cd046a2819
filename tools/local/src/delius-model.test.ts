import { createRequire } from 'node:module';
import { join } from 'node:path';
import fc from 'fast-check';
import { PersonArrivalUndone } from '@throughcare/events/person-arrival-undone.v1';
import { PersonArrived } from '@throughcare/events/person-arrived.v1';
import { PersonArrivedUpdated } from '@throughcare/events/person-arrived-updated.v1';
import { PersonDeparted } from '@throughcare/events/person-departed.v1';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { newId } from '@throughcare/events/ids';
import { expectedInDelius, type ToldEvent } from '@throughcare/hmpps/testing/delius-model';
import { root } from './settings';

const load = createRequire(__filename);
type Event = ToldEvent & { readonly id: string; readonly time: string };
interface Detail {
  readonly eventDetails: object;
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

/** Moves of one person, each possible where it stands, one a day. */
const stories = fc
  .array(fc.record({ move: fc.nat(3), street: fc.nat(3) }), { minLength: 1, maxLength: 12 })
  .map((moves) => {
    const events: Event[] = [];
    let booking: string | undefined;
    let arrivedOn = '';
    for (const [n, { move, street }] of moves.entries()) {
      const premises = {
        addressLine1: `${street} ${'Long '.repeat(street * 12)}Street`,
        postcode: 'A1 1AA',
        region: 'London',
      };
      const tell = (definition: { readonly type: string; readonly example: object }, data: object) =>
        events.push({
          ...{ id: newId(), type: definition.type, time: `${dayOf(n)}T15:00:00.000Z` },
          data: {
            ...{ ...definition.example, crn: CRN, bookingId: booking, premises, recordedBy: undefined },
            ...{
              recordedAt: `${dayOf(n)}T15:00:00.000Z`,
              undoneAt: `${dayOf(n)}T15:00:00.000Z`,
              confirmedBy: undefined,
            },
            ...data,
          },
        });
      if (booking === undefined) {
        booking = newId();
        arrivedOn = dayOf(n);
        tell(BookingConfirmed, { confirmedAt: `${dayOf(n)}T14:00:00.000Z` });
        tell(PersonArrived, { arrivedOn });
      } else if (move === 0) tell(PersonArrivedUpdated, { arrivedOn, notes: `n${n}` });
      else if (move === 1) {
        tell(PersonArrivalUndone, { arrivedOn });
        booking = undefined;
      } else if (move === 2) {
        tell(PersonDeparted, {
          departedOn: dayOf(n),
          departedAt: `${dayOf(n)}T00:00:00.000Z`,
          staysAtBookingId: undefined,
        });
        booking = undefined;
      }
    }
    return events;
  });

const held = (events: readonly Event[]) => {
  const person = { addresses: [] as Row[], managerCode: 'N07S001', teamCode: 'N07T04' };
  const state = { nextId: 1, people: { [CRN]: person }, contacts: {}, staff: {}, users: [] };
  const told: object[] = [];
  for (const event of events.flatMap((one) => tellingsOf(one))) {
    const operation = event.type.replace('accommodation.cas3.', '');
    const { detail, occurredAt } = publicationOf(event, CRN, 'https://ui.example', told);
    told.push({ operation, occurredAt, eventDetails: detail.eventDetails });
    applyEvent(state, CRN, readDetail(operation, JSON.stringify(detail)), new Date(event.time));
  }
  return {
    addresses: person.addresses.map(({ buildingName, streetName, district, startDate, endDate }) => ({
      pieces: [buildingName, streetName, district].filter((piece) => piece !== undefined),
      ...{ from: startDate, ...(endDate !== undefined && { to: endDate }) },
    })),
    entries: Object.keys(state.contacts)
      .map((urn) => urn.replace('urn:hmpps:cas3:', ''))
      .sort(),
  };
};

describe('what nDelius holds after our events', () => {
  it('F-006, F-042: is what the model says, whatever is corrected, undone and repeated', () => {
    fc.assert(
      fc.property(stories, (events) => {
        expect(held(events)).toEqual(expectedInDelius(events));
      }),
      { numRuns: 200 },
    );
  });
});
