import { Module } from '@nestjs/common';
import { MessagingModule } from '@throughcare/messaging/messaging.module';
import { CanaryEvents } from '@throughcare/platform/canary';
import { DatabaseModule } from '@throughcare/platform/database';
import { ERASURE, ErasureEvents } from '@throughcare/platform/erasure';
import { PeopleIndex, PeopleIndexEvents, PeopleIndexFeed } from '@throughcare/platform/lists';
import { ReferenceEvents, ReferenceLists } from '@throughcare/platform/reference';
import { PeopleClient } from '@throughcare/platform/people';
import { SUBJECT_RECORDS, SubjectAccessController } from '@throughcare/platform/subject-access';
import { NumberEvents, NUMBERS, type NumbersOf } from '@throughcare/platform/numbers';
import { Members, StaffDirectory } from '@throughcare/platform/staff';
import { StaffEvents } from '@throughcare/platform/staff/staff.events';
import { Applicants } from './application/applicants';
import { applications } from './application/application.aggregate';
import { ApplicationController } from './application/application.controller';
import { Application } from './application/application.entity';
import { ApplicationService } from './application/application.service';
import { FormController } from './application/form.controller';
import { OutcomeEvents } from './application/outcome.events';
import { RevisionsController } from './application/revisions.controller';
import { Amendment } from './changes/amendment.entity';
import { ChangesController } from './changes/changes.controller';
import { ChangesService } from './changes/changes.service';
import { ExternalController } from './external/external.controller';
import { ExternalService } from './external/external.service';
import { PremisesEvents } from './external/premises.events';
import { HistoryEntry } from './history/history-entry.entity';
import { HistoryEvents } from './history/history.events';
import { ReferralBooking } from './history/referral-booking.entity';
import { erase } from './erasure/erase';
import { ListController } from './list/list.controller';
import { migrations } from './migrations';
import { ApplicationRisk } from './risk/application-risk.entity';
import { RiskLevelsController } from './risk-refresh/risk-levels.controller';
import { RiskController } from './risk-refresh/risk.controller';
import { RiskEvents } from './risk-refresh/risk.events';
import { RiskReadingsService } from './risk-refresh/risk-readings.service';
import { RiskTask } from './risk-refresh/risk-task';
import { NewRisksService } from './risk/new-risks.service';
import { RisksClient } from './risk/risks.client';
import { DraftRead } from './saving/draft-read.entity';
import { DraftReadsService } from './saving/draft-reads.service';
import { DraftRevision } from './saving/draft-revision.entity';
import { subjectRecords } from './subject-access/subject-records';
import { RevisionsService } from './saving/revisions.service';
import { UnusedDrafts } from './unused-drafts/unused-drafts';

/** What bears numbers of people, and follows them. */
const numbers: NumbersOf = { tables: [{ table: 'application', id: 'id', crn: 'crn', noms: 'noms_number' }] };

@Module({
  imports: [
    DatabaseModule.forRoot({
      schema: 'referral',
      entities: [Application, DraftRevision, DraftRead, ApplicationRisk, Amendment, HistoryEntry, ReferralBooking],
      migrations,
    }),
    MessagingModule.forRoot({ source: 'referral', aggregates: [applications] }),
  ],
  controllers: [
    // Before the one whose `:applicationId` would take its `search` for an id.
    ListController,
    ApplicationController,
    RevisionsController,
    RiskController,
    RiskLevelsController,
    RiskEvents,
    FormController,
    ChangesController,
    SubjectAccessController,
    ExternalController,
    HistoryEvents,
    PremisesEvents,
    OutcomeEvents,
    StaffEvents,
    PeopleIndexEvents,
    NumberEvents,
    ErasureEvents,
    CanaryEvents,
    ReferenceEvents,
  ],
  providers: [
    ReferenceLists,
    { provide: SUBJECT_RECORDS, useValue: subjectRecords },
    { provide: ERASURE, useValue: erase },
    { provide: NUMBERS, useValue: numbers },
    { provide: Members, useExisting: StaffDirectory },
    ApplicationService,
    RevisionsService,
    DraftReadsService,
    ChangesService,
    RisksClient,
    NewRisksService,
    RiskReadingsService,
    RiskTask,
    UnusedDrafts,
    ExternalService,
    Applicants,
    PeopleClient,
    PeopleIndex,
    PeopleIndexFeed,
    StaffDirectory,
  ],
})
export class AppModule {}
