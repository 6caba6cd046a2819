import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { CONFIG } from './config';
import type { ServiceConfig } from './config';
import { forbidden } from '@throughcare/base/errors';
import { HttpClient } from './http';

export interface FullPerson {
  readonly type: 'FullPerson';
  readonly crn: string;
  readonly name: string;
  readonly dateOfBirth: string;
  readonly sex: string;
  readonly status: 'InCustody' | 'InCommunity' | 'Unknown';
  readonly nomsNumber?: string | null | undefined;
  readonly pncNumber?: string | null | undefined;
  readonly ethnicity?: string | null | undefined;
  readonly nationality?: string | null | undefined;
  readonly religionOrBelief?: string | null | undefined;
  readonly genderIdentity?: string | null | undefined;
  readonly prisonName?: string | null | undefined;
  readonly isRestricted?: boolean | null | undefined;
}
/** Someone this caller may not see. */
export interface RestrictedPerson {
  readonly type: 'RestrictedPerson';
  readonly crn: string;
}
/** nDelius knows no case of that number. */
export interface UnknownPerson {
  readonly type: 'UnknownPerson';
  readonly crn: string;
}
/** Already masked for the caller. */
export type Person = FullPerson | RestrictedPerson | UnknownPerson;

const optionalText = z.string().nullish();
const PersonAnswer: z.ZodType<Person> = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('FullPerson'),
    crn: z.string(),
    name: z.string(),
    dateOfBirth: z.string(),
    sex: z.string(),
    status: z.enum(['InCustody', 'InCommunity', 'Unknown']),
    nomsNumber: optionalText,
    pncNumber: optionalText,
    ethnicity: optionalText,
    nationality: optionalText,
    religionOrBelief: optionalText,
    genderIdentity: optionalText,
    prisonName: optionalText,
    isRestricted: z.boolean().nullish(),
  }),
  z.object({ type: z.literal('RestrictedPerson'), crn: z.string() }),
  z.object({ type: z.literal('UnknownPerson'), crn: z.string() }),
]);

/** nDelius takes no more in one call. */
const BATCH = 500;

/**
 * Who the people behind CRNs are, for this caller: `POST {GATEWAY_URL}/people/summaries {crns}` → `Person[]`, masked there.
 * Nothing is kept: what one caller may see another may not.
 */
@Injectable()
export class PeopleClient {
  private readonly gateway: HttpClient;

  constructor(@Inject(CONFIG) config: Pick<ServiceConfig, 'GATEWAY_URL'>) {
    this.gateway = new HttpClient({ name: 'integration-gateway', baseUrl: config.GATEWAY_URL });
  }

  /** One entry per CRN asked for (in upper case); one the answer leaves out is UnknownPerson. An outage is `unavailable`. */
  async summaries(crns: readonly string[], token: string): Promise<ReadonlyMap<string, Person>> {
    const wanted = [...new Set(crns.map((crn) => crn.toUpperCase()))];
    const people = new Map<string, Person>(wanted.map((crn) => [crn, { type: 'UnknownPerson', crn }]));
    for (let at = 0; at < wanted.length; at += BATCH) {
      const body = { crns: wanted.slice(at, at + BATCH) };
      const found = await this.gateway.post('/people/summaries', body, { token, schema: z.array(PersonAnswer) });
      for (const person of found) if (people.has(person.crn)) people.set(person.crn, person);
    }
    return people;
  }

  /** The same for one. */
  async summary(crn: string, token: string): Promise<Person> {
    const people = await this.summaries([crn], token);
    return people.get(crn.toUpperCase()) ?? { type: 'UnknownPerson', crn };
  }

  /** Asked before every write about a person: whoever may not see them may not change anything of theirs. */
  async requireVisible(crn: string, token: string): Promise<FullPerson | UnknownPerson> {
    const person = await this.summary(crn, token);
    if (person.type === 'RestrictedPerson') throw forbidden('PERSON_RESTRICTED');
    return person;
  }
}
