import { addDays } from '../kit/london';
import { Random } from '../kit/random';
import { castPeople } from './cast-people';
import { castStaff, castUsers } from './cast-staff';
import type { Movement } from './custody';
import { ETHNICITIES, FORENAMES, PRISONS, RELIGIONS, SURNAMES } from './names';
import { preventionTeamOf, unitTeamsOf } from './organisation';
import type { Person, RegionSize, Staff, User, World } from './world';

const three = (n: number): string => String(n).padStart(3, '0');
const LETTERS = 'BCDEFGHJKL';

const generatedStaff = (random: Random, { staff, regions }: RegionSize): Staff[] =>
  Array.from({ length: staff }, (_, index) => {
    const region = regions[index % regions.length]!;
    const surname = random.pick(SURNAMES);
    const code = `${region}G${three(Math.floor(index / regions.length) + 1)}`;
    const inPreventionTeam = random.chance(0.3);
    return {
      code,
      username: `${surname.toUpperCase()}_${code}`,
      forename: random.pick(FORENAMES),
      surname,
      region,
      teams: [
        { code: random.pick(unitTeamsOf(region)).code, startDate: '2023-04-03' },
        ...(inPreventionTeam ? [{ code: preventionTeamOf(region), startDate: '2022-04-04' }] : []),
      ],
      active: true,
    };
  });

const userOf = (staff: Staff, index: number): User => ({
  username: staff.username!,
  name: `${staff.forename} ${staff.surname}`,
  authSource: 'delius',
  userId: String(260000 + index),
  authorities: ['ROLE_PROBATION'],
  about: `generated, ${staff.region}`,
});

/** About half inside, a third released in the last months, the rest at court, on absence, recalled or never in prison. */
const custodyOf = (random: Random, today: string): Movement[] | undefined => {
  const day = (days: number): string =>
    `${addDays(today, days)}T${String(random.between(8, 16)).padStart(2, '0')}:15:00`;
  const admitted: Movement = {
    do: 'admit',
    at: day(-random.between(120, 900)),
    prison: random.pick(PRISONS),
    reason: 'I',
  };
  const dice = random.next();
  if (dice < 0.08) return undefined;
  if (dice < 0.6) return [admitted];
  const release: Movement = {
    do: 'release',
    at: day(-random.between(1, 90)),
    reason: random.pick(['CR', 'CR', 'CR', 'NCS', 'HD', 'ECSL']),
  };
  if (dice < 0.9) return [admitted, release];
  if (dice < 0.94) return [admitted, { do: 'court-out', at: day(-1) }];
  if (dice < 0.97) return [admitted, { do: 'absence-out', at: day(-1) }];
  return [
    admitted,
    { ...release, at: day(-100) },
    { do: 'admit', at: day(-30), prison: random.pick(PRISONS), reason: '24' },
  ];
};

const generatedPerson = (random: Random, index: number, staff: Staff[], today: string): Person => {
  const manager = random.pick(staff);
  const custody = custodyOf(random, today);
  const letters = `${LETTERS[Math.floor(index / 9000) % 10]}${LETTERS[index % 10]}`;
  return {
    crn: `Y${200000 + index}`,
    ...(custody ? { noms: `B${1000 + (index % 9000)}${letters}`, custody } : {}),
    forename: random.pick(FORENAMES),
    surname: random.pick(SURNAMES),
    middleNames: random.chance(0.3) ? [random.pick(FORENAMES)] : [],
    dateOfBirth: `${random.between(1950, 2004)}-${String(random.between(1, 12)).padStart(2, '0')}-${String(random.between(1, 28)).padStart(2, '0')}`,
    gender: random.chance(0.08) ? 'Female' : 'Male',
    ethnicity: random.pick(ETHNICITIES),
    nationality: 'British',
    religion: random.pick(RELIGIONS),
    teamCode: manager.teams[0]!.code,
    managerCode: manager.code,
    mainAddress: random.chance(0.8) ? 'home' : 'none',
  };
};

/** The cast and a generated region: the same for the same number, size and day. */
export const makeWorld = (size: RegionSize): World => {
  const { today } = size;
  const random = new Random(size.number);
  const staff = generatedStaff(random, size);
  const people = Array.from({ length: staff.length > 0 ? size.people : 0 }, (_, index) =>
    generatedPerson(random, index, staff, today),
  );
  return {
    today,
    people: [...castPeople(today), ...people],
    staff: [...castStaff(), ...staff],
    users: [...castUsers(), ...staff.map(userOf)],
  };
};
