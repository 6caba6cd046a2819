import { z } from 'zod';
import type { Movement } from './custody';
import type { PrisonRecords, Records } from './records';

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
  genderIdentity?: string;
  teamCode: string;
  managerCode: string;
  exclusions?: Limit[];
  restrictions?: Limit[];
  exclusionMessage?: string;
  restrictionMessage?: string;
  mainAddress?: 'home' | 'none';
  custody?: Movement[];
  /** Where it differs from what everybody has (`person-records.ts`). */
  records?: Partial<Records>;
  prisonRecords?: Partial<PrisonRecords>;
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
  /** Absent: the one number that all have. Null: none. */
  telephoneNumber?: string | null;
}

export interface User {
  username: string;
  name: string;
  authSource: 'delius' | 'nomis' | 'auth';
  userId: string;
  authorities: string[];
  locked?: boolean;
  /** Prisons that a NOMIS account works in. */
  caseloads?: string[];
  /** Shown on the sign-in page. */
  about: string;
}

export const RegionSize = z.object({
  /** The one number that decides everything generated. */
  number: z.number().int().default(1),
  people: z.number().int().min(0).max(20_000).default(200),
  staff: z.number().int().min(0).max(900).default(30),
  /** Delius codes. */
  regions: z.array(z.string()).min(1).default(['N07', 'N55']),
  /** Day that everything is relative to. */
  today: z.iso.date(),
});
export type RegionSize = z.infer<typeof RegionSize>;

/** Makes the world of this run, or one that differs from it in some of its sizes. */
export type MakeWorld = (changes?: { [K in keyof RegionSize]?: RegionSize[K] | undefined }) => World;
