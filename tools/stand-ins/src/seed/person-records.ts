import { createHash } from 'node:crypto';
import { addDays } from '../kit/london';
import type { Assessment, PrisonRecords, Records, Registration } from './records';
import type { Person } from './world';

const TIERS = ['A1', 'B2', 'C3', 'D0', 'A3', 'B1', 'C2', 'D2'];
const LEVELS = ['LOW', 'MEDIUM', 'HIGH', 'VERY_HIGH'];
const OFFENCES = [
  ['Theft from the person of another', 'Theft offences', 'Theft from the person'],
  ['Burglary in a dwelling', 'Theft offences', 'Burglary in a dwelling'],
  ['Wounding or inflicting grievous bodily harm', 'Violence against the person', 'Grievous bodily harm'],
  ['Possession of a controlled drug', 'Drug offences', 'Possession'],
] as const;

const at = <T>(list: readonly T[], n: number): T => list[n % list.length]!;
/** The number in a person's number: it decides what is recorded about them, so that a run repeats. */
export const numberOf = (person: Pick<Person, 'crn' | 'noms'>): number =>
  Number((person.crn ?? person.noms ?? '').replace(/\D/g, ''));

const idFrom = (text: string): string => {
  const hash = createHash('sha256').update(text).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
};

const offencesOf = (n: number, today: string): Records['offences'] =>
  (n % 4 === 1 ? [0, 1] : [0]).map((index) => {
    const [description, mainCategoryDescription, subCategoryDescription] = at(OFFENCES, n + index);
    return {
      id: `M25${String(n).padStart(7, '0')}${index + 1}`,
      description,
      mainCategoryDescription,
      subCategoryDescription,
      date: addDays(today, -330 - index * 20),
      main: index === 0,
      eventNumber: String(index + 1),
      eventId: 2_500_000_000 + n * 2 + index,
    };
  });

const registration = (code: string, description: string, startDate: string, notes: string): Registration => ({
  code,
  description,
  startDate,
  riskNotes: notes,
  riskNotesDetail: [{ note: notes, date: startDate }],
  riskFlagGroupDescription: 'Public Protection',
});

const registrationsOf = (n: number, today: string): Registration[] => [
  registration('RHRH', 'High RoSH', addDays(today, -300), 'Shown elsewhere, so it is no flag'),
  ...(n % 2 === 1 ? [registration('ARSO', 'Arson', addDays(today, -280), 'A fire in a bin, long ago')] : []),
  ...(n % 3 === 0 ? [registration('WEAP', 'Weapons', addDays(today, -200), 'Carried a kitchen knife')] : []),
];

const mappaOf = (n: number, today: string): Pick<Records, 'mappa'> =>
  n % 3 === 0
    ? {
        mappa: {
          level: 2,
          levelDescription: 'MAPPA Level 2',
          category: 3,
          categoryDescription: 'MAPPA Cat 3',
          startDate: addDays(today, -250),
          lastUpdated: `${addDays(today, -90)}T09:30:00Z`,
        },
      }
    : {};

const ratings = (n: number): Record<string, string> =>
  Object.fromEntries(
    ['Children', 'Public', 'KnownAdult', 'Staff'].flatMap((whom, index) => [
      [`risk${whom}Community`, at(LEVELS, n + index)],
      [`risk${whom}Custody`, at(LEVELS, n + index + 1)],
    ]),
  );

const PLAN = {
  furtherConsiderations: 'Lives with a relative while a place is looked for',
  additionalComments: 'None',
  contingencyPlans: 'Tell the duty officer, who calls a meeting on the same day',
  victimSafetyPlanning: 'The exclusion zone is on the map in nDelius',
  interventionsAndTreatment: 'Community drug service, first appointment in the week of release',
  monitoringAndControl: 'Curfew from 19:00, checked by tag',
  supervision: 'Weekly with the practitioner for the first three months',
  keyInformationAboutCurrentSituation: 'In custody; release by licence',
};

