import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDetail, type EventName } from './detail.schema';

const booking = { applicationId: 'a', applicationUrl: 'u', bookingId: 'b', bookingUrl: 'u' };
const by = { staffCode: 'N07S001', probationRegionCode: 'N07' };
const premises = {
  addressLine1: '12 Church Street',
  addressLine2: 'Flat 2',
  postcode: 'ZZ1 1AA',
  town: 'Town',
  region: 'London',
};
const cancelled = { ...booking, cancellationReason: 'r', cancellationContext: 'c', notes: 'n', cancelledBy: by };
const arrived = { ...booking, arrivedAt: '2024-06-11T11:00:00Z', notes: 'n', premises, recordedBy: by };
const departed = {
  ...booking,
  departedAt: '2024-06-11T11:00:00Z',
  notes: 'n',
  reason: 'r',
  reasonDetail: 'd',
  recordedBy: by,
};

const FULL: Record<EventName, Record<string, unknown>> = {
  'referral.submitted': { applicationId: 'a' },
  'booking.provisionally-made': { ...booking, expectedArrivedAt: '2024-06-11T11:00:00Z', notes: 'n', bookedBy: by },
  'booking.confirmed': { ...booking, expectedArrivedAt: '2024-06-11T11:00:00Z', notes: 'n', confirmedBy: by },
  'booking.cancelled': cancelled,
  'booking.cancelled.updated': cancelled,
  'person.arrived': arrived,
  'person.arrived.updated': arrived,
  'person.departed': departed,
  'person.departed.updated': departed,
};

/** The `!` of the table, by event. */
const NEEDED: Record<EventName, string[]> = {
  'referral.submitted': ['applicationId'],
  'booking.provisionally-made': ['bookingId', 'bookingUrl', 'expectedArrivedAt', 'notes'],
  'booking.confirmed': ['bookingId', 'bookingUrl', 'expectedArrivedAt', 'notes'],
  'booking.cancelled': ['bookingId', 'bookingUrl', 'cancellationReason'],
  'booking.cancelled.updated': ['bookingId', 'bookingUrl', 'cancellationReason'],
  'person.arrived': ['bookingId', 'bookingUrl', 'arrivedAt', 'notes', 'premises'],
  'person.arrived.updated': ['bookingId', 'bookingUrl', 'arrivedAt', 'notes', 'premises'],
  'person.departed': ['bookingId', 'bookingUrl', 'departedAt', 'notes', 'reason'],
  'person.departed.updated': ['bookingId', 'bookingUrl', 'departedAt', 'notes', 'reason'],
};

const envelope = { id: '1', timestamp: '2024-06-11T10:00:00Z', eventType: 'anything' };
const body = (eventDetails: unknown, changes: object = {}): string =>
  JSON.stringify({ ...envelope, eventDetails, ...changes });
const dead = (name: EventName, text: string): void => expect(() => readDetail(name, text)).toThrow();
const names = Object.keys(FULL) as EventName[];

describe.each(names)('the detail of %s', (name) => {
  const full = FULL[name];
  const needed = NEEDED[name];

  it('is taken whole, and with unknown fields', () => {
    expect(readDetail(name, body({ ...full, more: { x: 1 } }, { more: 1 })).name).toBe(name);
  });
  it.each(needed)('needs %s', (field) => {
    dead(name, body({ ...full, [field]: undefined }));
    dead(name, body({ ...full, [field]: null }));
  });
  it('does without the rest, absent or null', () => {
    const kept = Object.fromEntries(Object.entries(full).filter(([key]) => needed.includes(key)));
    const nulls = Object.fromEntries(
      Object.entries(full).map(([key, value]) => [key, needed.includes(key) ? value : null]),
    );
    expect(readDetail(name, body(kept)).name).toBe(name);
    expect(readDetail(name, body(nulls)).name).toBe(name);
  });
  it('may have empty text where text must be', () => {
    const empty = Object.fromEntries(
      Object.entries(full).map(([key, value]) => [key, typeof value === 'string' && !key.endsWith('At') ? '' : value]),
    );
    expect(readDetail(name, body(empty)).name).toBe(name);
  });
});

describe('every detail', () => {
  const name = 'booking.confirmed';
  const full = FULL[name];

  it.each(['id', 'timestamp', 'eventType', 'eventDetails'])('needs %s in the envelope', (field) => {
    dead(name, body(full, { [field]: undefined }));
    dead(name, body(full, { [field]: null }));
  });
  it('may call itself anything: its eventType is never compared', () => {
    expect(readDetail(name, body(full, { eventType: 'accommodation.cas3.booking.cancelled' })).name).toBe(name);
  });
  it('takes a number as text', () => {
    expect(readDetail(name, body({ ...full, bookingId: 7 }, { id: 5 })).details).toMatchObject({ bookingId: '7' });
  });
  it('refuses a date without a time, everywhere', () => {
    dead(name, body({ ...full, expectedArrivedAt: '2024-06-11' }));
    dead(name, body(full, { timestamp: '2024-06-11' }));
    dead('person.arrived', body({ ...arrived, arrivedAt: '2024-06-11' }));
    dead('person.departed', body({ ...departed, departedAt: '2024-06-11' }));
  });
  it('refuses anything after the JSON', () => dead(name, `${body(full)}x`));
  it.each(['staffCode', 'probationRegionCode'])('needs %s in …By when there is one', (code) => {
    dead(name, body({ ...full, confirmedBy: { ...by, [code]: undefined } }));
    dead(name, body({ ...full, confirmedBy: { ...by, [code]: null } }));
    expect(readDetail(name, body({ ...full, confirmedBy: { ...by, username: 'X', more: 1 } })).name).toBe(name);
  });
  it.each(['addressLine1', 'postcode', 'region'])('needs %s in premises', (field) => {
    dead('person.arrived', body({ ...arrived, premises: { ...premises, [field]: undefined } }));
    dead('person.arrived', body({ ...arrived, premises: { ...premises, [field]: null } }));
  });
  it.each(['addressLine2', 'town'])('does without %s in premises', (field) => {
    expect(readDetail('person.arrived', body({ ...arrived, premises: { ...premises, [field]: null } })).name).toBe(
      'person.arrived',
    );
  });
});

describe('published samples of details', () => {
  it.each(['booking.confirmed', 'person.arrived'] as const)('%s is taken', (name) => {
    const file = join(__dirname, `../../../fixtures/events/accommodation.cas3.${name}.detail.json`);
    expect(readDetail(name, readFileSync(file, 'utf8')).timestamp.local).toBe('2022-11-30T14:53:44');
  });
});
