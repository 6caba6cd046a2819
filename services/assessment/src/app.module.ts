import { Module } from '@nestjs/common';
import { MessagingModule } from '@throughcare/messaging/messaging.module';
import { BankHolidays } from '@throughcare/platform/bank-holidays';
import { CanaryEvents } from '@throughcare/platform/canary';
import { ERASURE, ErasureEvents } from '@throughcare/platform/erasure';
import { DatabaseModule } from '@throughcare/platform/database';
import { PeopleIndex, PeopleIndexEvents, PeopleIndexFeed } from '@throughcare/platform/lists';
import { ReferenceEvents, ReferenceLists } from '@throughcare/platform/reference';
import { SUBJECT_RECORDS, SubjectAccessController } from '@throughcare/platform/subject-access';
import { PeopleClient } from '@throughcare/platform/people';
import { NumberEvents, NUMBERS } from '@throughcare/platform/numbers';
import { Members, StaffDirectory } from '@throughcare/platform/staff';
import { StaffEvents } from '@throughcare/platform/staff/staff.events';
import { AllocationController } from './decision/allocation.controller';
import { AlertsController } from './alerts/alerts.controller';
import { AlertService } from './alerts/alerts.service';
import { numbers } from './intake/numbers';
import { CustodyEvents } from './intake/custody.events';
import { NonArrivalEvents } from './intake/non-arrival.events';
import { ReleaseDateEvents } from './intake/release-date.events';
import { AssessmentBooking } from './intake/assessment-booking.entity';
import { AssessmentList } from './list/assessment-list.service';
import { AssessmentReader } from './decision/assessment-reader.service';
import { DecisionController } from './decision/decision.controller';
import { AssessmentListController } from './list/list.controller';
import { assessments } from './assessment/assessment.aggregate';
import { Assessment } from './assessment/assessment.entity';
import { AssessmentFinder } from './assessment/assessment.finder';
import { DecisionService } from './decision/decision.service';
import { AssessorList } from './list/assessors.service';
import { AstrayList } from './list/astray.service';
import { BookingEvents } from './intake/booking.events';
import { OpenBookingsEvents } from './intake/open-bookings.events';
import { ReferralClient } from './decision/referral.client';
import { ReferralChangesService } from './intake/referral-changes.service';
import { ReferralEvents } from './intake/referral.events';
import { erase } from './erasure/erase';
import { migrations } from './migrations';
import { Note } from './timeline/note.entity';
import { RiskEvents } from './risk/risk.events';
import { RiskLevelsTask } from './risk/risk-levels.task';
import { subjectRecords } from './subject-access/subject-records';
import { TimelineController } from './timeline/timeline.controller';
import { TimelineService } from './timeline/timeline.service';

@Module({
  imports: [
    DatabaseModule.forRoot({ schema: 'assessment', entities: [Assessment, AssessmentBooking, Note], migrations }),
    MessagingModule.forRoot({ source: 'assessment', aggregates: [assessments] }),
  ],
  controllers: [
    // Before those whose `:assessmentId` would take its `without-region` for an id.
    AssessmentListController,
    DecisionController,
    AllocationController,
    TimelineController,
    AlertsController,
    CustodyEvents,
    ReleaseDateEvents,
    NonArrivalEvents,
    SubjectAccessController,
    ReferralEvents,
    BookingEvents,
    OpenBookingsEvents,
    RiskEvents,
    StaffEvents,
    PeopleIndexEvents,
    NumberEvents,
    ErasureEvents,
    CanaryEvents,
    ReferenceEvents,
  ],
  providers: [
    ReferralChangesService,
    ReferenceLists,
    { provide: SUBJECT_RECORDS, useValue: subjectRecords },
    { provide: ERASURE, useValue: erase },
    { provide: NUMBERS, useValue: numbers },
    AssessmentFinder,
    DecisionService,
    AssessmentReader,
    AssessmentList,
    AstrayList,
    AssessorList,
    TimelineService,
    AlertService,
    RiskLevelsTask,
    ReferralClient,
    PeopleClient,
    PeopleIndex,
    PeopleIndexFeed,
    StaffDirectory,
    BankHolidays,
    { provide: Members, useExisting: StaffDirectory },
  ],
})
export class AppModule {}
