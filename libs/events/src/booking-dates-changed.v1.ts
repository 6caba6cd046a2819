import { z } from 'zod';
import { defineEvent } from './define-event';
import { Instant, LondonDay, StaffMember, bookingFacts } from './fields';

export const BookingDatesChanged = defineEvent({
  name: 'BookingDatesChanged',
  type: 'accommodation.cas3.booking.dates-changed',
  version: 1,
  source: 'booking',
  audience: 'internal',
  meaning: 'The days of a booking were changed before the person arrived, as when a release date has moved.',
  data: z.object({
    ...bookingFacts,
    previousArrivalDate: LondonDay,
    previousDepartureDate: LondonDay,
    changedAt: Instant,
    changedBy: StaffMember.optional(),
  }),
  example: {
    bookingId: '7d1f3c52-6c1b-4f0e-9a57-0f6f1c9f2a11',
    crn: 'X900001',
    nomsNumber: 'A9001AA',
    applicationId: '1b6a2c1e-5f0c-4c39-8a35-2f64cf4a6d10',
    assessmentId: '3f8e0a54-72d3-4a53-b1a4-77a51a1d9d0e',
    eventNumber: '1',
    premisesId: 'b7a3e0a2-1d0e-4b59-9f55-8f5f0a8d7c21',
    bedspaceId: 'c2f54d6e-0c43-4a0b-8d5b-5f9f0e7d6b32',
    probationRegionId: 'd73ae6b5-041e-4d44-b859-b8c77567d893',
    arrivalDate: '2026-02-27',
    departureDate: '2026-05-22',
    turnaroundWorkingDays: 2,
    effectiveEndDate: '2026-05-27',
    status: 'confirmed',
    previousArrivalDate: '2026-03-02',
    previousDepartureDate: '2026-05-25',
    changedAt: '2026-02-20T10:05:00.000Z',
    changedBy: { staffCode: 'N07S001', username: 'CAST_01', probationRegionCode: 'N07' },
  },
});
