import { z } from 'zod';

/** What is kept about a person besides who they are: by nDelius, by OASys and by the calculator of tiers. */
export const Offence = z.strictObject({
  id: z.string(),
  description: z.string(),
  mainCategoryDescription: z.string(),
  subCategoryDescription: z.string(),
  date: z.iso.date().optional(),
  main: z.boolean(),
  eventNumber: z.string(),
  eventId: z.number().int(),
});
export type Offence = z.infer<typeof Offence>;

export const Registration = z.strictObject({
  code: z.string(),
  description: z.string(),
  startDate: z.iso.date(),
  riskNotes: z.string().optional(),
  riskNotesDetail: z.array(z.strictObject({ note: z.string(), date: z.iso.date().optional() })).default([]),
  riskFlagGroupDescription: z.string().optional(),
});
export type Registration = z.infer<typeof Registration>;

export const Mappa = z.strictObject({
  level: z.number().int().optional(),
  levelDescription: z.string().optional(),
  category: z.number().int().optional(),
  categoryDescription: z.string().optional(),
  startDate: z.iso.date(),
  lastUpdated: z.iso.datetime({ offset: true }),
});
export type Mappa = z.infer<typeof Mappa>;

export const Sentence = z.strictObject({
  typeDescription: z.string().optional(),
  startDate: z.iso.date().optional(),
  endDate: z.iso.date().optional(),
  eventNumber: z.string().optional(),
});

export const StoredDocument = z.strictObject({
  id: z.string().optional(),
  level: z.string(),
  eventNumber: z.string().optional(),
  filename: z.string(),
  typeCode: z.string(),
  typeDescription: z.string(),
  dateSaved: z.iso.datetime({ offset: true }),
  dateCreated: z.iso.datetime({ offset: true }),
  description: z.string().optional(),
});

/** The sections that are read, each under the name that its answer bears. */
export const SECTIONS = [
  'rosh',
  'riskManagementPlan',
  'roshSummary',
  'offence',
  'needs',
  'linksToHarm',
  'linksToReOffending',
  'riskToTheIndividual',
  'health',
] as const;
export type SectionName = (typeof SECTIONS)[number];

export const Assessment = z.strictObject({
  assessmentId: z.number().int(),
  /** Only `LAYER3` is read. */
  assessmentType: z.string().default('LAYER3'),
  initiationDate: z.iso.datetime({ offset: true }),
  dateCompleted: z.iso.datetime({ offset: true }).optional(),
  assessmentStatus: z.string().default('COMPLETE'),
  superStatus: z.string().optional(),
  limitedAccessOffender: z.boolean().default(false),
  lastUpdatedDate: z.iso.datetime({ offset: true }).optional(),
  sections: z.partialRecord(z.enum(SECTIONS), z.record(z.string(), z.unknown())).default({}),
});
export type Assessment = z.infer<typeof Assessment>;

export const Tier = z.strictObject({
  tierScore: z.string(),
  calculationId: z.guid(),
  /** London time without offset. */
  calculationDate: z.string(),
  changeReason: z.string().optional(),
});
export type Tier = z.infer<typeof Tier>;

/** Members of a person, by name. */
export const records = {
  offences: z.array(Offence).default([]),
  registrations: z.array(Registration).default([]),
  mappa: Mappa.optional(),
  sentences: z.array(Sentence).default([]),
  documents: z.array(StoredDocument).default([]),
  assessments: z.array(Assessment).default([]),
  tier: Tier.optional(),
};
export type Records = z.infer<z.ZodObject<typeof records>>;

export interface Adjudication {
  adjudicationNumber: number;
  /** London time without offset. */
  reportTime: string;
  agencyId: string;
  charges: { offenceCode: string; offenceDescription: string; findingCode?: string | undefined }[];
}

export interface Alert {
  alertUuid: string;
  /** `HA` is an open plan of care for who may harm themselves (ACCT). */
  code: string;
  codeDescription: string;
  description?: string | undefined;
  activeFrom: string;
  activeTo?: string | undefined;
  createdAt: string;
}

/** The prison's side of the same. */
export interface PrisonRecords {
  adjudications: Adjudication[];
  alerts: Alert[];
}
