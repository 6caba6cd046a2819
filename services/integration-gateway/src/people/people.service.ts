import { Injectable } from '@nestjs/common';
import { personRestricted, Reaches } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import { londonDate } from '@throughcare/base/calendar';
import type { PersonIndexEntry } from '@throughcare/api/cas3/person';
import { clock } from '@throughcare/base/clock';
import { notFound } from '@throughcare/base/errors';
import { isNomsNumber } from '@throughcare/base/person-numbers';
import { DataSource } from 'typeorm';
import { CaseloadsClient } from '../caseloads/caseloads.client';
import { IdentityService } from '../identity/identity.service';
import { survivorOf } from '../identity/merged-numbers';
import { NdeliusClient } from '../ndelius/ndelius.client';
import type { CaseSummary } from '../ndelius/ndelius.schema';
import { PrisonApiClient } from '../prison-api/prison-api.client';
import type { InmateDetail } from '../prison-api/prison-api.schema';
import { KnownDetails } from './known-details';
import { PlacesService } from './places.service';
import type { Person } from './people.rules';
import { indexEntryOf, isOutside, maySee, personFor, prisonerPersonalOf, prisonsOf } from './people.rules';

/** Who people are, masked for the asking user. When nDelius does not answer, nobody is shown. */
@Injectable()
export class PeopleService {
  constructor(
    private readonly db: DataSource,
    private readonly ndelius: NdeliusClient,
    private readonly prison: PrisonApiClient,
    private readonly identities: IdentityService,
    private readonly places: PlacesService,
    private readonly details: KnownDetails,
    private readonly caseloads: CaseloadsClient,
    private readonly reaches: Reaches,
  ) {}

  /** One person, with the prison they are in. */
  async search(caller: Principal, crn: string): Promise<Person> {
    const [[summary], [access]] = await Promise.all([this.ndelius.summaries([crn]), this.accessTo(caller, [crn])]);
    if (!summary) throw notFound('PERSON_NOT_FOUND');
    await this.learnFrom([summary]);
    const place = maySee(access) && summary.nomsId !== undefined ? await this.places.of(summary.nomsId) : undefined;
    return personFor(crn, summary, access, place);
  }

  /** Several, in the order asked for, with the place we verified last. */
  async summaries(caller: Principal, crns: readonly string[]): Promise<Person[]> {
    if (crns.length === 0) return this.reaches.delegated(caller, ['person'], 'only-read', () => Promise.resolve([]));
    const [cases, rows] = await Promise.all([this.ndelius.summaries(crns), this.accessTo(caller, crns)]);
    await this.learnFrom(cases);
    const summaryOf = new Map(cases.map((one) => [one.crn, one]));
    const accessOf = new Map(rows.map((one) => [one.crn, one]));
    // Nobody is asked about who stays hidden from this caller.
    const shown = cases.filter(({ crn }) => maySee(accessOf.get(crn)));
    const placeOf = await this.places.ofMany(shown.flatMap(({ nomsId }) => nomsId ?? []));
    return crns.map((crn) => {
      const summary = summaryOf.get(crn);
      return personFor(crn, summary, accessOf.get(crn), placeOf.get(summary?.nomsId ?? ''));
    });
  }

  /**
   * What the prison holds. The account decides, never a role: prison staff see people of their own prisons (or who left
   * one of them last), everybody else only whom nDelius lets them see.
   */
  async prisoner(caller: Principal, number: string) {
    if (!isNomsNumber(number)) throw notFound('PRISONER_NOT_FOUND');
    const noms = await survivorOf(this.db.manager, 'noms', number);
    const ofPrison = caller.authSource === 'nomis';
    if (!ofPrison)
      await this.reaches.delegated(caller, ['person'], 'only-read', () => this.requireAccess(caller, noms));
    const inmate = await this.prison.inmate(noms);
    if (!inmate) throw notFound('PRISONER_NOT_FOUND');
    if (ofPrison)
      await this.reaches.delegated(caller, ['person'], 'only-read', () => this.requireCaseload(caller, noms, inmate));
    return prisonerPersonalOf(noms, inmate, londonDate(clock.now()));
  }

  /** Names of people without limits, for an index that a service keeps; null of everybody else whom nDelius knows. */
  async index(crns: readonly string[]): Promise<PersonIndexEntry[]> {
    if (crns.length === 0) return [];
    const cases = await this.ndelius.summaries(crns);
    await this.learnFrom(cases);
    return cases.map(indexEntryOf);
  }

  private async learnFrom(cases: readonly CaseSummary[]): Promise<void> {
    await this.identities.learnFrom(cases);
    await this.details.notice(cases);
  }

  private accessTo(caller: Principal, crns: readonly string[]) {
    return this.reaches.delegated(caller, ['person'], 'only-read', () => this.ndelius.access(caller.username, crns));
  }

  private async requireCaseload(caller: Principal, noms: string, inmate: InmateDetail): Promise<void> {
    const caseloads = await this.caseloads.of(caller.token);
    const outside = isOutside(inmate);
    const prisons = outside ? prisonsOf(await this.prison.newestMovement(noms)) : [inmate.agencyId];
    if (!prisons.some((prison) => prison !== undefined && caseloads.has(prison))) throw personRestricted();
  }

  private async requireAccess(caller: Principal, noms: string): Promise<void> {
    const cases = await this.ndelius.summaries([noms]);
    if (cases.length === 0) return;
    const access = await this.ndelius.access(
      caller.username,
      cases.map(({ crn }) => crn),
    );
    const allowed = cases.every(({ crn }) => maySee(access.find((row) => row.crn === crn)));
    if (!allowed) throw personRestricted();
  }
}
