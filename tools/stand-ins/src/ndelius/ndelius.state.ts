import type { Records } from '../seed/records';
import type { Limit, Staff, User } from '../seed/world';

export interface Address {
  id: number;
  /** `M` main, `P` previous. */
  status: string;
  /** `A17` is ours (CAS3). */
  type: string;
  buildingName?: string;
  addressNumber?: string;
  streetName?: string;
  district?: string;
  town?: string;
  county?: string;
  postcode?: string;
  noFixedAbode: boolean;
  startDate: string;
  endDate?: string;
}

export interface Contact {
  id: number;
  crn: string;
  type: string;
  externalReference: string;
  /** London. */
  date: string;
  time: string;
  notes: string;
  staffCode: string;
  teamCode: string;
  /** When our consumer first wrote it, by its own clock. */
  writtenAt: string;
  changedAt: string;
}

export interface DeliusPerson extends Records {
  crn: string;
  noms?: string;
  pnc?: string;
  forename: string;
  surname: string;
  middleNames: string[];
  dateOfBirth: string;
  gender: string;
  profile?: { ethnicity?: string; genderIdentity?: string; nationality?: string; religion?: string };
  teamCode: string;
  managerCode: string;
  exclusions: Limit[];
  restrictions: Limit[];
  exclusionMessage?: string;
  restrictionMessage?: string;
  addresses: Address[];
}

export interface DeliusState {
  nextId: number;
  people: Record<string, DeliusPerson>;
  /** By external reference, which is all the consumer looks for. */
  contacts: Record<string, Contact>;
  staff: Record<string, Staff>;
  /** Delius users, upper case; a user may have no staff record. */
  users: User[];
}

/** The one current main address, if there is one. */
export const mainAddress = (person: DeliusPerson): Address | undefined =>
  person.addresses.find(({ status, endDate }) => status === 'M' && !endDate);
