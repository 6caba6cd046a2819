import { Injectable } from '@nestjs/common';
import { pending } from './pending';

export interface FullPerson {
  readonly type: 'FullPerson';
  readonly crn: string;
  readonly name: string;
  readonly dateOfBirth: string;
  readonly sex: string;
  readonly status: 'InCustody' | 'InCommunity' | 'Unknown';
  readonly nomsNumber?: string | null;
  readonly pncNumber?: string | null;
  readonly ethnicity?: string | null;
  readonly nationality?: string | null;
  readonly religionOrBelief?: string | null;
  readonly genderIdentity?: string | null;
  readonly prisonName?: string | null;
  readonly isRestricted?: boolean | null;
}
export interface RestrictedPerson {
  readonly type: 'RestrictedPerson';
  readonly crn: string;
}
export interface UnknownPerson {
  readonly type: 'UnknownPerson';
  readonly crn: string;
}
/** Already masked for the caller. */
export type Person = FullPerson | RestrictedPerson | UnknownPerson;

/** Who the people behind CRNs are, for this caller: `POST {GATEWAY_URL}/people/summaries {crns}` → `Person[]`. */
@Injectable()
export class PeopleClient {
  /** One entry per CRN asked for (upper case); never seen ones are UnknownPerson. An outage is `unavailable`. */
  summaries(_crns: readonly string[], _token: string): Promise<ReadonlyMap<string, Person>> {
    return pending();
  }
  /** The same for one. */
  summary(_crn: string, _token: string): Promise<Person> {
    return pending();
  }
}
