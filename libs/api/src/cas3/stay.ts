import { z } from 'zod';
import { Count, Day, Instant, Text, Uuid } from '../fields';
import { CancellationReason, DepartureReason, MoveOnCategory, NonArrivalReason } from './reference-data';

const recorded = { bookingId: Uuid, createdAt: Instant };
const notes = Text.nullable();

export const Cas3Confirmation = z
  .object({ id: Uuid, ...recorded, dateTime: Instant, notes })
  .meta({ id: 'Cas3Confirmation' });
export type Cas3Confirmation = z.output<typeof Cas3Confirmation>;

export const Cas3Arrival = z
  .object({
    ...recorded,
    arrivalDate: Day,
    expectedDepartureDate: Day,
    notes,
    arrivalTime: z.string().meta({ examples: ['00:00:00'] }),
  })
  .meta({ id: 'Cas3Arrival' });
export type Cas3Arrival = z.output<typeof Cas3Arrival>;

export const Cas3NonArrival = z
  .object({ id: Uuid, ...recorded, date: Day, reason: NonArrivalReason, notes })
  .meta({ id: 'Cas3NonArrival' });
export type Cas3NonArrival = z.output<typeof Cas3NonArrival>;

/** Beside the public API: other days before the person has arrived. */
export const BookingDates = z
  .object({
    id: Uuid,
    ...recorded,
    previousArrivalDate: Day,
    previousDepartureDate: Day,
    arrivalDate: Day,
    departureDate: Day,
    notes,
  })
  .meta({ id: 'BookingDates' });
export type BookingDates = z.output<typeof BookingDates>;

/** Beside the public API: another bedspace during the stay. */
export const BookingMove = z
  .object({
    id: Uuid,
    ...recorded,
    movedOn: Day,
    fromPremisesId: Uuid,
    fromBedspaceId: Uuid,
    toPremisesId: Uuid,
    toBedspaceId: Uuid,
    notes,
  })
  .meta({ id: 'BookingMove' });
export type BookingMove = z.output<typeof BookingMove>;

export const Cas3Extension = z
  .object({ id: Uuid, ...recorded, previousDepartureDate: Day, newDepartureDate: Day, notes })
  .meta({ id: 'Cas3Extension' });
export type Cas3Extension = z.output<typeof Cas3Extension>;

export const Cas3Overstay = z
  .object({
    id: Uuid,
    ...recorded,
    previousDepartureDate: Day,
    newDepartureDate: Day,
    isAuthorised: z.boolean(),
    reason: Text.nullable(),
  })
  .meta({ id: 'Cas3Overstay' });
export type Cas3Overstay = z.output<typeof Cas3Overstay>;

export const Cas3Departure = z
  .object({
    id: Uuid,
    ...recorded,
    dateTime: Instant,
    reason: DepartureReason,
    moveOnCategory: MoveOnCategory,
    notes,
  })
  .meta({ id: 'Cas3Departure' });
export type Cas3Departure = z.output<typeof Cas3Departure>;

export const Cas3Cancellation = z
  .object({
    id: Uuid,
    ...recorded,
    date: Day,
    reason: CancellationReason,
    notes,
    otherReason: Text.nullable(),
    premisesName: Text,
  })
  .meta({ id: 'Cas3Cancellation' });
export type Cas3Cancellation = z.output<typeof Cas3Cancellation>;

export const Cas3Turnaround = z.object({ id: Uuid, ...recorded, workingDays: Count }).meta({ id: 'Cas3Turnaround' });
export type Cas3Turnaround = z.output<typeof Cas3Turnaround>;