/** An assessment with every section, of these days. */
export const assessmentOf = (n: number, started: string, completed?: string): Assessment => ({
  assessmentId: 1_300_000 + n,
  assessmentType: 'LAYER3',
  initiationDate: `${started}T10:15:00Z`,
  ...(completed ? { dateCompleted: `${completed}T15:40:00Z` } : {}),
  assessmentStatus: completed ? 'COMPLETE' : 'OPEN',
  superStatus: completed ? 'COMPLETE' : 'WIP',
  limitedAccessOffender: false,
  lastUpdatedDate: `${completed ?? started}T15:40:00Z`,
  sections: {
    rosh: ratings(n),
    riskManagementPlan: PLAN,
    roshSummary: { whoIsAtRisk: 'Known adults', natureOfRisk: 'Threats', riskGreatest: 'After drinking' },
    offence: { offenceAnalysis: 'Alone, at night, of somebody known', patternOffending: 'Third of its kind' },
    needs: { drugIssuesDetails: 'Uses at weekends', alcoholIssuesDetails: 'Drinks when alone' },
    linksToHarm: { drugLinkedToHarm: true, alcoholLinkedToHarm: false },
    linksToReOffending: { drugLinkedToReOffending: true, alcoholLinkedToReOffending: false },
    riskToTheIndividual:
      n % 5 === 0
        ? { currentConcernsSelfHarmSuicide: 'Spoke of it in March; under an open plan', currentVulnerability: 'None' }
        : { currentVulnerability: 'None' },
    health: { generalHealth: 'No' },
  },
});

/** What nDelius, OASys and the calculator of tiers hold about somebody, unless a scenario says otherwise. */
export const recordsOf = (person: Person, today: string): Records => {
  const n = numberOf(person);
  return {
    offences: offencesOf(n, today),
    registrations: registrationsOf(n, today),
    ...mappaOf(n, today),
    sentences: [
      { typeDescription: 'CJA - Std Determinate Custody', startDate: addDays(today, -320), eventNumber: '1' },
    ],
    documents: [
      {
        id: idFrom(`document ${n}`),
        level: 'Conviction',
        eventNumber: '1',
        filename: 'sentence.pdf',
        typeCode: 'CONVICTION_DOCUMENT',
        typeDescription: 'Sentence related',
        dateSaved: `${addDays(today, -310)}T12:00:00Z`,
        dateCreated: `${addDays(today, -310)}T11:00:00Z`,
      },
    ],
    assessments: [assessmentOf(n, addDays(today, -60), addDays(today, -40))],
    tier: {
      tierScore: at(TIERS, n),
      calculationId: idFrom(`tier ${n}`),
      calculationDate: `${addDays(today, -35)}T10:19:00`,
    },
    ...person.records,
  };
};

/** What prisons hold about somebody: two adjudications and an alert for some, nothing for others. */
export const prisonRecordsOf = (person: Person, today: string): PrisonRecords => {
  const n = numberOf(person);
  const day = (days: number): string => addDays(today, days);
  const charge = { offenceCode: '51:22', offenceDescription: 'Disobeys any lawful order - disobeys lawful order' };
  return {
    adjudications:
      n % 3 === 1
        ? [
            {
              adjudicationNumber: 1_500_000 + n * 2 + 1,
              reportTime: `${day(-70)}T14:05:00`,
              agencyId: 'MDI',
              charges: [charge],
            },
            {
              adjudicationNumber: 1_500_000 + n * 2,
              reportTime: `${day(-140)}T09:20:00`,
              agencyId: 'LEI',
              charges: [{ ...charge, findingCode: 'PROVED' }],
            },
          ]
        : [],
    alerts:
      n % 5 === 0 || n % 7 === 1
        ? [
            {
              alertUuid: idFrom(`alert ${n}`),
              code: 'HA',
              codeDescription: 'ACCT open',
              description: 'Said that life is not worth living',
              activeFrom: day(-45),
              createdAt: `${day(-45)}T14:19:25`,
              ...(n % 2 === 0 ? { activeTo: day(-20) } : {}),
            },
          ]
        : [],
    ...person.prisonRecords,
  };
};
