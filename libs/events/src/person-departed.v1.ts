import { z } from 'zod';
import { defineEvent } from './define-event';
import { Instant, LondonDay, PremisesAddress, StaffMember, bookingFacts } from './fields';

export const PersonDeparted = defineEvent({
  name: 'PersonDeparted',
  type: 'accommodation.cas3.person.departed',
  version: 1,
  source: 'booking',
  audience: 'public',
  public: {
    slug: 'person-departed',
    description: 'Someone has left a Transitional Accommodation premises',
    proof: 'address-updated',
  },
  meaning: 'The person left the bedspace.',
  data: z.object({
    ...bookingFacts,
    premises: PremisesAddress,
    departedAt: Instant,
    departedOn: LondonDay,
    departureReasonId: z.uuid(),
    departureReason: z.string(),
    moveOnCategoryId: z.uuid(),
    /** From arrival to departure, over all bedspaces of the stay. */
    nights: z.int().nonnegative().optional(),
    recordedAt: Instant,
    notes: z.string(),
    recordedBy: StaffMember.optional(),
    /** Booking where the person stays on: leaving here does not end their address there. Absent: they stay nowhere else. */
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
    status: 'departed',
    premises: { addressLine1: '12 Church Street', town: 'Croydon', postcode: 'CR0 1AA', region: 'London' },
    departedAt: '2026-05-25T11:00:00.000Z',
    departedOn: '2026-05-25',
    departureReasonId: '166b1c1f-8b0b-4c3d-9c0a-6d6d0b1d2f10',
    departureReason: 'Planned Move on',
    moveOnCategoryId: '8c392f70-8b4c-4b36-9f5e-3f0b1a2c4d5e',
    nights: 84,
    recordedAt: '2026-05-25T15:20:00.000Z',
    notes: '',
    recordedBy: { staffCode: 'N07S001', username: 'CAST_01', probationRegionCode: 'N07' },
  },
});
