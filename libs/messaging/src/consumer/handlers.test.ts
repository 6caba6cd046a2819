import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { PersonReleased } from '@throughcare/events/person-released.v1';
import type { Handler } from './handlers';
import { handlersByConsumer, sourcesOf } from './handlers';

const aHandler = (over: Partial<Handler> = {}): Handler => ({
  consumer: 'closing',
  type: BookingConfirmed.type,
  kind: 'projection',
  batch: false,
  handle: async () => {},
  ...over,
});

describe('handlersByConsumer', () => {
  it('keeps handlers of one type apart by consumer', () => {
    const found = handlersByConsumer([aHandler(), aHandler({ consumer: 'timeline' })]);
    expect([...found.keys()]).toEqual(['closing', 'timeline']);
  });

  it.each([
    [
      'two handlers of one consumer for one type',
      [aHandler(), aHandler()],
      'handles accommodation.cas3.booking.confirmed twice',
    ],
    ['a handler without a consumer', [aHandler({ consumer: '' })], 'without a consumer'],
    ['a type that no contract knows', [aHandler({ type: 'unknown.thing' })], 'no contract knows unknown.thing'],
    ['an effect in batches', [aHandler({ kind: 'effect', batch: true })], 'as effect and in batches'],
  ])('refuses %s', (_name, handlers, reason) => {
    expect(() => handlersByConsumer(handlers)).toThrow(reason);
  });
});

describe('sourcesOf', () => {
  it('names each publishing service once', () => {
    expect(sourcesOf([BookingConfirmed.type, PersonReleased.type]).sort()).toEqual(['booking', 'integration-gateway']);
  });
});
