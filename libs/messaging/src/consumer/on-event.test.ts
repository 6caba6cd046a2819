import 'reflect-metadata';
import { PATTERN_EXTRAS_METADATA, PATTERN_METADATA } from '@nestjs/microservices/constants';
import { BookingCancelled } from '@throughcare/events/booking-cancelled.v1';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import type { EventOf } from '@throughcare/events/define-event';
import { defineRead, type ReadOf } from '@throughcare/events/define-read';
import { defineConsumer } from './define-consumer';
import { OnEvent, OnEvents, type EventContext } from './on-event';

const closing = defineConsumer('assessment.closing');
const timeline = defineConsumer('assessment.timeline', { batch: true });

const confirmed = defineRead(BookingConfirmed, ['bookingId', 'assessmentId?', 'confirmedBy?.username']);

class Handlers {
  @OnEvents([BookingConfirmed, BookingCancelled], closing)
  handle(event: EventOf<typeof BookingConfirmed | typeof BookingCancelled>, { consumer }: EventContext): string {
    const by = event.type === BookingConfirmed.type ? event.data.confirmedBy : event.data.cancelledBy;
    return `${consumer} ${by?.username}`;
  }

  @OnEvent(BookingConfirmed, timeline)
  fill(events: readonly EventOf<typeof BookingConfirmed>[]): number {
    return events.length;
  }

  @OnEvent(confirmed, closing)
  read({ data }: ReadOf<typeof confirmed>): string | undefined {
    // @ts-expect-error -- the consumer did not declare that it reads the notes
    return data.confirmedBy?.username ?? data.assessmentId ?? data.notes;
  }

  // @ts-expect-error -- the method takes more of the event than the consumer declared
  @OnEvent(confirmed, closing)
  readAll({ data }: EventOf<typeof BookingConfirmed>): string {
    return data.notes;
  }

  // @ts-expect-error -- the consumer takes batches
  @OnEvent(BookingConfirmed, timeline)
  fillOne(event: EventOf<typeof BookingConfirmed>): string {
    return event.data.crn;
  }

  // @ts-expect-error -- a cancellation says nothing of who confirmed
  @OnEvents([BookingConfirmed, BookingCancelled], closing)
  half(event: EventOf<typeof BookingConfirmed>): string | undefined {
    return event.data.confirmedBy?.username;
  }
}

const writtenOn = (method: object) => ({
  types: Reflect.getMetadata(PATTERN_METADATA, method) as unknown,
  options: Reflect.getMetadata(PATTERN_EXTRAS_METADATA, method) as unknown,
});

describe('a handler of events', () => {
  const { handle, fill, read } = Handlers.prototype;

  it('takes every event that it is registered for, with the options of its consumer', () => {
    expect(writtenOn(handle)).toEqual({
      types: [BookingConfirmed.type, BookingCancelled.type],
      options: { consumer: 'assessment.closing', kind: 'projection', batch: false, reads: {} },
    });
    expect(writtenOn(fill)).toMatchObject({
      types: [BookingConfirmed.type],
      options: { consumer: 'assessment.timeline', kind: 'projection', batch: true },
    });
  });

  it('says which fields it reads; without, it reads the whole contract', () => {
    const { fields } = confirmed;
    expect(writtenOn(read)).toMatchObject({ options: { reads: { [BookingConfirmed.type]: fields } } });
    expect(writtenOn(fill)).toMatchObject({ options: { reads: { [BookingConfirmed.type]: undefined } } });
  });
});
