import { Injectable } from '@nestjs/common';
import { NomsNumber } from '@throughcare/events/fields';
import { newId } from '@throughcare/events/ids';
import { changeAggregate, createAggregate, updateBookkeeping, type Change } from '@throughcare/messaging/aggregate';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import type { Principal } from '@throughcare/platform/auth';
import { londonDate } from '@throughcare/base/calendar';
import { clock } from '@throughcare/base/clock';
import { forbidden, invalidField, notFound } from '@throughcare/base/errors';
import { Reaches } from '@throughcare/platform/access';
import { logger } from '@throughcare/platform/logging';
import type { StaffMember } from '@throughcare/platform/staff';
import { DataSource, IsNull, LessThan, type EntityManager } from 'typeorm';
import type { NewApplication, NewSubmission } from './application.dto';
import { applications } from './application.aggregate';
import { Application } from './application.entity';
import { Applicants } from './applicants';
import { remove, requireDraft, requireIndexOffence, save } from './draft.rules';
import type { OtherReferral } from './application.reply';
import { submit } from './submission.rules';
import { progressOf } from '../form/progress.rules';
import { withComputed } from './summary.rules';
import { requireViewer } from './viewer.rules';
import { NewRisksService } from '../risk/new-risks.service';
import { DraftReadsService } from '../saving/draft-reads.service';
import { requireRevision } from '../saving/revision.rules';
import { RevisionsService } from '../saving/revisions.service';

export interface SubmittedTexts {
  readonly document: string;
  readonly summaryData: string;
}

const log = logger('referral');

const aDayBefore = (at: Date) => new Date(at.getTime() - 86_400_000);

