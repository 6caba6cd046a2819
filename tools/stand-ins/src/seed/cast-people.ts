import { addDays } from '../kit/london';
import type { Movement } from './custody';
import { assessmentOf } from './person-records';
import { teamOfUnit, unitTeamsOf } from './organisation';
import type { Person } from './world';

const two = (n: number): string => String(n).padStart(2, '0');
export const crnOf = (n: number): string => `X9000${two(n)}`;
export const nomsOf = (n: number): string => `A90${two(n)}AA`;

const member = (n: number, scenario: string, changes: Partial<Person> = {}): Person => ({
  crn: crnOf(n),
  noms: nomsOf(n),
  pnc: `2004/07${two(n)}343H`,
  forename: 'Castor',
  surname: `Member-${two(n)}`,
  middleNames: [],
  dateOfBirth: `1980-01-${two((n % 28) + 1)}`,
  gender: n % 5 === 0 ? 'Female' : 'Male',
  nationality: 'British',
  religion: 'None',
  teamCode: teamOfUnit('N07CROY').code,
  managerCode: 'N07S001',
  mainAddress: 'home',
  scenario,
  ...changes,
});

const without = (person: Person, ...keys: ('crn' | 'noms' | 'custody')[]): Person => {
  const copy = { ...person };
  for (const key of keys) delete copy[key];
  return copy;
};

const EXCLUDED = 'You are excluded from viewing this offender record. Please contact OM Test Officer';
const RESTRICTED = 'This is a restricted record. Please contact OM Test Officer';

type Changes = Partial<Person>;
interface Days {
  today: string;
  /** London wall time, days from today. */
  at: (days: number, time?: string) => string;
  inside: Changes;
  then: (...more: Movement[]) => Changes;
}

const daysFrom = (today: string): Days => {
  const at = (days: number, time = '10:00:00'): string => `${addDays(today, days)}T${time}`;
  const admitted: Movement = { do: 'admit', at: at(-300), prison: 'MDI', reason: 'I' };
  return { today, at, inside: { custody: [admitted] }, then: (...more) => ({ custody: [admitted, ...more] }) };
};

const whoAndWhoMaySee = ({ today, inside }: Days): Person[] => {
  const excluded = [{ username: 'CAST_02' }];
  const restricted = [{ username: 'CAST_01' }];
  const silent = { exclusionMessage: '', restrictionMessage: '' };
  return [
    member(1, 'ordinary, in prison', inside),
    without(member(2, 'prison number, no CRN yet', inside), 'crn'),
    without(member(3, 'never in prison'), 'noms'),
    member(4, 'CAST_02 is excluded', { ...inside, exclusions: excluded, exclusionMessage: EXCLUDED }),
    member(5, 'restricted to CAST_01', { ...inside, restrictions: restricted, restrictionMessage: RESTRICTED }),
    member(6, 'both, messages empty', { ...inside, exclusions: excluded, restrictions: restricted, ...silent }),
    member(7, 'exclusion of CAST_02 ends today', { ...inside, exclusions: [{ username: 'CAST_02', end: today }] }),
    member(8, 'unallocated manager', { ...inside, managerCode: 'N07S00U' }),
    ...oddRecords(today, inside),
  ];
};

/** What OASys, nDelius and the calculator of tiers can hold that is not ordinary. */
const oddRecords = (today: string, inside: Changes): Person[] => {
  const day = (days: number): string => addDays(today, days);
  const complete = assessmentOf(900_012, day(-60), day(-40));
  const { riskStaffCommunity: _unrated, ...rated } = complete.sections.rosh ?? {};
  const partly = { ...complete, sections: { ...complete.sections, rosh: rated } };
  const nothing: Changes['records'] = {
    offences: [],
    registrations: [],
    sentences: [],
    documents: [],
    assessments: [],
  };
  return [
    member(9, 'OASys is begun and not finished', {
      ...inside,
      records: { assessments: [assessmentOf(900_009, day(-20))] },
    }),
    member(10, 'no OASys', { ...inside, records: { assessments: [] } }),
    member(11, 'OASys finished seven months ago', {
      ...inside,
      records: { assessments: [assessmentOf(900_011, day(-240), day(-213))] },
    }),
    member(12, 'one rating of OASys is missing', { ...inside, records: { assessments: [partly] } }),
    member(13, 'no tier', { ...inside, records: { tier: undefined } }),
    member(14, 'nothing recorded anywhere', {
      ...inside,
      records: nothing,
      prisonRecords: { adjudications: [], alerts: [] },
    }),
    member(15, 'MAPPA without a description, an offence without a date', {
      ...inside,
      records: {
        mappa: { level: 9, category: 9, startDate: day(-30), lastUpdated: `${day(-30)}T09:30:00Z` },
        offences: [undated],
      },
    }),
  ];
};

