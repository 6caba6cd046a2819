import { deliusDay, deliusDayTime, type DeliusTime } from './delius-time';
import type { AnyDetail, By } from './detail.schema';

/** What an event says about its contact in the case log. */
export interface ContactFacts {
  type: 'EARS' | 'EABP' | 'EACO' | 'EACA' | 'EAAR' | 'EADP';
  urn: string;
  notes: string;
  at: DeliusTime;
  by: By;
}

const lines = (...parts: (string | null | undefined)[]): string => parts.filter((part) => part != null).join('\n');
const blanks = (...parts: (string | null | undefined)[]): string => parts.filter((part) => part != null).join(' ');
const urn = (kind: string, id: string): string => `urn:hmpps:cas3:${kind}:${id}`;

/** Contact type, reference, notes and time by event. */
export const contactFacts = (event: AnyDetail): ContactFacts => {
  const { timestamp: at } = event;
  switch (event.name) {
    case 'referral.submitted':
      return { type: 'EARS', urn: urn('application-submitted', event.details.applicationId), notes: '', at, by: null };
    case 'booking.provisionally-made': {
      const { bookingId, expectedArrivedAt, notes, bookedBy } = event.details;
      const text = lines(`Expected arrival date: ${deliusDay(expectedArrivedAt)}`, notes);
      return { type: 'EABP', urn: urn('booking-provisionally-made', bookingId), notes: text, at, by: bookedBy };
    }
    case 'booking.confirmed': {
      const { bookingId, expectedArrivedAt, notes, confirmedBy } = event.details;
      const text = lines(`Expected arrival date: ${deliusDay(expectedArrivedAt)}`, notes);
      return { type: 'EACO', urn: urn('booking-confirmed', bookingId), notes: text, at, by: confirmedBy };
    }
    case 'booking.cancelled':
    case 'booking.cancelled.updated': {
      const { bookingId, cancellationReason, cancellationContext, notes, cancelledBy } = event.details;
      const text = lines(cancellationReason, cancellationContext, notes);
      return { type: 'EACA', urn: urn('booking-cancelled', bookingId), notes: text, at, by: cancelledBy };
    }
    case 'person.arrived':
    case 'person.arrived.updated': {
      const { bookingId, arrivedAt, premises, notes, recordedBy } = event.details;
      const { addressLine1, addressLine2, postcode, town, region } = premises;
      const address = `Arrival address: ${blanks(addressLine1, addressLine2, postcode, town, region)}`;
      const text = lines(`Arrival date: ${deliusDay(arrivedAt)}`, address, notes);
      return { type: 'EAAR', urn: urn('person-arrived', bookingId), notes: text, at: arrivedAt, by: recordedBy };
    }
    case 'person.departed':
    case 'person.departed.updated': {
      const { bookingId, departedAt, reason, reasonDetail, notes, recordedBy } = event.details;
      const text = lines(`Departure date: ${deliusDay(departedAt)}`, reason, reasonDetail, notes);
      return { type: 'EADP', urn: urn('person-departed', bookingId), notes: text, at: departedAt, by: recordedBy };
    }
  }
};

/** Notes of a contact that is there already: `.updated` appends, the plain type replaces. */
export const nextNotes = (event: AnyDetail, before: string, notes: string): string => {
  if (!event.name.endsWith('.updated')) return notes;
  const changed = `Address details were updated: ${deliusDayTime(event.timestamp)}`;
  return lines(before, event.name === 'person.arrived.updated' ? changed : null, notes);
};
