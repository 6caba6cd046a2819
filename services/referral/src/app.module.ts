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
import { OutcomeEvents } from './application/outcome.events';
import { migrations } from './migrations/migrations';

@Module({
  imports: [
    DatabaseModule.forRoot({ schema: 'referral', entities: [Application], migrations }),
    MessagingModule.forRoot({ source: 'referral', aggregates: [{ table: 'application' }] }),
  ],
  controllers: [ApplicationController, OutcomeEvents, StaffEvents, CanaryEvents],
  providers: [ApplicationService, Applicants, PeopleClient, StaffDirectory],
})
export class AppModule {}
