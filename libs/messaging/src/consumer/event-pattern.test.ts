import 'reflect-metadata';
import { PATTERN_EXTRAS_METADATA, PATTERN_METADATA } from '@nestjs/microservices/constants';
import { BookingCancelled } from '@throughcare/events/booking-cancelled.v1';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import type { EventOf } from '@throughcare/events/define-event';
import { defineConsumer } from './define-consumer';
import { OnEvent, OnEvents, type EventContext } from './event-pattern';

const closing = defineConsumer('assessment.closing');
const timeline = defineConsumer('assessment.timeline', { batch: true });

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
  const { handle, fill } = Handlers.prototype;

  it('takes every event that it is registered for, with the options of its consumer', () => {
    expect(writtenOn(handle)).toEqual({
      types: [BookingConfirmed.type, BookingCancelled.type],
      options: { consumer: 'assessment.closing', kind: 'projection', batch: false },
    });
    expect(writtenOn(fill)).toEqual({
      types: [BookingConfirmed.type],
      options: { consumer: 'assessment.timeline', kind: 'projection', batch: true },
    });
  });
});
