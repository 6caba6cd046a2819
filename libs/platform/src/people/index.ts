import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { FullPerson, type Person, RestrictedPerson, UnknownPerson } from '@throughcare/api/cas3/person';
import { CONFIG } from '../config';
import type { ServiceConfig } from '../config';
import { HttpClient } from '../http';

export type { FullPerson, Person, RestrictedPerson, UnknownPerson } from '@throughcare/api/cas3/person';

/** Of whom nothing is known but the number, or while nobody can say. */
export const unknownPerson = (crn: string): UnknownPerson => ({ type: 'UnknownPerson', crn });

/** Read tolerantly: one odd entry of nDelius may not take a whole list away. */
const Read = z.discriminatedUnion('type', [
  FullPerson.extend({ crn: z.string(), dateOfBirth: z.string(), nomsNumber: z.string().nullish() }),
  RestrictedPerson.extend({ crn: z.string() }),
  UnknownPerson.extend({ crn: z.string() }),
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
    const people = new Map<string, Person>(wanted.map((crn) => [crn, unknownPerson(crn)]));
    for (let at = 0; at < wanted.length; at += BATCH) {
      const body = { crns: wanted.slice(at, at + BATCH) };
      const found = await this.gateway.post('/people/summaries', body, { token, schema: z.array(Read) });
      for (const person of found) if (people.has(person.crn)) people.set(person.crn, person);
    }
    return people;
  }

  /** The same for one. */
  async summary(crn: string, token: string): Promise<Person> {
    const people = await this.summaries([crn], token);
    return people.get(crn.toUpperCase()) ?? unknownPerson(crn);
  }
}
