import { addDays } from '../kit/london';
import type { Movement } from './custody';
import { teamOfUnit } from './organisation';
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

/** The fixed cast: readable people for tests, one scenario each. Days are relative to `today`. */
export const castPeople = (today: string): Person[] => {
  const at = (days: number, time = '10:00:00'): string => `${addDays(today, days)}T${time}`;
  const inside: Movement[] = [{ do: 'admit', at: at(-300), prison: 'MDI', reason: 'I' }];
  const then = (...more: Movement[]): Partial<Person> => ({ custody: [...inside, ...more] });
  const released = (reason: string): Partial<Person> => then({ do: 'release', at: at(0, '09:05:00'), reason });
  return [
    member(1, 'ordinary, in prison', then()),
    without(member(2, 'prison number, no CRN yet', then()), 'crn'),
    without(member(3, 'never in prison'), 'noms'),
    member(4, 'CAST_02 is excluded', {
      ...then(),
      exclusions: [{ username: 'CAST_02' }],
      exclusionMessage: 'You are excluded from viewing this offender record. Please contact OM Test Officer',
    }),
    member(5, 'restricted to CAST_01', {
      ...then(),
      restrictions: [{ username: 'CAST_01' }],
      restrictionMessage: 'This is a restricted record. Please contact OM Test Officer',
    }),
    member(6, 'excluded and restricted, empty messages', {
      ...then(),
      exclusions: [{ username: 'CAST_02' }],
      restrictions: [{ username: 'CAST_01' }],
      exclusionMessage: '',
      restrictionMessage: '',
    }),
    member(7, 'exclusion of CAST_02 ends today', { ...then(), exclusions: [{ username: 'CAST_02', end: today }] }),
    member(8, 'unallocated manager', { ...then(), managerCode: 'N07S00U' }),
    ...[9, 10, 11, 12, 13, 14, 15].map((n) => member(n, 'ordinary here; odd in OASys or tier', then())),
    member(16, 'released today', released('CR')),
    member(17, 'to hospital today', released('HP')),
    member(18, 'died today', released('DEC')),
    member(19, 'escaped today', released('UAL')),
    member(20, 'deported today', released('DD')),
    member(21, 'released today, end of custody supervised licence', released('ECSL')),
    member(22, 'at court', then({ do: 'court-out', at: at(0, '08:10:00') })),
    member(23, 'on temporary absence', then({ do: 'absence-out', at: at(0, '08:30:00') })),
    member(24, 'between prisons', then({ do: 'transfer-out', at: at(0, '09:00:00'), prison: 'LEI' })),
    member(
      25,
      'released, recalled after ten days',
      then({ do: 'release', at: at(-20), reason: 'CR' }, { do: 'admit', at: at(-10), prison: 'LEI', reason: '24' }),
    ),
    member(
      26,
      'release back-dated by two days',
      then({ do: 'release', at: at(-2), reason: 'CR', recordedAt: at(0, '09:30:00') }),
    ),
    member(27, 'absorbs the number of 28 when merged', then()),
    member(28, 'to be merged into 27', then()),
    member(29, 'absorbs the CRN of 30 when merged', then()),
    member(30, 'to be merged into 29', then()),
    ...[31, 32].map((n) =>
      member(n, 'two people, one name and birth date', {
        ...then(),
        surname: 'Member-Double',
        dateOfBirth: '1980-01-04',
      }),
    ),
    member(33, 'much of everything', then()),
    member(34, 'for long addresses', then()),
    member(35, 'no fixed abode', { ...then(), mainAddress: 'none' }),
    member(36, 'main address of another type', then()),
    ...[37, 38, 39].map((n) => member(n, 'ordinary here', then())),
    member(40, 'a long name', {
      ...then(),
      forename: 'Zoë',
      surname: "O'Member-Fŕidríksdóttir-van-der-Überwald-Llanfairpwllgwyngyll",
    }),
    member(41, 'booking to be moved to another number', then()),
    fromTheSample(),
  ];
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
