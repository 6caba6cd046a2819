import { Module } from '@nestjs/common';
import { MessagingModule } from '@throughcare/messaging/messaging.module';
import { CanaryEvents } from '@throughcare/platform/canary';
import { DatabaseModule } from '@throughcare/platform/database';
import { PeopleClient } from '@throughcare/platform/people';
import { StaffDirectory, StaffEvents } from '@throughcare/platform/staff';
import { Applicants } from './application/applicants';
import { ApplicationController } from './application/application.controller';
import { Application } from './application/application.entity';
import { ApplicationService } from './application/application.service';
import { DraftRevision } from './application/draft-revision.entity';
import { OutcomeEvents } from './application/outcome.events';
import { RevisionsController } from './application/revisions.controller';
import { Revisions } from './application/revisions.service';
import { migrations } from './migrations/migrations';

@Module({
  imports: [
    DatabaseModule.forRoot({ schema: 'referral', entities: [Application, DraftRevision], migrations }),
    MessagingModule.forRoot({ source: 'referral', aggregates: [{ table: 'application' }] }),
  ],
  controllers: [ApplicationController, RevisionsController, OutcomeEvents, StaffEvents, CanaryEvents],
  providers: [ApplicationService, Revisions, Applicants, PeopleClient, StaffDirectory],
})
export class AppModule {}
