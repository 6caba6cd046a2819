import { Inject, Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { forbidden, type AppError, type ErrorDetails } from '@throughcare/base/errors';
import type { Principal } from '../auth/principal';
import { PeopleClient, unknownPerson, type FullPerson, type Person, type UnknownPerson } from '../people';
import { hasRegion, type StaffMember } from '../staff/member';
import { noteAsked, noteQuestion, type Question } from './asked';
import type { ReachKind } from './decorators';

/** A row and who it is about, as the caller may see them. */
export interface Shown<Row> {
  readonly row: Row;
  readonly person: Person;
}

/** Who asks again: the member too, on a route with `@Staff`. */
export interface Asking {
  readonly principal: Principal;
  readonly member?: StaffMember;
}

/** How to ask another system again before a stored answer is sent; `only-read` on a route whose answers are never stored. */
export type AskAgain = { readonly by: string; readonly key: string } | 'only-read';

type Delegate = (caller: Principal, key: string) => Promise<unknown>;

/** `forbidden`: nDelius, or the prison, does not let this caller see the person. */
export const personRestricted = (details?: ErrorDetails) => forbidden('PERSON_RESTRICTED', details);

const regionNotYours = () => forbidden('REGION_NOT_YOURS');

/**
 * Whom and what a caller reaches. Each method notes that it was asked: a test fails whose request was answered without asking what its route
 * declares (`@Reach`). What let the caller in is noted too, and asked again before an idempotent answer is sent from the store.
 */
@Injectable()
export class Reaches {
  private readonly delegates = new Map<string, Delegate>();

  constructor(@Inject(ModuleRef) private readonly modules: ModuleRef) {}

  /** The member's own region, and every region for a CAS3_REPORTER. A thing without region is in nobody's own. */
  hasRegion(me: StaffMember, regionId: string | null): boolean {
    const has = this.looksAtRegion(me, regionId);
    if (has) noteQuestion(me, { of: 'region', key: regionId ?? '' });
    return has;
  }

  /** Refuses another region: `forbidden` REGION_NOT_YOURS, or as clients of the route know it. */
  region(me: StaffMember, regionId: string | null, refusal = regionNotYours): void {
    if (!this.looksAtRegion(me, regionId)) throw refusal();
    noteQuestion(me, { of: 'region', key: regionId ?? '', code: refusal().code });
  }

  isOwner(me: StaffMember, userId: string): boolean {
    const is = this.looksAtOwner(me, userId);
    if (is) noteQuestion(me, { of: 'owner', key: userId });
    return is;
  }

  /** Refuses what is another member's. */
  owner(me: StaffMember, userId: string, refusal: () => AppError): void {
    if (!this.looksAtOwner(me, userId)) throw refusal();
    noteQuestion(me, { of: 'owner', key: userId, code: refusal().code });
  }

  /**
   * Before anything of a person is shown or changed: `forbidden` PERSON_RESTRICTED unless the caller may see them. One whom nDelius does not
   * know is nobody's secret. An outage is `unavailable`.
   */
  async person(caller: Principal, crn: string, details?: ErrorDetails): Promise<FullPerson | UnknownPerson> {
    noteAsked(caller, 'person');
    const person = await this.client().summary(crn, caller.token);
    if (person.type === 'RestrictedPerson') throw personRestricted(details);
    noteQuestion(caller, { of: 'person', key: crn, code: 'PERSON_RESTRICTED' });
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

  /** Names whom another system is asked by, so that a stored answer can ask again. `ask` throws where it refuses. */
  delegate(by: string, ask: Delegate): void {
    this.delegates.set(by, ask);
  }

  /** For what another system decides for this caller: `ask` throws where it refuses. */
  async delegated<T>(
    caller: Principal,
    kinds: readonly ReachKind[],
    again: AskAgain,
    ask: () => Promise<T>,
  ): Promise<T> {
    if (again !== 'only-read' && !this.delegates.has(again.by)) throw new Error(`Nobody is named ${again.by}`);
    noteAsked(caller, ...kinds);
    const answer = await ask();
    if (again !== 'only-read') noteQuestion(caller, { of: again.by, key: again.key, code: again.by });
    return answer;
  }

  /** Throws where the caller no longer reaches what let them in when these questions were noted. */
  async again({ principal, member }: Asking, questions: readonly Question[]): Promise<void> {
    const has = (question: Question) => member !== undefined && this.stillHas(member, question);
    const needed = questions.filter(({ code }) => code !== undefined);
    const enough = questions.filter(({ code }) => code === undefined);
    if (enough.length > 0 && !enough.map(has).includes(true)) throw regionNotYours();
    for (const question of needed) {
      const { of, key, code = '' } = question;
      const delegate = this.delegates.get(of);
      if (delegate) await delegate(principal, key);
      else if (of === 'person') await this.person(principal, key);
      else if (!has(question)) throw forbidden(code);
    }
  }

  private stillHas(me: StaffMember, { of, key }: Question): boolean {
    if (of === 'owner') return this.looksAtOwner(me, key);
    return of === 'region' && this.looksAtRegion(me, key);
  }

  private looksAtRegion(me: StaffMember, regionId: string | null): boolean {
    noteAsked(me, 'region');
    return hasRegion(me, regionId);
  }

  private looksAtOwner(me: StaffMember, userId: string): boolean {
    noteAsked(me, 'owner');
    return me.userId === userId;
  }

  /** Services whose routes show people provide one. */
  private client(): PeopleClient {
    return this.modules.get(PeopleClient, { strict: false });
  }
}
