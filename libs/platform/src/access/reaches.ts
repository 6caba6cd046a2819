import { Inject, Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { forbidden, type AppError, type ErrorDetails } from '@throughcare/base/errors';
import type { Principal } from '../auth/principal';
import { PeopleClient, unknownPerson, type FullPerson, type Person, type UnknownPerson } from '../people';
import { hasRegion, type StaffMember } from '../staff/member';
import { noteAsked } from './asked';
import type { ReachKind } from './decorators';

/** A row and who it is about, as the caller may see them. */
export interface Shown<Row> {
  readonly row: Row;
  readonly person: Person;
}

/** `forbidden`: nDelius, or the prison, does not let this caller see the person. */
export const personRestricted = (details?: ErrorDetails) => forbidden('PERSON_RESTRICTED', details);

/**
 * Whom and what a caller reaches. Each method notes that it was asked: a test fails whose request was answered without asking what its route
 * declares (`@Reach`).
 */
@Injectable()
export class Reaches {
  constructor(@Inject(ModuleRef) private readonly modules: ModuleRef) {}

  /** The member's own region, and every region for a CAS3_REPORTER. A thing without region is in nobody's own. */
  hasRegion(me: StaffMember, regionId: string | null): boolean {
    noteAsked(me, 'region');
    return hasRegion(me, regionId);
  }

  /** Refuses another region: `forbidden` REGION_NOT_YOURS, or as clients of the route know it. */
  region(me: StaffMember, regionId: string | null, refusal = () => forbidden('REGION_NOT_YOURS')): void {
    if (!this.hasRegion(me, regionId)) throw refusal();
  }

  isOwner(me: StaffMember, userId: string): boolean {
    noteAsked(me, 'owner');
    return me.userId === userId;
  }

  /** Refuses what is another member's. */
  owner(me: StaffMember, userId: string, refusal: () => AppError): void {
    if (!this.isOwner(me, userId)) throw refusal();
  }

  /**
   * Before anything of a person is shown or changed: `forbidden` PERSON_RESTRICTED unless the caller may see them. One whom nDelius does not
   * know is nobody's secret. An outage is `unavailable`.
   */
  async person(caller: Principal, crn: string, details?: ErrorDetails): Promise<FullPerson | UnknownPerson> {
    const person = await this.delegated(caller, ['person'], () => this.client().summary(crn, caller.token));
    if (person.type === 'RestrictedPerson') throw personRestricted(details);
    return person;
  }

  /** The same rows, each with its person, masked for the caller; nobody is asked about when there are none. */
  async people<Row>(caller: Principal, rows: readonly Row[], crnOf: (row: Row) => string): Promise<Shown<Row>[]> {
    noteAsked(caller, 'person');
    if (rows.length === 0) return [];
    const crns = [...new Set(rows.map(crnOf))];
    const people = await this.client().summaries(crns, caller.token);
    return rows.map((row) => ({ row, person: people.get(crnOf(row)) ?? unknownPerson(crnOf(row)) }));
  }

  /** For what another system decides for this caller: `ask` throws where it refuses. */
  delegated<T>(caller: Principal, kinds: readonly ReachKind[], ask: () => Promise<T>): Promise<T> {
    noteAsked(caller, ...kinds);
    return ask();
  }

  /** Services whose routes show people provide one. */
  private client(): PeopleClient {
    return this.modules.get(PeopleClient, { strict: false });
  }
}
