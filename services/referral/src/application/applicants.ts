import { Injectable } from '@nestjs/common';
import type { Principal } from '@throughcare/platform/auth';
import { AppError, forbidden, invalidField } from '@throughcare/base/errors';
import { PeopleClient, type FullPerson, type Person } from '@throughcare/platform/people';

const restricted = () =>
  forbidden('PERSON_RESTRICTED', { invalidParams: [{ propertyName: '$.crn', errorType: 'userPermission' }] });

/** Who applications are about, as far as the caller may know. */
@Injectable()
export class Applicants {
  constructor(private readonly people: PeopleClient) {}

  /** Only a person whom nDelius knows, and whom the caller may see, can be referred. */
  async toRefer(crn: string, caller: Principal): Promise<FullPerson> {
    const person = await this.people.summary(crn, caller.token);
    if (person.type === 'RestrictedPerson') throw restricted();
    if (person.type === 'UnknownPerson') throw invalidField('$.crn', 'doesNotExist');
    return person;
  }

  /** Answers tell who a person is, so they are not shown to those who may not know. */
  async toShow(crn: string, caller: Principal): Promise<Person> {
    const person = await this.people.summary(crn, caller.token);
    if (person.type === 'RestrictedPerson') throw restricted();
    return person;
  }

  /** As `toShow`, but for a write of the caller's own words: an outage leaves the person unnamed and lets it through. */
  async ifReachable(crn: string, caller: Principal): Promise<Person> {
    try {
      return await this.toShow(crn, caller);
    } catch (error) {
      if (error instanceof AppError && error.kind === 'unavailable') return { type: 'UnknownPerson', crn };
      throw error;
    }
  }

  /** For lists: one entry per row, restricted people as a CRN only. */
  async masked(rows: readonly { readonly crn: string }[], caller: Principal): Promise<(crn: string) => Person> {
    if (rows.length === 0) return (crn) => ({ type: 'UnknownPerson', crn });
    const people = await this.people.summaries([...new Set(rows.map(({ crn }) => crn))], caller.token);
    return (crn) => people.get(crn) ?? { type: 'UnknownPerson', crn };
  }
}
