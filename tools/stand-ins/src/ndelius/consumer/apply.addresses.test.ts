import { makeWorld } from '../../seed/region';
import { deliusState } from '../ndelius.seed';
import { mainAddress, type Contact, type DeliusPerson, type DeliusState } from '../ndelius.state';
import type { AddressChange } from './address.rules';
import { applyEvent } from './apply';
import { readDetail, type EventName } from './detail.schema';

const CRN = 'X900001';
const NOW = new Date('2024-06-11T12:00:00Z');
const booking = { bookingId: 'b1', bookingUrl: 'u' };
const premises = {
  addressLine1: '12 Church Street',
  addressLine2: 'Flat 2',
  postcode: ' ZZ1 1AA ',
  town: 'Town',
  region: 'London',
};
const arrival = { ...booking, arrivedAt: '2024-06-10T23:30:00Z', notes: 'keys given', premises };
const departure = {
  ...booking,
  departedAt: '2024-08-01T10:15:30Z',
  reason: 'Moved on',
  reasonDetail: 'own flat',
  notes: 'bye',
};
const cancellation = { ...booking, cancellationReason: 'Recalled', cancellationContext: null, notes: 'n' };

let state: DeliusState;
beforeEach(() => {
  state = deliusState(makeWorld({ number: 1, people: 0, staff: 0, regions: ['N07'], today: '2024-06-11' }));
});

const person = (): DeliusPerson => state.people[CRN]!;
const contacts = (): Contact[] => Object.values(state.contacts);
const apply = (name: EventName, details: object, timestamp = '2024-06-11T11:00:00Z', now = NOW): AddressChange[] => {
  const body = JSON.stringify({ id: '1', timestamp, eventType: name, eventDetails: details });
  return applyEvent(state, CRN, readDetail(name, body), now);
};

describe('addresses', () => {
  const before = (): DeliusPerson['addresses'][number] => person().addresses[0]!;
  const day = '2024-06-11';

  it('arrived closes the main address of any type and opens ours', () => {
    const changes = apply('person.arrived', arrival);
    expect(before()).toMatchObject({ status: 'P', type: 'A01A', endDate: day });
    expect(mainAddress(person())).toMatchObject({
      type: 'A17',
      status: 'M',
      streetName: '12 Church Street',
      district: 'Flat 2',
      town: 'Town',
      county: 'London',
      postcode: 'ZZ1 1AA',
      startDate: day,
    });
    expect(changes.map(({ kind, address }) => [kind, address.status])).toEqual([
      ['created', 'M'],
      ['updated', 'P'],
    ]);
  });
  it('arrived ends a main address that starts later on its own start', () => {
    before().startDate = '2024-07-01';
    apply('person.arrived', arrival);
    expect(before().endDate).toBe('2024-07-01');
  });
  it('arrived without a main address only opens ours', () => {
    person().addresses = [];
    expect(apply('person.arrived', arrival).map(({ kind }) => kind)).toEqual(['created']);
  });
  it('the same arrived twice gives two of ours, the first closed, and four events', () => {
    const kinds = [...apply('person.arrived', arrival), ...apply('person.arrived', arrival)].map(({ kind }) => kind);
    expect(kinds).toEqual(['created', 'updated', 'created', 'updated']);
    expect(
      person()
        .addresses.filter(({ type }) => type === 'A17')
        .map(({ status }) => status),
    ).toEqual(['P', 'M']);
    expect(contacts()).toHaveLength(1);
  });
  it('arrived.updated overwrites lines and start of ours', () => {
    apply('person.arrived', arrival);
    const { id } = mainAddress(person())!;
    const moved = {
      ...arrival,
      arrivedAt: '2024-06-12T10:00:00Z',
      premises: { ...premises, addressLine1: '1 New Road', addressLine2: null, town: null },
    };
    expect(apply('person.arrived.updated', moved).map(({ kind }) => kind)).toEqual(['updated']);
    const { buildingName, district, town, ...main } = mainAddress(person())!;
    expect(main).toMatchObject({ id, streetName: '1 New Road', startDate: '2024-06-12' });
    expect([buildingName, district, town]).toEqual([undefined, undefined, undefined]);
  });
  it('arrived.updated changes the address even when its old timestamp loses the contact’s change', () => {
    apply('person.arrived', arrival);
    apply('person.arrived.updated', { ...arrival, arrivedAt: '2024-06-12T10:00:00Z' }, '2024-06-11T11:00:00Z');
    expect(mainAddress(person())!.startDate).toBe('2024-06-12');
    expect(contacts()[0]!.date).toBe(day);
  });
  it('arrived.updated leaves a main address of another type alone', () => {
    const untouched = structuredClone(person().addresses);
    expect(apply('person.arrived.updated', arrival)).toEqual([]);
    expect(person().addresses).toEqual(untouched);
  });
  it('departed closes ours', () => {
    apply('person.arrived', arrival);
    const changes = apply('person.departed', departure);
    expect(mainAddress(person())).toBeUndefined();
    expect(changes).toMatchObject([{ kind: 'updated', address: { type: 'A17', status: 'P', endDate: '2024-08-01' } }]);
  });
  it('departed leaves ours open if it begins later, and another type whatever its start', () => {
    apply('person.departed', departure);
    expect(mainAddress(person())).toMatchObject({ type: 'A01A' });
    apply('person.arrived', { ...arrival, arrivedAt: '2024-08-02T10:00:00Z' });
    apply('person.departed', departure);
    expect(mainAddress(person())).toMatchObject({ type: 'A17', startDate: '2024-08-02' });
  });
  it('departed before arrived leaves an open address of ours', () => {
    apply('person.departed', departure);
    apply('person.arrived', arrival);
    expect(mainAddress(person())).toMatchObject({ type: 'A17' });
  });
  it('departed says an update of the main address although it changed nothing', () => {
    expect(apply('person.departed', departure)).toMatchObject([
      { kind: 'updated', address: { type: 'A01A', status: 'M' } },
    ]);
  });
  it('arrived and departed after a departed that came alone leave one stay, ended, and one contact of each', () => {
    apply('person.departed', departure);
    apply('person.arrived', arrival);
    apply('person.departed', departure);
    expect(mainAddress(person())).toBeUndefined();
    expect(person().addresses.filter(({ type }) => type === 'A17')).toMatchObject([
      { status: 'P', startDate: day, endDate: '2024-08-01' },
    ]);
    expect(contacts().map(({ type }) => type)).toEqual(['EADP', 'EAAR']);
  });
  it('a departed that is told again after a later arrived ends that one’s address', () => {
    apply('person.departed', departure);
    apply('person.arrived', arrival);
    apply('person.departed', departure);
    apply('person.arrived', { ...arrival, bookingId: 'b2', arrivedAt: '2024-08-01T12:00:00Z' });
    apply('person.departed', departure);
    expect(mainAddress(person())).toBeUndefined();
  });
  it.each(['booking.cancelled', 'booking.cancelled.updated', 'person.departed.updated', 'referral.submitted'] as const)(
    '%s changes no address',
    (name) => {
      apply('person.arrived', arrival);
      const untouched = structuredClone(person().addresses);
      apply(name, { ...departure, ...cancellation, applicationId: 'a', departedAt: '2024-09-01T10:00:00Z' });
      expect(person().addresses).toEqual(untouched);
    },
  );
  it('both lines empty kills the message and leaves neither contact nor address', () => {
    const untouched = structuredClone(state);
    const empty = { ...arrival, premises: { ...premises, addressLine1: '', addressLine2: '' } };
    expect(() => apply('person.arrived', empty)).toThrow();
    expect(state).toEqual(untouched);
  });
});
