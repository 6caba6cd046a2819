import fc from 'fast-check';
import { BookingConfirmed } from './booking-confirmed.v1';
import type { EventEnvelope } from './define-event';
import { MalformedEvent, decodeEnvelope, encodeEnvelope, parseEnvelope } from './envelope';
import { readEvent } from './read-event';

const anEvent = (over: Partial<Record<keyof EventEnvelope, unknown>> = {}) => ({
  specversion: '1.0',
  id: '01939c2e-7b4a-7c3d-9e1f-2a3b4c5d6e7f',
  source: 'booking',
  type: BookingConfirmed.type,
  subject: 'X900001',
  time: '2026-01-22T09:30:00.000Z',
  dataschema: BookingConfirmed.dataschema,
  correlationid: 'c-1',
  aggregateid: BookingConfirmed.example.bookingId,
  aggregateversion: 2,
  data: BookingConfirmed.example,
  ...over,
});

const refusal = (act: () => unknown): MalformedEvent => {
  try {
    act();
  } catch (error) {
    if (error instanceof MalformedEvent) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('the envelope', () => {
  it('comes back as it was, for any text and any size', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '\u0000', 'ł', '房', '🏠', '\ud83d', '"', '\\', '\u2028') });
    const data = fc.dictionary(text, fc.jsonValue({ stringUnit: 'binary', noUnicodeString: false } as object));
    fc.assert(
      fc.property(data, fc.integer({ min: 1 }), fc.uuid({ version: 7 }), (payload, version, id) => {
        const event = anEvent({ data: { ...payload }, aggregateversion: version, id }) as EventEnvelope;
        const wire = Buffer.from(encodeEnvelope(event), 'utf8').toString('utf8');
        expect(JSON.parse(JSON.stringify(decodeEnvelope(wire)))).toEqual(JSON.parse(JSON.stringify(event)));
      }),
    );
  });

  it('carries a megabyte of notes', () => {
    const event = anEvent({ data: { ...BookingConfirmed.example, notes: '房🏠"'.repeat(200_000) } }) as EventEnvelope;
    expect(readEvent(JSON.parse(encodeEnvelope(event)))).toEqual(event);
  });

  it('drops attributes it does not know, so that a newer producer is understood', () => {
    expect(parseEnvelope({ ...anEvent(), partitionhint: 7 })).toEqual(anEvent());
  });

  it.each([
    ['id', 'not-a-uuid'],
    ['specversion', '0.3'],
    ['subject', ''],
    ['time', '2026-01-22 09:30'],
    ['dataschema', 'urn:throughcare:event:something.else:1'],
    ['dataschema', 'https://example.org/schema'],
    ['aggregateversion', 0],
    ['data', null],
    ['data', undefined],
    ['correlationid', undefined],
  ] as const)('is refused for its %s %p, by name', (field, value) => {
    expect(refusal(() => parseEnvelope(anEvent({ [field]: value }))).fields).toEqual([field]);
  });

  it.each([null, 1, 'text', []])('refuses %p', (candidate) => {
    expect(refusal(() => parseEnvelope(candidate)).fields).toEqual(['(root)']);
  });

  it('refuses text that is no JSON', () => {
    expect(refusal(() => decodeEnvelope('{"id":"A1234')).fields).toEqual(['(json)']);
  });

  it('never repeats a value in its refusal', () => {
    const secret = 'Jane Doe of 1 High Street';
    const error = refusal(() =>
      readEvent(anEvent({ data: { ...BookingConfirmed.example, nomsNumber: secret, arrivalDate: secret } })),
    );
    expect(error.fields).toEqual(['data.nomsNumber', 'data.arrivalDate']);
    expect(`${error.stack} ${JSON.stringify(error)}`).not.toContain('Jane');
    expect(error.kind).toBe('invalid');
  });

  it('is refused on reading when this build has no such contract', () => {
    const unknown = anEvent({ type: 'no.such', dataschema: 'urn:throughcare:event:no.such:1' });
    expect(refusal(() => readEvent(unknown)).fields).toEqual(['dataschema']);
  });
});