const undated = {
  id: 'M2500297061',
  description: 'Theft from the person of another',
  mainCategoryDescription: 'Theft offences',
  subCategoryDescription: 'Theft from the person',
  main: true,
  eventNumber: '1',
  eventId: 2_500_297_061,
};

const movements = ({ at, then }: Days): Person[] => {
  const released = (reason: string): Changes => then({ do: 'release', at: at(0, '00:05:00'), reason });
  const earlier = (days: number): Movement => ({ do: 'release', at: at(days), reason: 'CR' });
  return [
    member(16, 'released today', released('CR')),
    member(17, 'to hospital today', released('HP')),
    member(18, 'died today', released('DEC')),
    member(19, 'escaped today', released('UAL')),
    member(20, 'deported today', released('DD')),
    member(21, 'released today, end of custody supervised licence', released('ECSL')),
    member(22, 'at court', then({ do: 'court-out', at: at(0, '00:10:00') })),
    member(23, 'on temporary absence', then({ do: 'absence-out', at: at(0, '00:10:00') })),
    member(24, 'between prisons', then({ do: 'transfer-out', at: at(0, '00:10:00'), prison: 'LEI' })),
    member(
      25,
      'recalled after ten days',
      then(earlier(-20), { do: 'admit', at: at(-10), prison: 'LEI', reason: '24' }),
    ),
    member(26, 'release back-dated by two days', then({ ...earlier(-2), recordedAt: at(0, '00:30:00') })),
  ];
};

const oddities = ({ inside }: Days): Person[] => [
  member(27, 'absorbs the number of 28 when merged', inside),
  member(28, 'to be merged into 27', inside),
  member(29, 'absorbs the CRN of 30 when merged', inside),
  member(30, 'to be merged into 29', inside),
  ...[31, 32].map((n) =>
    member(n, 'two people, one name and birth date', {
      ...inside,
      surname: 'Member-Double',
      dateOfBirth: '1980-01-04',
    }),
  ),
  member(33, 'much of everything', inside),
  member(34, 'for long addresses', inside),
  member(35, 'no fixed abode', { ...inside, mainAddress: 'none' }),
  member(36, 'main address of another type', inside),
  ...[37, 38, 39].map((n) => member(n, 'ordinary here', inside)),
  member(40, 'a long name', {
    ...inside,
    forename: 'Zoë',
    surname: "O'Member-Fŕidríksdóttir-van-der-Überwald-Llanfairpwllgwyngyll",
  }),
  member(41, 'booking to be moved to another number', inside),
  member(42, 'known to staff with two accounts', inside),
];

/** The fixed cast: readable people for tests, one scenario each. Days are relative to `today`. */
export const castPeople = (today: string): Person[] => {
  const days = daysFrom(today);
  return [...whoAndWhoMaySee(days), ...movements(days), ...oddities(days), fromTheSample(), ofTheScenarios(days)];
};

/** The person of the real release message: released from Moorland with NCS on 11 December 2024. */
const fromTheSample = (): Person =>
  member(43, 'the person of the sample release message', {
    noms: 'A4092EA',
    custody: [
      { do: 'admit', at: '2024-06-24T16:06:39', prison: 'SWI', reason: '24' },
      { do: 'transfer-out', at: '2024-07-08T09:10:00', prison: 'MDI' },
      { do: 'transfer-in', at: '2024-07-08T13:24:21', prison: 'MDI' },
      { do: 'release', at: '2024-12-11T15:43:20', reason: 'NCS', recordedAt: '2024-12-11T15:44:02' },
    ],
  });

/** The person whom the public front end's own scenarios refer: East of England, in custody, one offence. */
const ofTheScenarios = ({ today, inside }: Days): Person => ({
  ...member(44, 'whom the public front end’s scenarios refer', inside),
  crn: 'X371199',
  noms: 'A7779DY',
  pnc: '2012/0371199X',
  forename: 'Ben',
  surname: 'Davies',
  dateOfBirth: '1993-04-24',
  gender: 'Male',
  ethnicity: 'White: British/English/Welsh/Scottish/Northern Irish',
  nationality: 'British',
  religion: 'Christian - Other',
  genderIdentity: 'Male',
  teamCode: unitTeamsOf('N56')[0]!.code,
  managerCode: 'N56S080',
  records: {
    offences: [
      {
        id: 'M2500403796',
        description: 'Burglary in a dwelling',
        mainCategoryDescription: 'Theft offences',
        subCategoryDescription: 'Burglary in a dwelling',
        date: addDays(today, -330),
        main: true,
        eventNumber: '1',
        eventId: 2_500_403_796,
      },
    ],
  },
});
