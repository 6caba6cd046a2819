import { z } from 'zod';
import { Count, Crn, Day, Instant, Text, Uuid } from '../fields';
import { Cas3BedspaceSummary } from './bedspace';
import { Person } from './person';
import {
  BookingMove,
  Cas3Arrival,
  Cas3Cancellation,
  Cas3Confirmation,
  Cas3Departure,
  Cas3Extension,
  Cas3NonArrival,
  Cas3Overstay,
  Cas3Turnaround,
} from './stay';

/** `notMinusArrived` is a value of the public API that no booking has here. */
export const Cas3BookingStatus = z
  .enum(['arrived', 'notMinusArrived', 'departed', 'cancelled', 'provisional', 'confirmed', 'closed'])
  .meta({ id: 'Cas3BookingStatus' });

export const Cas3BookingPremisesSummary = z.object({ id: Uuid, name: Text }).meta({ id: 'Cas3BookingPremisesSummary' });

/** What somebody has to do about a booking. Beside the public route's members. */
export const BookingWarning = z
  .object({
    code: z.enum([
      'DEPARTURE_OVERDUE',
      'REFERRAL_NOT_READY_TO_PLACE',
      'BED_NEEDED_EARLIER',
      'RELEASE_AFTER_ARRIVAL',
      'BACK_IN_CUSTODY',
      'OTHER_BOOKING_OVERLAPS',
      'PERSON_DIED',
      'RELEASE_DATE_CHANGED',
    ]),
    /** The same for the same cause: what it is dismissed by. Absent from a service of the release before. */
    alert: Text.optional(),
    detail: Text,
  })
  .meta({ id: 'BookingWarning' });
export type BookingWarning = z.output<typeof BookingWarning>;

export const BookingAlerts = z
  .object({
    open: z.array(BookingWarning),
    /** Newest first. `by` is null of whoever is not in the staff directory. */
    dismissed: z.array(z.object({ alert: Text, at: Instant, by: Text.nullable() })),
  })
  .meta({ id: 'BookingAlerts' });
export type BookingAlerts = z.output<typeof BookingAlerts>;

export const Cas3Booking = z
  .object({
    id: Uuid,
    person: Person,
    arrivalDate: Day,
    originalArrivalDate: Day,
    departureDate: Day,
    originalDepartureDate: Day,
    createdAt: Instant,
    bedspace: Cas3BedspaceSummary,
    status: Cas3BookingStatus,
    extensions: z.array(Cas3Extension),
    overstays: z.array(Cas3Overstay),
    departures: z.array(Cas3Departure),
    cancellations: z.array(Cas3Cancellation),
    premises: Cas3BookingPremisesSummary,
    arrival: Cas3Arrival.nullable(),
    departure: Cas3Departure.nullable(),
    nonArrival: Cas3NonArrival.nullable(),
    cancellation: Cas3Cancellation.nullable(),
    confirmation: Cas3Confirmation.nullable(),
    turnaround: Cas3Turnaround.nullable(),
    turnarounds: z.array(Cas3Turnaround),
    turnaroundStartDate: Day.nullable(),
    effectiveEndDate: Day,
    applicationId: Uuid.nullable(),
    assessmentId: Uuid.nullable(),
    moves: z.array(BookingMove),
    /** Which stay of the person on this sentence it is or would be; null where the sentence is not known. */
    stayNumberOnSentence: Count.nullable(),
    releasedAt: Instant.nullable(),
    warnings: z.array(BookingWarning),
  })
  .meta({ id: 'Cas3Booking', description: 'Singular members hold the latest of the list of the same name.' });
export type Cas3Booking = z.output<typeof Cas3Booking>;

export const Cas3BookingSearchResult = z
  .object({
    person: z.object({ crn: Crn, name: Text.optional() }).meta({ id: 'Cas3BookingSearchResultPersonSummary' }),
    booking: z
      .object({ id: Uuid, status: Cas3BookingStatus, startDate: Day, endDate: Day, createdAt: Instant })
      .meta({ id: 'Cas3BookingSearchResultBookingSummary' }),
    premises: z
      .object({
        id: Uuid,
        name: Text,
        addressLine1: Text,
        addressLine2: Text.optional(),
        town: Text.optional(),
        postcode: Text,
      })
      .meta({ id: 'Cas3BookingSearchResultPremisesSummary' }),
    bedspace: z.object({ id: Uuid, reference: Text }).meta({ id: 'Cas3BookingSearchResultBedspaceSummary' }),
  })
  .meta({ id: 'Cas3BookingSearchResult', description: 'What is not known, or not for this caller, is left out.' });
export type Cas3BookingSearchResult = z.output<typeof Cas3BookingSearchResult>;

export const Cas3BookingSearchResults = z
  .object({ resultsCount: Count, results: z.array(Cas3BookingSearchResult) })
  .meta({ id: 'Cas3BookingSearchResults' });
export type Cas3BookingSearchResults = z.output<typeof Cas3BookingSearchResults>;

/** A row of a list of bookings: what a search shows, and what the list is about. */
export const BookingListRow = Cas3BookingSearchResult.extend({
  /** Slept so far, slept, or planned where nobody has arrived. */
  nights: Count,
  assessmentId: Uuid.nullable(),
  probationDeliveryUnitId: Uuid,
  warnings: z.array(BookingWarning),
}).meta({ id: 'BookingListRow' });
export type BookingListRow = z.output<typeof BookingListRow>;

export const BookingListPage = z
  .object({ resultsCount: Count, results: z.array(BookingListRow) })
  .meta({ id: 'BookingListPage' });
export type BookingListPage = z.output<typeof BookingListPage>;

/** How many bookings are in each list today. */
export const BookingListCounts = z
  .object({ lists: z.array(z.object({ list: Text, count: Count })), waiting: Count })
  .meta({ id: 'BookingListCounts' });
export type BookingListCounts = z.output<typeof BookingListCounts>;

/** A referral that is ready to place and has no bedspace. */
export const WaitingReferral = z
  .object({
    applicationId: Uuid,
    assessmentId: Uuid,
    person: Person,
    probationDeliveryUnitId: Uuid.nullable(),
    requiredFrom: Day.nullable(),
    releaseDate: Day.nullable(),
    /** Since the day from which a place is needed; 0 before it. */
    nightsWithoutBed: Count,
    /** Stays that the person has had on this sentence; null where it is not known. */
    staysOnSentence: Count.nullable(),
  })
  .meta({ id: 'WaitingReferral' });
export type WaitingReferral = z.output<typeof WaitingReferral>;

export const WaitingList = z
  .object({ resultsCount: Count, results: z.array(WaitingReferral) })
  .meta({ id: 'WaitingList' });
export type WaitingList = z.output<typeof WaitingList>;

/** One step of a booking, with who recorded it. */
export const BookingStep = z
  .object({
    id: Uuid,
    kind: z.enum([
      'booked',
      'confirmation',
      'arrival',
      'arrival-undone',
      'dates',
      'extension',
      'overstay',
      'move',
      'departure',
      'cancellation',
      'non-arrival',
      'turnaround',
    ]),
    at: Instant,
    by: z.object({ userId: Uuid, username: Text.nullable(), name: Text.nullable() }),
    /** Whether nDelius is sent something for it; it has no field for a planned departure, cleaning or a room. The ledger says what became of it. */
    isSentToNdelius: z.boolean(),
    /** As the step was recorded: days, ids of reasons and places, notes. */
    details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  })
  .meta({ id: 'BookingStep' });
export type BookingStep = z.output<typeof BookingStep>;
