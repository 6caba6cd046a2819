import { z } from 'zod';
import { soft } from '../upstream/upstream';

const text = z.string();
/** As people typed it upstream, in one form: no spaces around it, and one between two words. */
const tidy = text.transform((typed) => typed.trim().replace(/\s+/g, ' '));
/** Numbers of people are written in capitals. */
const number = text.transform((typed) => typed.replace(/\s+/g, '').toUpperCase());
const Profile = z.object({
  ethnicity: soft(text),
  genderIdentity: soft(text),
  nationality: soft(text),
  religion: soft(text),
});

/** Of approved-premises-and-delius; unknown members are left behind. */
export const CaseSummary = z.object({
  crn: number,
  nomsId: soft(number),
  pnc: soft(number),
  name: z.object({ forename: tidy, surname: tidy }),
  dateOfBirth: text,
  gender: soft(text),
  profile: soft(Profile),
  /** Present for the person, not for the asking user; what cannot be read counts as limited. */
  currentExclusion: z.boolean().catch(true),
  currentRestriction: z.boolean().catch(true),
});
export type CaseSummary = z.output<typeof CaseSummary>;
export const CaseSummaries = z.object({ cases: z.array(CaseSummary) });

/**
 * What nDelius says about a case beside who it is about. Lists are read whole or not at all: a flag that was left out because it cannot be read
 * would look as if it were not there.
 */
const Offence = z.object({
  id: text,
  description: text,
  mainCategoryDescription: soft(text),
  subCategoryDescription: soft(text),
  date: soft(z.iso.date()),
  main: z.boolean().catch(false),
  eventNumber: text,
  eventId: z.number().int(),
});
export type Offence = z.output<typeof Offence>;

const Registration = z.object({ code: text, description: text });

const MappaDetail = z.object({
  levelDescription: soft(text),
  categoryDescription: soft(text),
  startDate: soft(text),
  lastUpdated: soft(text),
});

export const CaseDetail = z.object({
  offences: z.array(Offence).default([]),
  registrations: z.array(Registration).default([]),
  mappaDetail: MappaDetail.nullish(),
});
export type CaseDetail = z.output<typeof CaseDetail>;

/** An access row that cannot be read counts as refused. */
export const CaseAccess = z.object({
  crn: number,
  userExcluded: z.boolean().catch(true),
  userRestricted: z.boolean().catch(true),
});
export type CaseAccess = z.output<typeof CaseAccess>;
export const UserAccess = z.object({ access: z.array(CaseAccess) });

const CodeAndName = z.object({ code: text });
export const StaffDetail = z.object({
  name: z.object({ forename: tidy, surname: tidy }),
  code: text,
  active: z.boolean().catch(true),
  email: soft(text),
  telephoneNumber: soft(text),
  probationArea: CodeAndName,
  teams: z
    .array(z.object({ borough: soft(CodeAndName), startDate: soft(text), endDate: soft(text) }))
    .catch([])
    .default([]),
});
export type StaffDetail = z.output<typeof StaffDetail>;
