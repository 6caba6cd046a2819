import { z } from 'zod';
import { defineEvent } from './define-event';
import { Crn, Instant, LondonDay, NomsNumber, StaffMember } from './fields';

export const ReferralSubmitted = defineEvent({
  name: 'ReferralSubmitted',
  type: 'accommodation.cas3.referral.submitted',
  version: 1,
  source: 'referral',
  audience: 'public',
  public: {
    slug: 'referral-submitted',
    description: 'A referral for Transitional Accommodation has been submitted',
  },
  meaning: 'A referral for transitional accommodation was submitted and its answers frozen.',
  data: z.object({
    applicationId: z.uuid(),
    crn: Crn,
    nomsNumber: NomsNumber.optional(),
    eventNumber: z.string().optional(),
    submittedAt: Instant,
    /** Region and PDU that will place the person (the destination, when out of region). */
    probationRegionId: z.uuid(),
    probationDeliveryUnitId: z.uuid(),
    /** Where the practitioner works. */
    homeProbationRegionId: z.uuid(),
    homeProbationDeliveryUnitId: z.uuid().optional(),
    accommodationRequiredFromDate: LondonDay,
    releaseDate: LondonDay.optional(),
    /** Sexual offending, history or concerning behaviour: asked for by the bedspace search. */
    sexualRisk: z.boolean(),
    createdByUserId: z.uuid(),
    /** As people read it out, `TA100001F`. */
    reference: z.string().optional(),
    /** When the draft was begun. */
    startedAt: Instant.optional(),
    eligibilityReason: z
      .enum(['homelessFromCustody', 'homelessFromApprovedPremises', 'homelessFromBailAccommodation'])
      .optional(),
    /** Where the person was held when the draft was begun, as far as that was known. */
    prisonId: z.string().optional(),
    /** The earlier referral of the same person from which the answers were taken over. */
    copiedFromApplicationId: z.uuid().optional(),
    submittedBy: StaffMember.optional(),
  }),
  example: {
    applicationId: '1b6a2c1e-5f0c-4c39-8a35-2f64cf4a6d10',
    crn: 'X900001',
    nomsNumber: 'A9001AA',
    eventNumber: '1',
    submittedAt: '2026-01-12T10:15:30.000Z',
    probationRegionId: 'd73ae6b5-041e-4d44-b859-b8c77567d893',
    probationDeliveryUnitId: '6d720c1a-4dc3-4541-b0f5-bee02deb2cd1',
    homeProbationRegionId: 'd73ae6b5-041e-4d44-b859-b8c77567d893',
    accommodationRequiredFromDate: '2026-03-02',
    releaseDate: '2026-03-02',
    sexualRisk: false,
    createdByUserId: 'a4b1f0de-31d9-4c07-8d51-6d9b6a4f1c77',
    submittedBy: { staffCode: 'N07S001', username: 'CAST_01', probationRegionCode: 'N07' },
  },
});
