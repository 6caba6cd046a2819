import { regions, teams, type Team } from '../../seed/organisation';
import type { Staff } from '../../seed/world';
import { live } from './access';
import type { DeliusPerson } from '../ndelius.state';

const teamOf = (code: string): Team =>
  teams.find((team) => team.code === code) ?? { code, name: code, region: '', ldu: { code, name: code } };

const teamView = (code: string): object => {
  const { name, ldu, borough } = teamOf(code);
  return { code, name, ldu, ...(borough ? { borough } : {}) };
};

export const caseSummary = (person: DeliusPerson, today: string): object => ({
  crn: person.crn,
  ...(person.noms ? { nomsId: person.noms } : {}),
  ...(person.pnc ? { pnc: person.pnc } : {}),
  name: { forename: person.forename, surname: person.surname, middleNames: person.middleNames },
  dateOfBirth: person.dateOfBirth,
  gender: person.gender,
  ...(person.profile ? { profile: person.profile } : {}),
  manager: { team: teamView(person.teamCode) },
  currentExclusion: live(person.exclusions, today).length > 0,
  currentRestriction: live(person.restrictions, today).length > 0,
});

export const caseDetail = (person: DeliusPerson, today: string): object => ({
  case: caseSummary(person, today),
  offences: person.offences,
  registrations: person.registrations,
  ...(person.mappa ? { mappaDetail: person.mappa } : {}),
  sentences: person.sentences,
  personalContacts: [],
});

export const staffDetail = (staff: Staff): object => ({
  email: `${staff.code.toLowerCase()}@example.com`,
  ...(staff.telephoneNumber === null ? {} : { telephoneNumber: staff.telephoneNumber ?? '01632960002' }),
  teams: staff.teams.map(({ code, ...dates }) => ({ ...teamView(code), ...dates })),
  probationArea: {
    code: staff.region,
    description: regions.find(({ code }) => code === staff.region)?.name ?? staff.region,
  },
  ...(staff.username ? { username: staff.username } : {}),
  name: { forename: staff.forename, surname: staff.surname, middleName: '' },
  code: staff.code,
  active: staff.active,
});
