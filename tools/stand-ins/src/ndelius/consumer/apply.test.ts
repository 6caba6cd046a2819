import { makeWorld } from '../../seed/region';
import { deliusState } from '../ndelius.seed';
import type { Contact, DeliusState } from '../ndelius.state';
import type { AddressChange } from './address.rules';
import { applyEvent } from './apply';
import { readDetail, type EventName } from './detail.schema';

const CRN = 'X900001';
const NOW = new Date('2024-06-11T12:00:00Z');
const LATER = '2024-06-11T12:00:00.000000001Z';
const booking = { bookingId: 'b1', bookingUrl: 'u' };
const by = { staffCode: 'N07S002', probationRegionCode: 'N07' };
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

const contacts = (): Contact[] => Object.values(state.contacts);
const apply = (name: EventName, details: object, timestamp = '2024-06-11T11:00:00Z', now = NOW): AddressChange[] => {
  const body = JSON.stringify({ id: '1', timestamp, eventType: name, eventDetails: details });
  return applyEvent(state, CRN, readDetail(name, body), now);
};

describe('contacts', () => {
  it('EARS for a referral: no notes, at the timestamp, by London time', () => {
    apply('referral.submitted', { applicationId: 'a1' }, '2024-06-10T23:30:05Z');
    expect(contacts()).toMatchObject([
      {
        type: 'EARS',
        externalReference: 'urn:hmpps:cas3:application-submitted:a1',
        notes: '',
        date: '2024-06-11',
        time: '00:30:05',
        crn: CRN,
      },
    ]);
  });
  it.each([
    ['booking.provisionally-made', 'EABP', 'booking-provisionally-made'],
    ['booking.confirmed', 'EACO', 'booking-confirmed'],
  ] as const)('%s gives %s with the expected arrival date', (name, type, kind) => {
    apply(name, { ...booking, expectedArrivedAt: '2024-06-10T23:30:00Z', notes: 'at midday\nring first' });
    expect(contacts()).toMatchObject([
      {
        type,
        externalReference: `urn:hmpps:cas3:${kind}:b1`,
        notes: 'Expected arrival date: 11/06/2024\nat midday\nring first',
        date: '2024-06-11',
        time: '12:00:00',
      },
    ]);
  });
  it('EACA joins reason, context and notes, nulls left out, empty text kept', () => {
    apply('booking.cancelled', cancellation);
    expect(contacts()[0]).toMatchObject({
      type: 'EACA',
      externalReference: 'urn:hmpps:cas3:booking-cancelled:b1',
      notes: 'Recalled\nn',
    });
    apply('booking.cancelled', { ...cancellation, bookingId: 'b2', cancellationContext: '', notes: null });
    expect(contacts()[1]).toMatchObject({ notes: 'Recalled\n' });
  });
  it('EAAR has date, address and notes, at the time of arrival', () => {
    apply('person.arrived', arrival);
    expect(contacts()).toMatchObject([
      {
        type: 'EAAR',
        externalReference: 'urn:hmpps:cas3:person-arrived:b1',
        notes: 'Arrival date: 11/06/2024\nArrival address: 12 Church Street Flat 2  ZZ1 1AA  Town London\nkeys given',
        date: '2024-06-11',
        time: '00:30:00',
      },
    ]);
  });
  it('EADP has date, reason, detail and notes, at the time of departure', () => {
    apply('person.departed', departure);
    expect(contacts()).toMatchObject([
      {
        type: 'EADP',
        externalReference: 'urn:hmpps:cas3:person-departed:b1',
        notes: 'Departure date: 01/08/2024\nMoved on\nown flat\nbye',
        date: '2024-08-01',
        time: '11:15:30',
      },
    ]);
  });
  it('are inserted also by an .updated that comes alone', () => {
    apply('person.arrived.updated', arrival);
    apply('person.departed.updated', departure);
    apply('booking.cancelled.updated', cancellation);
    expect(contacts().map(({ type }) => type)).toEqual(['EAAR', 'EADP', 'EACA']);
    expect(contacts()[0]!.notes).not.toContain('Address details were updated');
  });
});

