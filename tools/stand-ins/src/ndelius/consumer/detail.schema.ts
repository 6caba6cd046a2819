import { z } from 'zod';
import { parseDeliusTime, type DeliusTime } from './delius-time';

/** Text; a number is taken as text. */
const text = z.union([z.string(), z.number().transform(String)]);
const time = z.string().transform((value, context): DeliusTime => {
  const parsed = parseDeliusTime(value);
  if (parsed) return parsed;
  context.addIssue({ code: 'custom', message: 'not a time' });
  return z.NEVER;
});

const By = z.object({ staffCode: text, probationRegionCode: text }).nullish();
export type By = z.infer<typeof By>;

const booking = { applicationId: text.nullish(), applicationUrl: text.nullish(), bookingId: text, bookingUrl: text };

const Premises = z.object({
  addressLine1: text,
  addressLine2: text.nullish(),
  postcode: text,
  town: text.nullish(),
  region: text,
});
export type Premises = z.infer<typeof Premises>;

const Cancelled = z.object({
  ...booking,
  cancellationReason: text,
  cancellationContext: text.nullish(),
  notes: text.nullish(),
  cancelledBy: By,
});
const Arrived = z.object({ ...booking, arrivedAt: time, notes: text, premises: Premises, recordedBy: By });
const Departed = z.object({
  ...booking,
  departedAt: time,
  notes: text,
  reason: text,
  reasonDetail: text.nullish(),
  recordedBy: By,
});

/** What `eventDetails` must hold, by event; anything else in it is not read. */
const DETAILS = {
  'referral.submitted': z.object({ applicationId: text }),
  'booking.provisionally-made': z.object({ ...booking, expectedArrivedAt: time, notes: text, bookedBy: By }),
  'booking.confirmed': z.object({ ...booking, expectedArrivedAt: time, notes: text, confirmedBy: By }),
  'booking.cancelled': Cancelled,
  'booking.cancelled.updated': Cancelled,
  'person.arrived': Arrived,
  'person.arrived.updated': Arrived,
  'person.departed': Departed,
  'person.departed.updated': Departed,
};
export type EventName = keyof typeof DETAILS;
export const EVENT_NAMES = Object.keys(DETAILS) as EventName[];
export type DetailOf<N extends EventName> = z.infer<(typeof DETAILS)[N]>;

/** The event's name without the family, e.g. `person.arrived`. */
export const nameOf = (eventType: string): EventName => eventType.replace('accommodation.cas3.', '') as EventName;

const envelope = <D extends z.ZodType>(details: D) =>
  z.object({ id: text, timestamp: time, eventType: text, eventDetails: details });

export type AnyDetail = {
  [N in EventName]: { name: N; timestamp: DeliusTime; details: DetailOf<N> };
}[EventName];

/** Reads a detail body, or says why it is unreadable or incomplete. */
export const readDetail = (name: EventName, body: string): AnyDetail => {
  const { timestamp, eventDetails } = envelope(DETAILS[name]).parse(JSON.parse(body));
  return { name, timestamp, details: eventDetails } as AnyDetail;
};
