import { preventionTeamOf, regions, teams } from '../../seed/organisation';
import type { Contact, DeliusPerson, DeliusState } from '../ndelius.state';
import { arrive, correctArrival, DataFault, depart, type AddressChange } from './address.rules';
import { contactFacts, nextNotes, type ContactFacts } from './contact.rules';
import type { AnyDetail } from './detail.schema';

/** The person, by exact CRN. */
export const personOf = (state: DeliusState, crn: string): DeliusPerson => {
  const person = Object.hasOwn(state.people, crn) ? state.people[crn] : undefined;
  if (!person) throw new DataFault('no such CRN');
  return person;
};

const creditedTo = (
  state: DeliusState,
  person: DeliusPerson,
  { by }: ContactFacts,
): { staffCode: string; teamCode: string } => {
  if (!by) return { staffCode: person.managerCode, teamCode: person.teamCode };
  const region = regions.find(({ code }) => code === by.probationRegionCode);
  const team = region && teams.find(({ code }) => code === preventionTeamOf(region.code));
  if (!team) throw new DataFault('no such region or team');
  if (!Object.hasOwn(state.staff, by.staffCode)) throw new DataFault('no such staff');
  return { staffCode: by.staffCode, teamCode: team.code };
};

/** Inserts the contact, changes it, or drops the event silently: the detail must be newer than our first write. */
const writeContact = (state: DeliusState, person: DeliusPerson, event: AnyDetail, now: Date): void => {
  const facts = contactFacts(event);
  const row = { date: facts.at.local.slice(0, 10), time: facts.at.local.slice(11) };
  const existing = state.contacts[facts.urn];
  if (!existing) {
    const contact: Contact = {
      id: state.nextId++,
      crn: person.crn,
      type: facts.type,
      externalReference: facts.urn,
      notes: facts.notes,
      ...row,
      ...creditedTo(state, person, facts),
      writtenAt: now.toISOString(),
      changedAt: now.toISOString(),
    };
    state.contacts[facts.urn] = contact;
    return;
  }
  if (event.timestamp.nanos <= BigInt(Date.parse(existing.writtenAt)) * 1_000_000n) return;
  Object.assign(existing, row, { notes: nextNotes(event, existing.notes, facts.notes), changedAt: now.toISOString() });
};

const changeAddress = (state: DeliusState, person: DeliusPerson, event: AnyDetail): AddressChange[] => {
  switch (event.name) {
    case 'person.arrived': {
      const { premises, arrivedAt } = event.details;
      return arrive(person, premises, arrivedAt.local.slice(0, 10), () => state.nextId++);
    }
    case 'person.arrived.updated':
      return correctArrival(person, event.details.premises, event.details.arrivedAt.local.slice(0, 10));
    case 'person.departed':
      return depart(person, event.details.departedAt.local.slice(0, 10));
    default:
      return [];
  }
};

/** One event as one transaction: contact, then address; a fault in either leaves nothing. */
export const applyEvent = (state: DeliusState, crn: string, event: AnyDetail, now: Date): AddressChange[] => {
  const person = personOf(state, crn);
  const urn = contactFacts(event).urn;
  const before = structuredClone({ nextId: state.nextId, contact: state.contacts[urn], addresses: person.addresses });
  try {
    writeContact(state, person, event, now);
    return changeAddress(state, person, event);
  } catch (error) {
    state.nextId = before.nextId;
    person.addresses = before.addresses;
    if (before.contact) state.contacts[urn] = before.contact;
    else delete state.contacts[urn];
    throw error;
  }
};
