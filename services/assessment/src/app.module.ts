import { Module } from '@nestjs/common';
import { MessagingModule } from '@throughcare/messaging/messaging.module';
import { CanaryEvents } from '@throughcare/platform/canary';
import { DatabaseModule } from '@throughcare/platform/database';
import { PeopleIndex } from '@throughcare/platform/lists';
import { ReferenceEvents, ReferenceLists } from '@throughcare/platform/reference';
import { PeopleClient } from '@throughcare/platform/people';
import { NumberEvents, NUMBERS, type NumbersOf } from '@throughcare/platform/numbers';
import { Members, StaffDirectory, StaffEvents } from '@throughcare/platform/staff';
import { AllocationController } from './assessment/allocation.controller';
import { AssessmentBooking } from './assessment/assessment-booking.entity';
import { AssessmentList } from './assessment/assessment-list.service';
import { AssessmentReader } from './assessment/assessment-reader.service';
import { AssessmentController } from './assessment/assessment.controller';
import { assessments } from './assessment/assessment.aggregate';
import { Assessment } from './assessment/assessment.entity';
import { AssessmentFinder } from './assessment/assessment.finder';
import { AssessmentService } from './assessment/assessment.service';
import { AstrayAssessments } from './assessment/astray.service';
import { BookingEvents } from './assessment/booking.events';
import { OpenBookingsEvents } from './assessment/open-bookings.events';
import { ReferralClient } from './assessment/referral.client';
import { ReferralEvents } from './assessment/referral.events';
import { migrations } from './migrations/migrations';
import { Note } from './note/note.entity';
import { TimelineController } from './timeline/timeline.controller';
import { TimelineService } from './timeline/timeline.service';

/** What bears numbers of people, and follows them. */
const numbers: NumbersOf = { tables: [{ table: 'assessment', id: 'id', crn: 'crn', noms: 'noms_number' }] };

@Module({
  imports: [
    DatabaseModule.forRoot({ schema: 'assessment', entities: [Assessment, AssessmentBooking, Note], migrations }),
    MessagingModule.forRoot({ source: 'assessment', aggregates: [assessments] }),
  ],
  controllers: [
    AssessmentController,
    AllocationController,
    TimelineController,
    ReferralEvents,
    BookingEvents,
    OpenBookingsEvents,
    StaffEvents,
    NumberEvents,
    CanaryEvents,
    ReferenceEvents,
  ],
  providers: [
    ReferenceLists,
    { provide: NUMBERS, useValue: numbers },
    AssessmentFinder,
    AssessmentService,
    AssessmentReader,
    AssessmentList,
    AstrayAssessments,
    TimelineService,
    ReferralClient,
    PeopleClient,
    PeopleIndex,
    StaffDirectory,
    { provide: Members, useExisting: StaffDirectory },
  ],
})
export class AppModule {}