@Injectable()
export class ApplicationService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly db: DataSource,
    private readonly reaches: Reaches,
    private readonly applicants: Applicants,
    private readonly replaced: RevisionsService,
    private readonly reads: DraftReadsService,
    private readonly risks: NewRisksService,
  ) {}

  async create(me: StaffMember, caller: Principal, body: NewApplication, withRisks: boolean) {
    const person = await this.applicants.toRefer(body.crn.trim().toUpperCase(), caller);
    const offence = requireIndexOffence(body);
    const source = await this.copied(me, caller, person.crn, body.copiedFromApplicationId ?? undefined);
    const application = Object.assign(new Application(), {
      id: newId(),
      revision: 1,
      data: source?.data ?? null,
      crn: person.crn,
      eventKey: person.crn,
      nomsNumber: NomsNumber.safeParse(person.nomsNumber).data ?? null,
      convictionId: String(offence.convictionId),
      eventNumber: offence.deliusEventNumber,
      offenceId: offence.offenceId,
      prisonId: person.prisonId ?? null,
      copiedFromApplicationId: source?.id ?? null,
      referredBy: body.referredBy ?? null,
      createdByUserId: me.userId,
      createdAt: clock.now(),
      usedAt: clock.now(),
      risks: withRisks ? await this.risks.ask(person.crn, caller) : null,
      risksChanged: [],
    });
    const also = async (tx: EntityManager) => {
      await this.reads.note(caller, application, tx);
      if (application.risks) await this.risks.follow(tx, application.id, application.risks);
    };
    await createAggregate(this.work, applications, application, { events: [], also });
    return { application: await this.find(application.id), person };
  }

  /** Answers are taken over from one person's referral to another of the same person, and of nobody else. */
  private async copied(me: StaffMember, caller: Principal, crn: string, id: string | undefined) {
    if (id === undefined) return undefined;
    const { application } = await this.read(me, caller, id);
    if (application.crn !== crn) throw invalidField('$.copiedFromApplicationId', 'invalid');
    return application;
  }

  async list(me: StaffMember, caller: Principal) {
    const applications = await this.db.manager.find(Application, {
      select: {
        id: true,
        crn: true,
        createdByUserId: true,
        createdAt: true,
        submittedAt: true,
        withdrawnAt: true,
        risks: true,
        assessmentStatus: true,
      },
      where: { createdByUserId: me.userId, deletedAt: IsNull(), erasedAt: IsNull() },
      order: { createdAt: 'DESC', id: 'DESC' },
    });
    return this.applicants.masked(applications, caller);
  }

  async read(me: StaffMember, caller: Principal, id: string) {
    const application = await this.find(id);
    requireViewer(application, me.roles, {
      isCreator: this.reaches.isOwner(me, application.createdByUserId),
      reachesRegion: this.reaches.hasRegion(me, application.placementRegionId),
    });
    const person = await this.applicants.toShow(application.crn, caller);
    if (application.submittedAt === null) await this.opened(caller, application);
    return { application, person };
  }

  /** A draft is used when it is opened, too; that is noted once a day. */
  private async opened(caller: Principal, draft: Application): Promise<void> {
    await this.reads.note(caller, draft);
    const usedAt = clock.now();
    const open = { id: draft.id, submittedAt: IsNull(), deletedAt: IsNull(), usedAt: LessThan(aDayBefore(usedAt)) };
    await updateBookkeeping(this.db.manager, applications, open, { usedAt });
  }

  /** Without `If-Match` what others have saved since this client read the draft stays; what cannot be joined is refused with both versions. */
  async save(me: StaffMember, caller: Principal, id: string, data: string, ifMatch: string | undefined) {
    const person = await this.own(me, caller, id);
    const application = await changeAggregate(this.work, applications, { id }, async (draft, tx) => {
      requireDraft(draft);
      requireRevision(draft.revision, ifMatch);
      const joined = ifMatch === undefined ? await this.reads.join(tx, caller, draft, data) : data;
      return this.saved(caller, draft, joined, data);
    });
    return { application, person };
  }

  /** What the draft becomes; the caller has `known` of it from now on. */
  private saved(caller: Principal, draft: Application, data: string, known: string): Change<Application> {
    const { changes, replaced } = save(draft, data);
    const lost = { applicationId: draft.id, revision: draft.revision, replacedAt: clock.now() };
    const also = async (tx: EntityManager) => {
      if (replaced) await this.replaced.keep(tx, { ...lost, ...replaced });
      await this.reads.note(caller, { id: draft.id, revision: changes.revision, data: known }, tx);
    };
    return { changes: { ...changes, usedAt: clock.now() }, events: [], also };
  }

  async revisions(me: StaffMember, caller: Principal, id: string) {
    await this.own(me, caller, id);
    return this.replaced.list(id);
  }

  async revision(me: StaffMember, caller: Principal, id: string, revision: number) {
    await this.own(me, caller, id);
    return this.replaced.read(id, revision);
  }

  /** Brings replaced answers back; those of now are kept in their place. */
  async restore(me: StaffMember, caller: Principal, id: string, revision: number, ifMatch: string | undefined) {
    const person = await this.own(me, caller, id);
    const { data } = await this.replaced.read(id, revision);
    const application = await changeAggregate(this.work, applications, { id }, (draft) => {
      requireDraft(draft);
      requireRevision(draft.revision, ifMatch);
      return this.saved(caller, draft, data, data);
    });
    return { application, person };
  }

  async submit(
    me: StaffMember,
    caller: Principal,
    id: string,
    body: NewSubmission,
    texts: SubmittedTexts,
    ifMatch: string | undefined,
  ) {
    await this.own(me, caller, id);
    return changeAggregate(this.work, applications, { id }, (draft) => {
      const { changes, events, differing, summary } = submit(draft, body, me, clock.now());
      requireRevision(draft.revision, ifMatch);
      if (differing.length > 0) log.warn({ fields: differing }, 'a client sent other values than its answers give');
      const summaryData = withComputed(texts.summaryData, summary);
      const frozen = { document: texts.document, summaryData, ...changes };
      return { changes: frozen, events };
    });
  }

  async delete(me: StaffMember, caller: Principal, id: string) {
    await this.own(me, caller, id, { orDeleted: true });
    await changeAggregate(this.work, applications, { id }, (draft) => remove(draft, me.userId, clock.now()));
  }

  /** Other referrals of the person that are to be placed, newest first. */
  others({ id, crn }: Application): Promise<OtherReferral[]> {
    return this.db.query(
      `select id, reference_number as "referenceNumber", submitted_at as "submittedAt", placement_region_id as "placementRegionId"
         from application where crn = $1 and id <> $2 and submitted_at is not null and withdrawn_at is null and erased_at is null
          and coalesce(assessment_status, 'unallocated') in ('unallocated', 'in_review', 'ready_to_place')
        order by submitted_at desc, id`,
      [crn, id],
    );
  }

  /** How far the caller's own draft is. */
  async progress(me: StaffMember, caller: Principal, id: string) {
    await this.own(me, caller, id);
    const draft = await this.find(id);
    requireDraft(draft);
    return progressOf(JSON.parse(draft.data ?? '{}'), me.regionId, londonDate(clock.now()));
  }

  /** The caller's own application and who it is about; what they typed is not lost while nDelius cannot be asked. */
  async own(me: StaffMember, caller: Principal, id: string, { orDeleted = false } = {}) {
    const application = await this.find(id);
    this.reaches.owner(me, application.createdByUserId, () => forbidden('APPLICATION_NOT_YOURS'));
    if (application.deletedAt && !orDeleted) throw notFound('APPLICATION_NOT_FOUND');
    return this.applicants.ifReachable(application.crn, caller);
  }

  private async find(id: string, tx: EntityManager = this.db.manager): Promise<Application> {
    const application = await tx.findOneBy(Application, { id });
    if (!application || application.erasedAt) throw notFound('APPLICATION_NOT_FOUND');
    return application;
  }
}
