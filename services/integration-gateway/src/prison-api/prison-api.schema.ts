import { z } from 'zod';
import { soft } from '../upstream/upstream';

const text = z.string();
/** As somebody typed it, in one form. */
const tidy = text.transform((typed) => typed.trim().replace(/\s+/g, ' '));

/** The members of InmateDetail that we use; a person without a booking has none of the booking's. */
export const InmateDetail = z.object({
  offenderNo: soft(text),
  bookingId: soft(z.number()),
  firstName: tidy,
  middleName: soft(tidy),
  lastName: tidy,
  dateOfBirth: soft(text),
  activeFlag: soft(z.boolean()),
  agencyId: soft(text),
  assignedLivingUnit: soft(z.object({ agencyId: soft(text), description: soft(text), agencyName: soft(text) })),
  inOutStatus: soft(text),
  lastMovementTypeCode: soft(text),
  lastMovementReasonCode: soft(text),
  recall: soft(z.boolean()),
  facialImageId: soft(z.number()),
  sentenceDetail: soft(
    z.object({
      releaseDate: soft(text),
      confirmedReleaseDate: soft(text),
      nonDtoReleaseDateType: soft(text),
      homeDetentionCurfewActualDate: soft(text),
      actualParoleDate: soft(text),
    }),
  ),
});
export type InmateDetail = z.output<typeof InmateDetail>;

const Charge = z.object({ offenceDescription: text, findingCode: soft(text) });

/** One page; agencies are those of every page. */
export const AdjudicationsPage = z.object({
  results: z.array(
    z.object({
      adjudicationNumber: z.number().int(),
      reportTime: text,
      agencyId: text,
      adjudicationCharges: z.array(Charge),
    }),
  ),
  agencies: z.array(z.object({ agencyId: text, description: soft(text) })).catch([]),
});
export type AdjudicationsPage = z.output<typeof AdjudicationsPage>;

export const Movement = z.object({
  offenderNo: soft(text),
  createDateTime: soft(text),
  fromAgency: soft(text),
  toAgency: soft(text),
  toAgencyDescription: soft(text),
  movementType: text,
  directionCode: soft(text),
  movementDate: text,
  movementTime: text,
  movementReasonCode: soft(text),
});
export type Movement = z.output<typeof Movement>;
export const Movements = z.array(Movement);
