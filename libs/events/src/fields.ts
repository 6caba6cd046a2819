import { z } from 'zod';

/** Case reference number of nDelius; the ordinary form is one capital and six digits, older ones differ. */
export const Crn = z.string().min(1).max(20);
/** Prison (NOMIS) number, e.g. `A4092EA`. */
export const NomsNumber = z.string().regex(/^[A-Z]\d{4}[A-Z]{2}$/);
/** Calendar day in London, `yyyy-MM-dd`. */
export const LondonDay = z.iso.date();
/** UTC instant with `Z`. */
export const Instant = z.iso.datetime();

/** A member of staff as nDelius knows them; only sent when both codes are known. */
export const StaffMember = z.object({
  staffCode: z.string().min(1),
  username: z.string(),
  probationRegionCode: z.string().min(1),
});

export const PremisesAddress = z.object({
  addressLine1: z.string(),
  addressLine2: z.string().optional(),
  town: z.string().optional(),
  postcode: z.string(),
  region: z.string(),
});

/** What has become of a booking. */
export const BookingStatus = z.enum(['provisional', 'confirmed', 'arrived', 'departed', 'cancelled', 'not-arrived']);

/** The ids that every booking event carries, and how the booking stands after it. */
export const bookingFacts = {
  bookingId: z.uuid(),
  crn: Crn,
  nomsNumber: NomsNumber.optional(),
  applicationId: z.uuid().optional(),
  assessmentId: z.uuid().optional(),
  /** nDelius event (sentence) number of the referral, when there is one. */
  eventNumber: z.string().optional(),
  premisesId: z.uuid(),
  bedspaceId: z.uuid(),
  probationRegionId: z.uuid(),
  arrivalDate: LondonDay,
  departureDate: LondonDay,
  /** Working days of cleaning after the stay. */
  turnaroundWorkingDays: z.int().nonnegative().optional(),
  /** Last day on which stay and cleaning occupy the bedspace. */
  effectiveEndDate: LondonDay.optional(),
  status: BookingStatus.optional(),
};

/** The ids that every assessment event carries. */
export const assessmentFacts = {
  assessmentId: z.uuid(),
  applicationId: z.uuid(),
  crn: Crn,
  nomsNumber: NomsNumber.optional(),
  probationRegionId: z.uuid(),
  probationDeliveryUnitId: z.uuid().optional(),
};

/** What every step of an assessment says besides: from which state, when, and who took it; nobody where an event was the cause. */
export const assessmentStep = {
  from: z.enum(['unallocated', 'in_review', 'ready_to_place', 'closed', 'rejected']).optional(),
  at: Instant.optional(),
  byUserId: z.uuid().optional(),
};

/** A merge of two numbers of one kind: CRNs of nDelius, or prison numbers of NOMIS. */
export const mergedNumbers = {
  numberType: z.enum(['crn', 'noms']),
  from: z.string().min(1).max(20),
  into: z.string().min(1).max(20),
  /** When the other system did it. */
  at: Instant,
};
