import { preventionTeamOf, teamOfUnit, unitTeamsOf } from './organisation';
import type { Staff, User } from './world';

const two = (n: number): string => String(n).padStart(2, '0');

const staffMember = (n: number, region: 'N07' | 'N55', unit: string): Staff => ({
  code: `${region}S0${two(n)}`,
  username: `CAST_${two(n)}`,
  forename: 'Staffan',
  surname: `Worker-${two(n)}`,
  region,
  teams: [
    { code: teamOfUnit(unit).code, startDate: '2022-01-05' },
    { code: preventionTeamOf(region), startDate: '2021-01-05' },
  ],
  active: true,
});

/** Names that the acceptance of the public accommodation front end signs in with, in East of England. */
const SCENARIO_STAFF = ['CAS3_REFERRER', 'CAS3_ASSESSOR', 'CAS3_REPORTER', 'CAS3_ADMIN', 'CAS3_NO_ROLE'] as const;

const scenarioStaff = (username: string, index: number): Staff => ({
  code: `N56S0${80 + index}`,
  username,
  forename: 'Casey',
  surname: username,
  region: 'N56',
  teams: [{ code: unitTeamsOf('N56')[0]!.code, startDate: '2022-01-05' }],
  active: true,
  // The scenarios' practitioner has to give one.
  ...(username === 'CAS3_REFERRER' ? { telephoneNumber: null } : {}),
});

/** Staff of the cast as Delius knows them. 07 has a user but no staff record; `…U` is the unallocated placeholder. */
export const castStaff = (): Staff[] => [
  staffMember(1, 'N07', 'N07CROY'),
  staffMember(2, 'N07', 'N07CROY'),
  staffMember(3, 'N07', 'N07CROY'),
  staffMember(4, 'N07', 'N07CROY'),
  staffMember(5, 'N55', 'N55SHF'),
  staffMember(6, 'N55', 'N55SHF'),
  staffMember(8, 'N07', 'N07BRNT'),
  staffMember(9, 'N07', 'N07CROY'),
  staffMember(42, 'N07', 'N07CROY'),
  {
    code: 'N07S00U',
    forename: 'Unallocated',
    surname: 'Staff',
    region: 'N07',
    teams: [{ code: teamOfUnit('N07CROY').code, startDate: '2014-01-01' }],
    active: true,
  },
  ...SCENARIO_STAFF.map(scenarioStaff),
];

const PROBATION = ['ROLE_PROBATION'];
const PASSPORT = ['ROLE_RESETTLEMENT_PASSPORT_EDIT'];

const MOORLAND: Partial<User> = { authSource: 'nomis', authorities: PASSPORT, caseloads: ['MDI'] };

const user = (n: number, about: string, changes: Partial<User> = {}): User => ({
  username: `CAST_${two(n)}`,
  name: `Staffan Worker-${two(n)}`,
  authSource: 'delius',
  userId: String(250000 + n),
  authorities: PROBATION,
  about,
  ...changes,
});

/** Who can sign in. Accommodation roles are not here: our gateway grants them. */
export const castUsers = (): User[] => [
  user(1, 'referrer, London, Croydon'),
  user(2, 'assessor, London'),
  user(3, 'reporter, London'),
  user(4, 'administrator, London'),
  user(5, 'assessor, Yorkshire & The Humber'),
  user(6, 'referrer, Yorkshire & The Humber'),
  user(7, 'Delius user without a staff record'),
  user(8, 'referrer, London, Brent'),
  user(9, 'probation and resettlement passport', { authorities: [...PROBATION, ...PASSPORT] }),
  user(10, 'resettlement worker, Moorland', MOORLAND),
  user(11, 'prison offender manager, Moorland', MOORLAND),
  user(12, 'signed in, no role at all', { authSource: 'auth', authorities: [] }),
  user(13, 'locked', { locked: true }),
  user(20, 'operations: looks and changes', { authSource: 'auth', authorities: ['ROLE_THROUGHCARE__OPS_RW'] }),
  user(21, 'operations: looks only', { authSource: 'auth', authorities: ['ROLE_THROUGHCARE__OPS'] }),
  user(42, 'has two accounts; this is the Delius one'),
  user(42, 'has two accounts; this is the NOMIS one', {
    username: 'CAST_42_GEN',
    userId: '250142',
    ...MOORLAND,
  }),
  ...SCENARIO_STAFF.map((username, index) =>
    user(80 + index, 'East of England: the public front end’s scenarios', { username, name: `Casey ${username}` }),
  ),
  user(86, 'East of England, without a staff record', { username: 'CAS3_NO_STAFF', name: 'Casey CAS3_NO_STAFF' }),
  user(87, 'not of probation', { username: 'NOT_PROBATION', authSource: 'auth', authorities: ['ROLE_OTHER'] }),
];
