import { prisonRecordsOf } from '../seed/person-records';
import type { Person, World } from '../seed/world';
import { move } from './movements';
import type { Offender, PrisonState } from './prison.state';

const offenderOf = (person: Person, index: number, today: string): Offender => ({
  offenderNo: person.noms!,
  offenderId: 2_580_000 + index,
  firstName: person.forename.toUpperCase(),
  ...(person.middleNames.length > 0 ? { middleName: person.middleNames.join(' ').toUpperCase() } : {}),
  lastName: person.surname.toUpperCase(),
  dateOfBirth: person.dateOfBirth,
  gender: person.gender,
  ...(person.ethnicity ? { ethnicity: person.ethnicity } : {}),
  bookings: [],
  merged: [],
  ...prisonRecordsOf(person, today),
});

/** The prison's side of the world: everyone with a number, their bookings and movements played in order. */
export const prisonState = (world: World): PrisonState => {
  const state: PrisonState = { nextBookingId: 1_200_001, offenders: {} };
  world.people
    .filter((person) => person.noms)
    .forEach((person, index) => {
      const offender = offenderOf(person, index, world.today);
      state.offenders[offender.offenderNo] = offender;
      for (const movement of person.custody ?? []) move(state, offender, movement);
    });
  return state;
};
