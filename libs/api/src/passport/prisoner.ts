import { z } from 'zod';
import { Count, Day, Instant, NomsNumber, Text } from '../fields';

export const Pathway = z
  .enum([
    'ACCOMMODATION',
    'ATTITUDES_THINKING_AND_BEHAVIOUR',
    'CHILDREN_FAMILIES_AND_COMMUNITY',
    'DRUGS_AND_ALCOHOL',
    'EDUCATION_SKILLS_AND_WORK',
    'FINANCE_AND_ID',
    'HEALTH',
  ])
  .meta({ id: 'Pathway' });

export const PathwayStatusValue = z
  .enum(['NOT_STARTED', 'IN_PROGRESS', 'SUPPORT_NOT_REQUIRED', 'SUPPORT_DECLINED', 'DONE', 'SUPPORT_REQUIRED'])
  .meta({ id: 'PathwayStatusValue' });

export const PathwayStatus = z
  .object({ pathway: Pathway, status: PathwayStatusValue, lastDateChange: Day.nullable() })
  .meta({ id: 'PathwayStatus' });
export type PathwayStatus = z.output<typeof PathwayStatus>;

export const PrisonerPersonal = z
  .object({
    prisonerNumber: NomsNumber,
    prisonId: z.string().meta({ examples: ['MDI'] }),
    firstName: z.string().meta({ examples: ['Ada'] }),
    middleNames: Text.nullable(),
    lastName: z.string().meta({ examples: ['Byron'] }),
    releaseDate: Day.nullable(),
    releaseType: Text.nullable(),
    dateOfBirth: Day.nullable(),
    age: Count.nullable(),
    location: Text.nullable(),
    facialImageId: Text.nullable(),
    mobile: Text.nullable(),
    telephone: Text.nullable(),
    email: Text.nullable(),
    prisonName: Text.nullable(),
    isHomeDetention: z.boolean().nullable(),
    isRecall: z.boolean().nullable(),
  })
  .meta({ id: 'PrisonerPersonal', description: 'Every member is there, null when empty.' });
export type PrisonerPersonal = z.output<typeof PrisonerPersonal>;

export const ProfileTagList = z.object({ tags: z.array(Text) }).meta({ id: 'ProfileTagList' });

export const Prisoner = z
  .object({
    personalDetails: PrisonerPersonal,
    pathways: z.array(PathwayStatus),
    assessmentRequired: z.boolean(),
    resettlementReviewAvailable: z.boolean(),
    immediateNeedsSubmitted: z.boolean(),
    preReleaseSubmitted: z.boolean(),
    profile: ProfileTagList,
    supportNeedsLegacyProfile: z.boolean(),
  })
  .meta({ id: 'Prisoner' });
export type Prisoner = z.output<typeof Prisoner>;

/** What happened to a pathway, by whom and why. */
export const PathwayChange = z
  .object({
    pathway: Pathway,
    from: PathwayStatusValue.nullable(),
    to: PathwayStatusValue,
    cause: Text,
    changedAt: Instant,
    author: z.object({ username: Text, name: Text }).nullable(),
    caseNoteText: Text.nullable(),
  })
  .meta({ id: 'PathwayChange' });
export type PathwayChange = z.output<typeof PathwayChange>;

export const PathwayHistory = z
  .object({
    changes: z.array(PathwayChange),
    page: Count,
    pageSize: Count,
    totalElements: Count,
    last: z.boolean(),
  })
  .meta({ id: 'PathwayHistory' });
export type PathwayHistory = z.output<typeof PathwayHistory>;
