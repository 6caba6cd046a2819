import type { Person, World } from '../seed/world';
import { addDays } from '../kit/london';
import { recordsOf } from '../seed/person-records';
import type { Address, DeliusPerson, DeliusState } from './ndelius.state';

const home = (id: number, person: Person, today: string): Address => ({
  id,
  status: 'M',
  type: 'A01A',
  addressNumber: String((id % 90) + 1),
  streetName: 'Invented Street',
  town: 'Imaginton',
  county: 'Fictshire',
  postcode: 'ZZ9 9ZZ',
  noFixedAbode: false,
  startDate: addDays(today, -900),
  ...(person.mainAddress === 'none' ? { type: 'A08', noFixedAbode: true } : {}),
});

const personOf = (person: Person, state: DeliusState, today: string): DeliusPerson => ({
  crn: person.crn!,
  ...(person.noms ? { noms: person.noms } : {}),
  ...(person.pnc ? { pnc: person.pnc } : {}),
  forename: person.forename,
  surname: person.surname,
  middleNames: person.middleNames,
  dateOfBirth: person.dateOfBirth,
  gender: person.gender,
  profile: {
    ...(person.ethnicity ? { ethnicity: person.ethnicity } : {}),
    ...(person.nationality ? { nationality: person.nationality } : {}),
    ...(person.religion ? { religion: person.religion } : {}),
    ...(person.genderIdentity ? { genderIdentity: person.genderIdentity } : {}),
  },
  teamCode: person.teamCode,
  managerCode: person.managerCode,
  exclusions: person.exclusions ?? [],
  restrictions: person.restrictions ?? [],
  ...(person.exclusionMessage === undefined ? {} : { exclusionMessage: person.exclusionMessage }),
  ...(person.restrictionMessage === undefined ? {} : { restrictionMessage: person.restrictionMessage }),
  addresses: [home(state.nextId++, person, today)],
  ...recordsOf(person, today),
});

/** Delius's side of the world: everyone with a CRN, staff, and users of Delius. */
export const deliusState = (world: World): DeliusState => {
  const state: DeliusState = {
    nextId: 2_500_000_001,
    people: {},
    contacts: {},
    staff: Object.fromEntries(world.staff.map((staff) => [staff.code, staff])),
    users: world.users.filter(({ authSource }) => authSource === 'delius'),
  };
  for (const person of world.people) if (person.crn) state.people[person.crn] = personOf(person, state, world.today);
  return state;
};
