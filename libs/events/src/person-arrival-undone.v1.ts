import { z } from 'zod';
import { defineEvent } from './define-event';
import { Instant, LondonDay, PremisesAddress, StaffMember, bookingFacts } from './fields';

export const PersonArrivalUndone = defineEvent({
  name: 'PersonArrivalUndone',
  type: 'accommodation.cas3.person.arrival-undone',
  version: 1,
  source: 'booking',
  audience: 'internal',
  meaning: 'A recorded arrival was taken back: the person had not moved in, and the booking is confirmed again.',
  data: z.object({
    ...bookingFacts,
    /** The address that the arrival told. */
    premises: PremisesAddress,
    /** The day on which the person was said to have arrived. */
    arrivedOn: LondonDay,
    undoneAt: Instant,
    reasonId: z.uuid(),
    reason: z.string(),
    notes: z.string(),
    recordedBy: StaffMember.optional(),
    /** Booking where the person stays: what is taken back does not end their address there. Absent: they stay nowhere else. */
    staysAtBookingId: z.uuid().optional(),
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
    arrivalDate: '2026-03-02',
    departureDate: '2026-05-25',
    turnaroundWorkingDays: 2,
    effectiveEndDate: '2026-05-28',
    status: 'confirmed',
    premises: {
      addressLine1: 'Flat 2',
      addressLine2: '12 Church Street',
      town: 'Croydon',
      postcode: 'CR0 1AA',
      region: 'London',
    },
    arrivedOn: '2026-03-02',
    undoneAt: '2026-03-03T09:10:00.000Z',
    reasonId: 'd2a0d037-53db-4bb2-b9f7-afa07948a3f5',
    reason: 'Recording Error (e.g. a data entry error)',
    notes: '',
    recordedBy: { staffCode: 'N07S001', username: 'CAST_01', probationRegionCode: 'N07' },
  },
});
