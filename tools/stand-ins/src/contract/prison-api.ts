import { z } from 'zod';

const local = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?$/);
const MovementType = z.enum(['ADM', 'CRT', 'REL', 'TAP', 'TRN']);
const Direction = z.enum(['IN', 'OUT']);

/** Members that the real answer has and nobody here reads. */
const unread = (...names: string[]) => Object.fromEntries(names.map((name) => [name, z.unknown().optional()]));

const bookingFields = {
  bookingId: z.number().int().optional(),
  bookingNo: z.string().optional(),
  agencyId: z.string().optional(),
  assignedLivingUnit: z
    .strictObject({
      agencyId: z.string(),
      locationId: z.number().int().optional(),
      description: z.string().optional(),
      agencyName: z.string(),
    })
    .optional(),
  inOutStatus: z.enum(['IN', 'OUT', 'TRN']).optional(),
  status: z.enum(['ACTIVE IN', 'ACTIVE OUT', 'INACTIVE OUT', 'INACTIVE TRN']).optional(),
  statusReason: z
    .string()
    .regex(/^[A-Z]{3}-\w+$/)
    .optional(),
  lastMovementTypeCode: MovementType.optional(),
  lastMovementReasonCode: z.string().optional(),
  legalStatus: z.enum(['SENTENCED', 'REMAND', 'RECALL']).optional(),
  recall: z.boolean().optional(),
  imprisonmentStatus: z.string().optional(),
  imprisonmentStatusDescription: z.string().optional(),
  receptionDate: z.iso.date().optional(),
  locationDescription: z.string().optional(),
  latestLocationId: z.string().optional(),
  sentenceDetail: z.looseObject({ bookingId: z.number().int().optional() }).optional(),
};

export const InmateDetail = z.strictObject({
  // One published fixture shows only what its test asserts, so not even the number is always there.
  offenderNo: z.string().optional(),
  offenderId: z.number().int().optional(),
  rootOffenderId: z.number().int().optional(),
  firstName: z.string().optional(),
  middleName: z.string().optional(),
  lastName: z.string().optional(),
  dateOfBirth: z.iso.date().optional(),
  age: z.number().int().optional(),
  activeFlag: z.boolean(),
  ...bookingFields,
  alertsCodes: z.array(z.string()).optional(),
  activeAlertCount: z.number().int().optional(),
  inactiveAlertCount: z.number().int().optional(),
  physicalAttributes: z.looseObject({ sexCode: z.string().optional(), gender: z.string() }).optional(),
  identifiers: z.array(z.looseObject({ type: z.string(), value: z.string(), offenderNo: z.string() })).optional(),
  ...unread('alerts', 'aliases', 'assessments', 'assignedLivingUnitId', 'birthCountryCode', 'birthPlace'),
  ...unread('category', 'categoryCode', 'csra', 'facialImageId', 'interpreterRequired', 'language', 'offenceHistory'),
  ...unread('personalCareNeeds', 'physicalCharacteristics', 'physicalMarks', 'privilegeSummary'),
  ...unread('profileInformation', 'religion', 'sentenceTerms', 'writtenLanguage', 'impendingLegalStatus'),
});

export const Movements = z.array(
  z.strictObject({
    offenderNo: z.string(),
    createDateTime: local,
    fromAgency: z.string().optional(),
    fromAgencyDescription: z.string().optional(),
    toAgency: z.string().optional(),
    toAgencyDescription: z.string().optional(),
    fromCity: z.string().optional(),
    toCity: z.string().optional(),
    movementType: MovementType,
    movementTypeDescription: z.string(),
    directionCode: Direction,
    movementDate: z.iso.date(),
    movementTime: z.iso.time(),
    movementReason: z.string(),
    movementReasonCode: z.string().optional(),
    commentText: z.string().optional(),
  }),
);

export const BookingMovements = z.array(
  z.strictObject({
    sequence: z.number().int(),
    fromAgency: z.string().optional(),
    toAgency: z.string().optional(),
    movementType: MovementType,
    directionCode: Direction,
    movementDateTime: local,
    movementReasonCode: z.string(),
    createdDateTime: local,
    modifiedDateTime: local.optional(),
  }),
);

export const Agency = z.strictObject({
  agencyId: z.string(),
  description: z.string(),
  agencyType: z.string(),
  active: z.boolean(),
  addresses: z.array(z.looseObject({})).optional(),
});

export const Adjudications = z.strictObject({
  results: z.array(
    z.strictObject({
      adjudicationNumber: z.number().int(),
      reportTime: local,
      agencyIncidentId: z.number().int(),
      agencyId: z.string(),
      partySeq: z.number().int(),
      adjudicationCharges: z.array(
        z.strictObject({
          oicChargeId: z.string(),
          offenceCode: z.string(),
          offenceDescription: z.string(),
          findingCode: z.string().optional(),
        }),
      ),
    }),
  ),
  offences: z.array(z.strictObject({ id: z.string(), code: z.string(), description: z.string() })),
  agencies: z.array(
    z.strictObject({ agencyId: z.string(), description: z.string(), agencyType: z.string(), active: z.boolean() }),
  ),
});

export const PrisonError = z.strictObject({
  status: z.number().int(),
  errorCode: z.union([z.string(), z.number()]).optional(),
  userMessage: z.string(),
  developerMessage: z.string(),
  moreInfo: z.string().optional(),
});
