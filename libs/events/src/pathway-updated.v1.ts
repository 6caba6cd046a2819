import { z } from 'zod';
import { defineEvent } from './define-event';
import { Crn, Instant, NomsNumber } from './fields';

export const PathwayUpdated = defineEvent({
  name: 'PathwayUpdated',
  type: 'resettlement.pathway.updated',
  version: 1,
  source: 'passport',
  /** Until it is told on the topic: `public` means that. */
  audience: 'internal',
  meaning: 'One of the seven resettlement pathways changed status.',
  data: z.object({
    nomsNumber: NomsNumber,
    crn: Crn.optional(),
    pathway: z.enum([
      'ACCOMMODATION',
      'ATTITUDES_THINKING_AND_BEHAVIOUR',
      'CHILDREN_FAMILIES_AND_COMMUNITY',
      'DRUGS_AND_ALCOHOL',
      'EDUCATION_SKILLS_AND_WORK',
      'FINANCE_AND_ID',
      'HEALTH',
    ]),
    from: z.enum([
      'NOT_STARTED',
      'IN_PROGRESS',
      'SUPPORT_NOT_REQUIRED',
      'SUPPORT_DECLINED',
      'DONE',
      'SUPPORT_REQUIRED',
    ]),
    to: z.enum(['NOT_STARTED', 'IN_PROGRESS', 'SUPPORT_NOT_REQUIRED', 'SUPPORT_DECLINED', 'DONE', 'SUPPORT_REQUIRED']),
    /** `staff`, or the type of the accommodation event that moved it. */
    cause: z.string(),
    changedAt: Instant,
    /** Where the person was held then, as far as a prison has told. */
    prisonId: z.string().optional(),
  }),
  example: {
    nomsNumber: 'A9001AA',
    crn: 'X900001',
    pathway: 'ACCOMMODATION',
    from: 'SUPPORT_REQUIRED',
    to: 'IN_PROGRESS',
    cause: 'accommodation.cas3.booking.confirmed',
    changedAt: '2026-01-22T09:30:01.000Z',
  },
});
