import { Injectable } from '@nestjs/common';
import { AppError, invalidField } from '@throughcare/base/errors';
import { Reaches, type Shown } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import { unknownPerson, type FullPerson, type Person } from '@throughcare/platform/people';

/** The field that clients show it at. */
const RESTRICTED = { invalidParams: [{ propertyName: '$.crn', errorType: 'userPermission' }] };

/** Who applications are about, as far as the caller may know. */
@Injectable()
export class Applicants {
  constructor(private readonly reaches: Reaches) {}

  /** Only a person whom nDelius knows, and whom the caller may see, can be referred. */
  async toRefer(crn: string, caller: Principal): Promise<FullPerson> {
    const person = await this.toShow(crn, caller);
    if (person.type !== 'FullPerson') throw invalidField('$.crn', 'doesNotExist');
    return person;
  }

  /** Answers tell who a person is, so they are not shown to those who may not know. */
  toShow(crn: string, caller: Principal) {
    return this.reaches.person(caller, crn, RESTRICTED);
  }

  /** As `toShow`, but for a write of the caller's own words: an outage leaves the person unnamed and lets it through. */
  async ifReachable(crn: string, caller: Principal): Promise<Person> {
    try {
      return await this.toShow(crn, caller);
    } catch (error) {
      if (error instanceof AppError && error.kind === 'unavailable') return unknownPerson(crn);
      throw error;
    }
  }

  /** For lists: restricted people as a CRN only. */
  masked<Row extends { readonly crn: string }>(rows: readonly Row[], caller: Principal): Promise<Shown<Row>[]> {
    return this.reaches.people(caller, rows, ({ crn }) => crn);
  }
}
