import { readMessage, toMessage } from './kafka/codec';
import { MALFORMED, malformedRecord, reducedRecord } from './malformed';
import { receivedRecord } from './received';
import { bodyOf, readBody } from './sns/codec';
import { aRecord } from '../../proof/harness/records';
import type { EventRecord } from '../publish/event-record';

const good = aRecord({ key: 'X900001' });

/** What a typed column would refuse. */
const bad: readonly [string, Partial<EventRecord>][] = [
  ['an id that is no UUID', { id: '42' }],
  ['a version that is no number', { version: NaN }],
  ['a version beyond the column', { version: 2 ** 31 }],
  ['half a version', { version: 1.5 }],
  ['a negative version', { version: -1 }],
  ['a month 99', { occurredAt: '9999-99-01T00:00:00.000Z' }],
  ['a time of nobody', { occurredAt: 'yesterday' }],
  ['a year that PostgreSQL does not have', { occurredAt: '0000-01-01T00:00:00.000Z' }],
  ['a time without a zone', { occurredAt: '2026-03-02T09:05:00' }],
  ['a NUL in the key', { key: 'a\0b' }],
  ['a key too long for an index', { key: 'k'.repeat(3_000) }],
  ['a NUL in the type', { type: 'a\0b' }],
  ['a NUL in the aggregate', { aggregateId: 'a\0b' }],
  ['a NUL in the data', { payload: 'abc\0def' }],
  ['a NUL in a header', { headers: { ...good.headers, correlationid: '\0' } }],
];

describe('F-019: what is read from a broker', () => {
  it.each(bad)('is no event of ours with %s', (_what, part) => {
    expect(receivedRecord({ ...good, ...part })).toBeUndefined();
  });

  it('is taken in the one form that our tables have', () => {
    const told = { ...good, id: good.id.toUpperCase(), occurredAt: '2026-03-01T00:30:00+01:00' };
    expect(receivedRecord(told)).toEqual({ ...good, occurredAt: '2026-02-28T23:30:00.000Z' });
    expect(receivedRecord({ ...good, key: '\ud800' })).toBeUndefined();
  });

  it.each(bad)('ends as a dead letter that can be kept, on Kafka, with %s', (_what, part) => {
    const { key, value, headers } = toMessage({ ...good, ...part });
    const message = { key, value, headers, offset: '7', timestamp: '9223372036854775807', attributes: 0 };
    const bytes = Object.fromEntries(
      Object.entries(headers ?? {}).map(([name, text]) => [name, Buffer.from(String(text))]),
    );
    const record = readMessage('throughcare.booking', 3, {
      ...message,
      key: Buffer.from(String(key)),
      value: Buffer.from(String(value)),
      headers: bytes,
    });
    expect(record.type).toBe(MALFORMED);
    expect(receivedRecord(record)).toEqual(record);
    expect(Buffer.from(record.payload, 'base64').toString()).toBe({ ...good, ...part }.payload);
  });

  it.each(bad)('cannot be read from a queue with %s', (_what, part) => {
    expect(readBody(bodyOf({ ...good, ...part }))).toBeUndefined();
  });

  it('is kept whatever it is: tombstones, bytes, times of nobody, keys of any kind', () => {
    for (const key of ['', '\0', '\ud800', 'k'.repeat(10_000)])
      for (const sentAt of ['', 'never', '9999-99-01'])
        for (const body of [Buffer.alloc(0), Buffer.from([0, 255, 216])]) {
          const record = malformedRecord('t/1/2', { source: 'booking', partition: 1, key, body, sentAt });
          expect(receivedRecord(record)).toEqual(record);
        }
    const reduced = reducedRecord({ ...good, key: '\0', id: '42' });
    expect(receivedRecord(reduced)).toEqual(reduced);
  });
});
