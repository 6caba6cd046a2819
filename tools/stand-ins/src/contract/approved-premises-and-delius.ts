import { z } from 'zod';

const Coded = z.strictObject({ code: z.string(), name: z.string() });
const Described = z.strictObject({ code: z.string(), description: z.string() });

const Team = z.strictObject({
  code: z.string(),
  name: z.string(),
  ldu: Coded,
  borough: Described.optional(),
  startDate: z.iso.date().optional(),
  endDate: z.iso.date().optional(),
});

const CaseSummary = z.strictObject({
  crn: z.string(),
  nomsId: z.string().optional(),
  pnc: z.string().optional(),
  name: z.strictObject({ forename: z.string(), surname: z.string(), middleNames: z.array(z.string()) }),
  dateOfBirth: z.iso.date(),
  gender: z.string().optional(),
  profile: z
    .strictObject({
      ethnicity: z.string().optional(),
      genderIdentity: z.string().optional(),
      nationality: z.string().optional(),
      religion: z.string().optional(),
    })
    .optional(),
  manager: z.strictObject({ team: Team }),
  currentExclusion: z.boolean(),
  currentRestriction: z.boolean(),
});

export const CaseSummaries = z.strictObject({ cases: z.array(CaseSummary) });

const dateTime = z.iso.datetime({ offset: true });

export const CaseDetail = z.strictObject({
  case: CaseSummary,
  offences: z.array(
    z.strictObject({
      id: z.string(),
      description: z.string(),
      mainCategoryDescription: z.string(),
      subCategoryDescription: z.string(),
      date: z.iso.date().optional(),
      main: z.boolean(),
      eventNumber: z.string(),
      eventId: z.number().int(),
    }),
  ),
  registrations: z.array(
    z.strictObject({
      code: z.string(),
      description: z.string(),
      startDate: z.iso.date(),
      riskNotes: z.string().optional(),
      riskNotesDetail: z.array(z.strictObject({ note: z.string(), date: z.iso.date().optional() })),
      riskFlagGroupDescription: z.string().optional(),
    }),
  ),
  mappaDetail: z
    .strictObject({
      level: z.number().optional(),
      levelDescription: z.string().optional(),
      category: z.number().optional(),
      categoryDescription: z.string().optional(),
      startDate: z.iso.date(),
      lastUpdated: dateTime,
    })
    .optional(),
  sentences: z.array(
    z.strictObject({
      typeDescription: z.string().optional(),
      startDate: z.iso.date().optional(),
      endDate: z.iso.date().optional(),
      eventNumber: z.string().optional(),
    }),
  ),
  personalContacts: z.array(z.looseObject({ relationship: z.string(), relationshipType: Described })),
  careLeaver: z.boolean().optional(),
  veteran: z.boolean().optional(),
});

export const Documents = z.array(
  z.strictObject({
    id: z.string().optional(),
    level: z.string(),
    eventNumber: z.string().optional(),
    filename: z.string(),
    typeCode: z.string(),
    typeDescription: z.string(),
    dateSaved: dateTime,
    dateCreated: dateTime,
    description: z.string().optional(),
  }),
);

export const UserAccess = z.strictObject({
  access: z.array(
    z.strictObject({
      crn: z.string(),
      userExcluded: z.boolean(),
      userRestricted: z.boolean(),
      exclusionMessage: z.string().optional(),
      restrictionMessage: z.string().optional(),
    }),
  ),
});

export const StaffDetail = z.strictObject({
  username: z.string().optional(),
  name: z.strictObject({ forename: z.string(), surname: z.string(), middleName: z.string().optional() }),
  code: z.string(),
  active: z.boolean(),
  email: z.string().optional(),
  telephoneNumber: z.string().optional(),
  probationArea: Described,
  teams: z.array(Team),
});

export const ManagingTeams = z.strictObject({ teamCodes: z.array(z.string()) });

export const ProbationError = z.strictObject({ status: z.number().int(), message: z.string() });
