import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { LARGEST_PAYLOAD_BYTES, envelopeOf, recordsOf } from './event-record';

const now = new Date('2026-03-02T09:05:00.123Z');
const causes = { correlationid: 'click-1' };
const aggregate = { id: 'booking-1', key: 'X900001', version: 7 };
const confirmed = BookingConfirmed.of(BookingConfirmed.example);

describe('recordsOf', () => {
  it('numbers the events up to the version of the aggregate after them', () => {
    const records = recordsOf('booking', aggregate, [confirmed, confirmed, confirmed], causes, now);
    expect(records.map(({ version }) => version)).toEqual([5, 6, 7]);
    expect(new Set(records.map(({ id }) => id)).size).toBe(3);
  });

  it('refuses data that breaks the contract', () => {
    const broken = { ...confirmed, data: { ...BookingConfirmed.example, bookingId: 'no uuid' } };
    expect(() => recordsOf('booking', aggregate, [broken], causes, now)).toThrow();
  });

  it('does not parse again what its definition made: nobody can have changed it since', () => {
    const made = BookingConfirmed.of(BookingConfirmed.example);
    expect(() => Object.assign(made, { data: {} })).toThrow(TypeError);
    expect(() => Object.assign(made.data, { bookingId: 'no uuid' })).toThrow(TypeError);
    const parse = jest.spyOn(BookingConfirmed.data, 'parse');
    recordsOf('booking', aggregate, [made], causes, now);
    expect(parse).not.toHaveBeenCalled();
    parse.mockRestore();
  });

  it('takes data at the size that every bus carries, in bytes, and refuses one byte more', () => {
    const sized = (notes: string) =>
      recordsOf('booking', aggregate, [{ ...confirmed, data: { ...BookingConfirmed.example, notes } }], causes, now);
    const around = Buffer.byteLength(sized('')[0]?.payload ?? '');
    const most = LARGEST_PAYLOAD_BYTES - around;
    const [largest] = sized('é'.repeat(Math.floor(most / 2)) + 'x'.repeat(most % 2));
    expect(Buffer.byteLength(largest?.payload ?? '')).toBe(LARGEST_PAYLOAD_BYTES);
    expect(() => sized('x'.repeat(most + 1))).toThrow(
      expect.objectContaining({ kind: 'invalid', code: 'EVENT_TOO_LARGE' }),
    );
  });

  it('refuses an event that no contract knows', () => {
    expect(() => recordsOf('booking', aggregate, [{ ...confirmed, version: 99 }], causes, now)).toThrow(
      'UNKNOWN_DATASCHEMA',
    );
  });
});

describe('envelopeOf', () => {
  const [record] = recordsOf('booking', aggregate, [confirmed], causes, now);
  if (!record) throw new Error('no record');

  it('gives back what was published', () => {
    expect(envelopeOf(record)).toEqual({
      specversion: '1.0',
      id: record.id,
      source: 'booking',
      type: BookingConfirmed.type,
      subject: 'X900001',
      time: '2026-03-02T09:05:00.123Z',
      dataschema: BookingConfirmed.dataschema,
      correlationid: 'click-1',
      aggregateid: 'booking-1',
      aggregateversion: 7,
      data: BookingConfirmed.example,
    });
  });

  it.each([
    ['text that is no JSON', { payload: '{' }],
    ['data that breaks the contract', { payload: '{}' }],
    ['an unknown version', { headers: { ...record.headers, dataschema: `${BookingConfirmed.dataschema}9` } }],
  ])('refuses %s as invalid, which is permanent', (_name, over) => {
    expect(() => envelopeOf({ ...record, ...over })).toThrow(expect.objectContaining({ kind: 'invalid' }));
  });
});
