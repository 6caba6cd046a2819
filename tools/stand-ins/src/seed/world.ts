import type { Movement } from './custody';

/** Who exists, shared by every stand-in, so that one person is the same person everywhere. */
export interface World {
  /** Calendar day the seed is relative to. */
  today: string;
  people: Person[];
  staff: Staff[];
  users: User[];
}

export interface Limit {
  username: string;
  /** Last day it counts is the day before; open without it. */
  end?: string;
}

export interface Person {
  /** Absent: known to prisons only. */
  crn?: string;
  /** Absent: never in prison. */
  noms?: string;
  pnc?: string;
  forename: string;
  surname: string;
  middleNames: string[];
  dateOfBirth: string;
  gender: 'Male' | 'Female';
  ethnicity?: string;
  nationality?: string;
  religion?: string;
  teamCode: string;
  managerCode: string;
  exclusions?: Limit[];
  restrictions?: Limit[];
  exclusionMessage?: string;
  restrictionMessage?: string;
  mainAddress?: 'home' | 'none';
  custody?: Movement[];
  /** Why this member of the cast exists. */
  scenario?: string;
}

export interface Staff {
  code: string;
  username?: string;
  forename: string;
  surname: string;
  region: string;
  /** Newest first. */
  teams: { code: string; startDate: string; endDate?: string }[];
  active: boolean;
}

export interface User {
  username: string;
  name: string;
  authSource: 'delius' | 'nomis' | 'auth';
  userId: string;
  authorities: string[];
  locked?: boolean;
  /** Shown on the sign-in page. */
  about: string;
}

export interface RegionSize {
  /** The one number that decides everything generated. */
  number: number;
  people: number;
  staff: number;
  /** Delius codes. */
  regions: string[];
}

export const DEFAULT_SIZE: RegionSize = { number: 1, people: 200, staff: 30, regions: ['N07', 'N55'] };