describe('a contact that is there already', () => {
  beforeEach(() => apply('booking.cancelled', cancellation));

  it('is changed only if the detail is newer than our first write, by our clock', () => {
    apply('booking.cancelled', { ...cancellation, notes: 'same moment' }, NOW.toISOString());
    expect(contacts()[0]!.notes).toBe('Recalled\nn');
    apply('booking.cancelled', { ...cancellation, notes: 'newer' }, LATER);
    expect(contacts()[0]!.notes).toBe('Recalled\nnewer');
  });
  it('is compared with the first write, not with the last change', () => {
    apply(
      'booking.cancelled',
      { ...cancellation, notes: 'second' },
      '2024-06-11T13:00:00Z',
      new Date('2024-06-11T15:00:00Z'),
    );
    apply(
      'booking.cancelled',
      { ...cancellation, notes: 'third' },
      '2024-06-11T12:30:00Z',
      new Date('2024-06-11T16:00:00Z'),
    );
    expect(contacts()[0]).toMatchObject({ notes: 'Recalled\nthird', writtenAt: NOW.toISOString() });
  });
  it('drops an .updated that bears the time of the original event', () => {
    apply(
      'booking.cancelled.updated',
      { ...cancellation, notes: 'lost' },
      '2024-06-11T11:00:00Z',
      new Date('2024-06-12T11:00:00Z'),
    );
    expect(contacts()[0]!.notes).toBe('Recalled\nn');
  });
  it('is appended to by .updated, and twice by the same .updated twice', () => {
    const update = { ...cancellation, notes: 'more' };
    apply('booking.cancelled.updated', update, LATER);
    expect(contacts()[0]!.notes).toBe('Recalled\nn\nRecalled\nmore');
    apply('booking.cancelled.updated', update, LATER);
    expect(contacts()[0]!.notes).toBe('Recalled\nn\nRecalled\nmore\nRecalled\nmore');
  });
  it('gets a line before the appended text of an arrival', () => {
    apply('person.arrived', arrival);
    apply('person.arrived.updated', { ...arrival, arrivedAt: '2024-06-12T10:00:00Z' }, '2024-06-12T20:00:01Z');
    expect(contacts()[1]).toMatchObject({ date: '2024-06-12', time: '11:00:00' });
    expect(contacts()[1]!.notes.split('\n')).toEqual([
      'Arrival date: 11/06/2024',
      expect.stringContaining('Arrival address'),
      'keys given',
      'Address details were updated: 12/06/2024 21:00:01',
      'Arrival date: 12/06/2024',
      expect.stringContaining('Arrival address'),
      'keys given',
    ]);
  });
});

describe('who is credited', () => {
  const confirmed = { ...booking, expectedArrivedAt: '2024-06-20T11:00:00Z', notes: '' };
  const credited = (changes: object): unknown => {
    apply('booking.confirmed', { ...confirmed, ...changes });
    const { staffCode, teamCode } = contacts()[0]!;
    return { staffCode, teamCode };
  };

  it('the active manager when nobody is named', () => {
    expect(credited({})).toEqual({ staffCode: 'N07S001', teamCode: 'N07T04' });
  });
  it('the named staff under the prevention team of the region', () => {
    expect(credited({ confirmedBy: by })).toEqual({ staffCode: 'N07S002', teamCode: 'N07HPT' });
  });
  it.each([
    ['N58', 'N58XXX'],
    ['N59', 'N59N59'],
  ])('in %s the team is %s; staff outside the team are taken', (region, teamCode) => {
    expect(credited({ confirmedBy: { ...by, probationRegionCode: region } })).toEqual({
      staffCode: 'N07S002',
      teamCode,
    });
  });
  it.each([
    ['staff', { ...by, staffCode: 'NOBODY' }],
    ['region', { ...by, probationRegionCode: 'N99' }],
    ['region by the name of an object’s own things', { ...by, staffCode: 'constructor' }],
  ])('an unknown %s kills the message and leaves nothing', (_what, confirmedBy) => {
    expect(() => credited({ confirmedBy })).toThrow();
    expect(contacts()).toEqual([]);
  });
  it('is looked up only when the contact is new', () => {
    apply('booking.confirmed', confirmed);
    apply('booking.confirmed', { ...confirmed, confirmedBy: { ...by, staffCode: 'NOBODY' }, notes: 'changed' }, LATER);
    expect(contacts()[0]!.notes).toContain('changed');
  });
});
